import type { SearchResult } from '../../contract/api_search.ts';
import type { ActingDatabase } from '../db/database.ts';

export interface NamedRow {
  kind: Exclude<SearchResult['kind'], 'coordinate'>;
  id: number;
  /** Its name, else how its source identifies it (hydrants only: others without a name cannot be looked for). */
  name: string;
  detail: string | null;
  lon_deg: number;
  lat_deg: number;
  bounds_deg: [number, number, number, number] | null;
}

const BOX = 'json_build_array(st_xmin(box), st_ymin(box), st_xmax(box), st_ymax(box))';

/**
 * Everything that can be looked for by name, streets of one name and area as one. A name is at most 200
 * characters; more than 300,000 rows are cut off.
 */
export const namedRows = (db: ActingDatabase) =>
  db.query<NamedRow>(
    `with streets as (
       select min(id) as id, name, area_id, st_extent(geom) as box,
         (array_agg(st_lineinterpolatepoint(geom, 0.5) order by st_length(geom) desc, id))[1] as middle
       from street where name is not null group by name, area_id
     ), named as (
       select 'area' as kind, id, name, kind as detail, parent_id as area_id, point, st_extent(geom) as box
       from area where name is not null group by id
       union all
       select 'street', id, name, null, area_id, middle, box from streets
       union all
       select 'station', id, name, kind, area_id, geom, null from station where name is not null
       union all
       select 'place', id, name, kind, area_id, geom, null from place where name is not null
       union all
       select 'building', id, name, use, area_id, point, null from building where name is not null
       union all
       select 'hydrant', id, coalesce(name, source_id), kind, area_id, geom, null from hydrant
     )
     select named.kind, named.id, left(named.name, 200) as name,
       nullif(concat_ws(' · ', area.name, named.detail), '') as detail,
       st_x(named.point) as lon_deg, st_y(named.point) as lat_deg,
       case when box is not null then ${BOX} end as bounds_deg
     from named left join area on area.id = named.area_id
     order by named.kind, named.id limit 300000`,
  );

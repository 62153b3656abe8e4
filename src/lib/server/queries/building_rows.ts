import type { ActingDatabase } from '../db/database.ts';

export interface BuildingRow {
  id: number;
  area_id: number | null;
  use: string | null;
  height_m: number | null;
  floors: number | null;
  people: number | null;
  footprint_m2: number;
  ground_m: number | null;
  /** Smallest enclosing area whose population is known; null where there is none. */
  populated_area_id: number | null;
  lon_deg: number;
  lat_deg: number;
  /** EWKB MultiPolygon, WGS 84. */
  geom: Uint8Array;
}

/** All buildings, ascending by id. */
export const buildingRows = (db: ActingDatabase) =>
  db.query<BuildingRow>(
    `with recursive populated as (
       select id, id as populated_area_id from area where population is not null and parent_id is null
       union all
       select id, null from area where population is null and parent_id is null
       union all
       select child.id,
         case when child.population is not null then child.id else populated.populated_area_id end
       from area child join populated on populated.id = child.parent_id
     )
     select building.id, building.area_id, building.use, building.height_m, building.floors, building.people,
       building.footprint_m2, building.ground_m, populated.populated_area_id,
       st_x(building.point) as lon_deg, st_y(building.point) as lat_deg, st_asewkb(building.geom) as geom
     from building left join populated on populated.id = building.area_id
     order by building.id`,
  );

import { isDrivable, STREET_CLASSES } from '../../domain/network/street_set.ts';
import type { ActingDatabase } from '../db/database.ts';

export interface LayerTotals {
  hydrants: Record<string, number>;
  stations: Record<string, number>;
  water_sources: number;
  areas: number;
  obstacles_standing: number;
  ways: number;
  drivable_m: number;
  foot_m: number;
  imported_at: string | null;
  sources: string[];
  /** Licences and credits the sources ask for. */
  attributions: string[];
  /** west, south, east, north in degrees of everything that is not an area or a river; null when empty. */
  bounds_deg: [number, number, number, number] | null;
}

const DRIVABLE = STREET_CLASSES.filter(isDrivable)
  .map((name) => `'${name}'`)
  .join(', ');

/**
 * Counts by layer, and where the data lies. Lengths are Mercator lengths put right with the cosine of the
 * latitude of their street: within 0.5 % of geodesic ones, and read in one pass.
 */
export async function layerTotals(db: ActingDatabase): Promise<LayerTotals> {
  const [totals] = await db.query<LayerTotals>(
    `with measured as (
       select street_class in (${DRIVABLE}) as drivable, st_extent(geom) as box, count(*) as ways,
         sum(st_length(geom_3857) * cos(radians(st_ymin(geom)))) as length_m
       from street group by 1
     ), boxes as (
       select box from measured
       union all select st_extent(geom) from building
       union all select st_extent(geom) from hydrant
       union all select st_extent(geom) from station
     ), whole as (
       select st_extent(box::geometry) as box from boxes
     )
     select
       (select coalesce(json_object_agg(status, n), '{}')
          from (select status, count(*) as n from hydrant group by status) as by_status) as hydrants,
       (select coalesce(json_object_agg(kind, n), '{}')
          from (select kind, count(*) as n from station group by kind) as by_kind) as stations,
       (select count(*) from water_source) as water_sources,
       (select count(*) from area) as areas,
       (select count(*) from obstacle where status = 'standing') as obstacles_standing,
       (select coalesce(sum(ways), 0)::bigint from measured) as ways,
       (select coalesce(sum(length_m), 0) from measured where drivable) as drivable_m,
       (select coalesce(sum(length_m), 0) from measured where not drivable) as foot_m,
       (select max(imported_at) from source) as imported_at,
       (select coalesce(json_agg(name order by first_id), '[]')
          from (select name, min(id) as first_id from source group by name) as names) as sources,
       (select coalesce(json_agg(licence order by first_id), '[]')
          from (select licence, min(id) as first_id from source where licence is not null
                group by licence) as licences) as attributions,
       (select json_build_array(st_xmin(box), st_ymin(box), st_xmax(box), st_ymax(box))
          from whole where box is not null) as bounds_deg`,
  );
  return totals!;
}

import type { ActingDatabase } from '../db/database.ts';

/** west, south, east, north in degrees of streets and areas; null for an empty database. */
export async function layerBounds(db: ActingDatabase): Promise<[number, number, number, number] | null> {
  const [{ bounds_deg }] = await db.query<{ bounds_deg: [number, number, number, number] | null }>(
    `with whole as (
       select st_extent(box::geometry) as box
       from (select st_extent(geom) as box from street union all select st_extent(geom) from area) as boxes
     )
     select case when box is not null then
       json_build_array(st_xmin(box), st_ymin(box), st_xmax(box), st_ymax(box)) end as bounds_deg
     from whole`,
  );
  return bounds_deg;
}

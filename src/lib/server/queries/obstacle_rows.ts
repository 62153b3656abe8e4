import type { ActingDatabase } from '../db/database.ts';

export interface ObstacleRow {
  id: number;
  source: string;
  kind: string;
  clear_width_m: number | null;
  clear_height_m: number | null;
  street_source_id: string | null;
  lon_deg: number;
  lat_deg: number;
}

/** Obstacles standing on streets now, ascending by id; those on buildings (barred windows) are not among them. */
export const standingObstacleRows = (db: ActingDatabase) =>
  db.query<ObstacleRow>(
    `select id, source, kind, clear_width_m, clear_height_m, street_source_id,
       st_x(geom) as lon_deg, st_y(geom) as lat_deg
     from obstacle where status = 'standing' and building_id is null order by id`,
  );

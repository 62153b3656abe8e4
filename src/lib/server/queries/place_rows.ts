import type { ActingDatabase } from '../db/database.ts';

export interface PlaceRow {
  id: number;
  name: string | null;
  kind: string;
  area_id: number | null;
  lon_deg: number;
  lat_deg: number;
}

/** All places, ascending by id. */
export const placeRows = (db: ActingDatabase) =>
  db.query<PlaceRow>(
    `select id, name, kind, area_id, st_x(geom) as lon_deg, st_y(geom) as lat_deg from place order by id`,
  );

import type { ActingDatabase } from '../db/database.ts';

export interface WaterMainRow {
  id: number;
  name: string | null;
  diameter_mm: number | null;
  /** Fed from one end only; null not recorded. */
  dead_end: boolean | null;
  /** EWKB LineString, WGS 84. */
  geom: Uint8Array;
}

/** All water mains, ascending by id. */
export const waterMainRows = (db: ActingDatabase) =>
  db.query<WaterMainRow>(
    `select id, name, diameter_mm, dead_end, st_asewkb(geom) as geom from water_main order by id`,
  );

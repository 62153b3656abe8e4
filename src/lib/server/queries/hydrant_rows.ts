import type { ActingDatabase } from '../db/database.ts';

export interface HydrantRow {
  id: number;
  name: string | null;
  area_id: number | null;
  status: 'working' | 'broken' | 'unknown';
  flow_lps: number | null;
  pressure_mpa: number | null;
  /** ISO date. */
  tested_on: string | null;
  /** On a main fed from one end only, as recorded with the hydrant; null not recorded. */
  dead_end: boolean | null;
  ground_m: number | null;
  lon_deg: number;
  lat_deg: number;
}

/** All hydrants, ascending by id. */
export const hydrantRows = (db: ActingDatabase) =>
  db.query<HydrantRow>(
    `select id, name, area_id, status, flow_lps, pressure_mpa, tested_on, dead_end, ground_m,
       st_x(geom) as lon_deg, st_y(geom) as lat_deg
     from hydrant order by id`,
  );

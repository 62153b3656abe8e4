import type { ActingDatabase } from '../db/database.ts';

export interface StationRow {
  id: number;
  name: string | null;
  kind: 'micro' | 'brigade' | 'national' | 'enterprise';
  turnout_s: number | null;
  /** People on duty; 0 nobody, null not recorded. */
  crew: number | null;
  vehicles: string[];
  /** Portable pumps. */
  pumps: number | null;
  /** Vehicles that carry water, and what each of them carries. */
  tankers: number | null;
  tanker_m3: number | null;
  area_id: number | null;
  lon_deg: number;
  lat_deg: number;
}

/** All stations, ascending by id: the order in which ties are broken. */
export const stationRows = (db: ActingDatabase) =>
  db.query<StationRow>(
    `select id, name, kind, turnout_s, crew, vehicles, pumps, tankers, tanker_m3, area_id,
       st_x(geom) as lon_deg, st_y(geom) as lat_deg
     from station order by id`,
  );

import type { ActingDatabase } from '../db/database.ts';

export interface WaterSourceRow {
  id: number;
  name: string | null;
  area_id: number | null;
  kind: string;
  status: 'working' | 'broken' | 'unknown';
  volume_m3: number | null;
  flow_lps: number | null;
  suction_height_m: number | null;
  truck_access: boolean | null;
  season: 'all-year' | 'not-in-frost' | 'not-in-drought' | null;
  /** Share of years in which low water still gives the flow. */
  low_flow_guarantee: number | null;
  ground_m: number | null;
  /** EWKB of any geometry kind, WGS 84. */
  geom: Uint8Array;
}

/** All water other than hydrants, ascending by id. */
export const waterSourceRows = (db: ActingDatabase) =>
  db.query<WaterSourceRow>(
    `select id, name, area_id, kind, status, volume_m3, flow_lps, suction_height_m, truck_access,
       season, low_flow_guarantee, ground_m, st_asewkb(geom) as geom
     from water_source order by id`,
  );

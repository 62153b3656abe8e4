import type { ActingDatabase } from '../db/database.ts';

export interface StreetRow {
  id: number;
  source: string;
  source_id: string;
  area_id: number | null;
  name: string | null;
  street_class: string;
  oneway: number;
  maxspeed_kmh: number | null;
  width_m: number | null;
  width_source: 'measured' | 'estimated' | 'unknown';
  max_width_m: number | null;
  max_height_m: number | null;
  max_weight_t: number | null;
  /** Closed to vehicles now. */
  closed: boolean;
  level: number;
  vertex_keys: number[] | null;
  /** EWKB LineString, WGS 84. */
  geom: Uint8Array;
}

/** All streets and footways, ascending by id. */
export const streetRows = (db: ActingDatabase) =>
  db.query<StreetRow>(
    `select id, source, source_id, area_id, name, street_class, oneway, maxspeed_kmh, width_m, width_source,
       max_width_m, max_height_m, max_weight_t, closed, level, vertex_keys, st_asewkb(geom) as geom
     from street order by id`,
  );

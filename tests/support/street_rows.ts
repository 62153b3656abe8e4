import { metresPerLatDegree, metresPerLonDegree } from '../../src/lib/domain/geometry/metric.ts';
import { STREET_CLASSES, type StreetClass, type StreetSet } from '../../src/lib/domain/network/street_set.ts';

/** One way of a hand-made town; what is left out is unknown, two-way, on the ground. */
export interface StreetRow {
  /** x,y metres from the town's origin, see placeAt. */
  line_m: readonly (readonly [number, number])[];
  keys?: readonly number[];
  street_class?: StreetClass;
  oneway?: -1 | 0 | 1;
  maxspeed_kmh?: number;
  clear_width_mm?: number;
  clear_height_mm?: number;
  max_weight_kg?: number;
  level?: number;
}

/** Where hand-made towns stand unless told otherwise: lon, lat. */
export const ORIGIN_DEG: readonly [number, number] = [118.1, 25.0];

/** lon,lat of a place x metres east and y north of the origin, exact within a few kilometres of it. */
export function placeAt(x_m: number, y_m: number, [lon, lat] = ORIGIN_DEG): [number, number] {
  const up_deg = lat + y_m / metresPerLatDegree(lat + y_m / metresPerLatDegree(lat) / 2);
  return [lon + x_m / metresPerLonDegree(up_deg), up_deg];
}

/** The columns the packer takes, ids from 1. */
export function streetSet(rows: readonly StreetRow[], origin_deg = ORIGIN_DEG): StreetSet {
  const first_vertex = new Uint32Array(rows.length + 1);
  rows.forEach(({ line_m }, i) => (first_vertex[i + 1] = first_vertex[i] + line_m.length));
  const whole = rows.flatMap(({ line_m }) => line_m.flatMap(([x_m, y_m]) => placeAt(x_m, y_m, origin_deg)));
  return {
    count: rows.length,
    id: Float64Array.from(rows, (_, i) => i + 1),
    coords_deg: Float64Array.from(whole),
    first_vertex,
    vertex_key: Float64Array.from(rows.flatMap(({ line_m, keys }) => line_m.map((_, i) => keys?.[i] ?? 0))),
    street_class: Uint8Array.from(rows, (row) => STREET_CLASSES.indexOf(row.street_class ?? 'residential')),
    oneway: Int8Array.from(rows, (row) => row.oneway ?? 0),
    maxspeed_kmh: Uint8Array.from(rows, (row) => row.maxspeed_kmh ?? 0),
    clear_width_mm: Uint16Array.from(rows, (row) => row.clear_width_mm ?? 0),
    clear_height_mm: Uint16Array.from(rows, (row) => row.clear_height_mm ?? 0),
    max_weight_kg: Uint32Array.from(rows, (row) => row.max_weight_kg ?? 0),
    level: Int8Array.from(rows, (row) => row.level ?? 0),
  };
}

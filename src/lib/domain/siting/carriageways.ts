import Flatbush from 'flatbush';
import { metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import { pointToSegment, type Nearest } from '../geometry/nearest.ts';
import { isDrivable, STREET_CLASSES, type StreetSet } from '../network/street_set.ts';

const found: Nearest = { squared: 0, t: 0, x: 0, y: 0 };

/** The ground that streets of vehicles take up: their lines, half their width to each side. */
export class Carriageways {
  readonly #streets: StreetSet;
  readonly #half_m: Float64Array;
  readonly #widest_m: number;
  readonly #boxes: Flatbush | null;
  /** Street and first vertex of each box, one after the other. */
  readonly #segments: Uint32Array;

  /**
   * @param width_mm width by street, 0 unknown.
   * @param least_width_m taken where nobody knows the width.
   */
  constructor(streets: StreetSet, width_mm: Uint16Array, least_width_m: number) {
    const { coords_deg: at, first_vertex } = streets;
    this.#streets = streets;
    this.#half_m = Float64Array.from(width_mm, (mm) => (mm === 0 ? least_width_m : mm / 1000) / 2);
    const segments: number[] = [];
    let widest_m = 0;
    for (let street = 0; street < streets.count; street++) {
      if (!isDrivable(STREET_CLASSES[streets.street_class[street]])) continue;
      widest_m = Math.max(widest_m, this.#half_m[street]);
      for (let v = first_vertex[street]; v + 1 < first_vertex[street + 1]; v++) segments.push(street, v);
    }
    this.#widest_m = widest_m;
    this.#segments = Uint32Array.from(segments);
    this.#boxes = segments.length === 0 ? null : new Flatbush(segments.length / 2);
    for (let i = 1; i < segments.length; i += 2) {
      const v = 2 * segments[i];
      this.#boxes!.add(
        Math.min(at[v], at[v + 2]),
        Math.min(at[v + 1], at[v + 3]),
        Math.max(at[v], at[v + 2]),
        Math.max(at[v + 1], at[v + 3]),
      );
    }
    this.#boxes?.finish();
  }

  /** Half the width of a street, metres. */
  halfWidth_m(street: number): number {
    return this.#half_m[street];
  }

  /**
   * How far a place lies beyond the nearest edge of a carriageway on the same level, metres: less than 0 on one, `most_m`
   * where none is nearer than that.
   */
  clearance_m(lon_deg: number, lat_deg: number, level: number, most_m: number): number {
    if (this.#boxes === null) return most_m;
    const { coords_deg: at } = this.#streets;
    const kx = metresPerLonDegree(lat_deg);
    const ky = metresPerLatDegree(lat_deg);
    const reach_m = this.#widest_m + most_m;
    let least_m = most_m;
    this.#boxes.search(
      lon_deg - reach_m / kx,
      lat_deg - reach_m / ky,
      lon_deg + reach_m / kx,
      lat_deg + reach_m / ky,
      (segment) => {
        const street = this.#segments[2 * segment];
        if (this.#streets.level[street] !== level) return false;
        const v = 2 * this.#segments[2 * segment + 1];
        const squared = pointToSegment(
          0,
          0,
          (at[v] - lon_deg) * kx,
          (at[v + 1] - lat_deg) * ky,
          (at[v + 2] - lon_deg) * kx,
          (at[v + 3] - lat_deg) * ky,
          found,
        );
        least_m = Math.min(least_m, Math.sqrt(squared) - this.#half_m[street]);
        return false;
      },
    );
    return least_m;
  }
}

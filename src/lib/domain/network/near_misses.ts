import Flatbush from 'flatbush';
import { metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import { pointToSegment } from '../geometry/nearest.ts';
import { NONE } from './network.ts';
import type { StreetSet } from './street_set.ts';

/** Ends this near another way, and not joined to it, look like a drawing mistake. */
export const NEAR_MISS_M = 1;

/** A way end that all but meets another way. */
export interface NearMiss {
  street: number;
  end: 'first' | 'last';
  /** The nearest way it is not joined to. */
  other: number;
  gap_m: number;
  lon_deg: number;
  lat_deg: number;
}

/**
 * Way ends within 1 m of a way on the same level that does not pass through the same node. An end lying exactly
 * on another way's line between two vertices is one too, with a gap of 0: ways meet in vertices only.
 */
export function nearMisses(streets: StreetSet, ways: readonly number[], group: Uint32Array): NearMiss[] {
  if (ways.length === 0) return [];
  const { coords_deg, first_vertex, level } = streets;
  const lines = new SegmentBoxes(streets, ways);
  const misses: NearMiss[] = [];
  const nearest = { squared: 0, t: 0, x: 0, y: 0 };
  for (const way of ways) {
    const first = first_vertex[way];
    const last = first_vertex[way + 1] - 1;
    for (const end of [first, last]) {
      const lon_deg = coords_deg[2 * end];
      const lat_deg = coords_deg[2 * end + 1];
      const kx = metresPerLonDegree(lat_deg);
      const ky = metresPerLatDegree(lat_deg);
      let other = NONE;
      let gap_m = NEAR_MISS_M;
      for (const segment of lines.around(lon_deg, lat_deg, NEAR_MISS_M / kx, NEAR_MISS_M / ky)) {
        const crossing = lines.way[segment];
        if (crossing === way || level[crossing] !== level[way]) continue;
        const v = lines.vertex[segment];
        const ax = (coords_deg[2 * v] - lon_deg) * kx;
        const ay = (coords_deg[2 * v + 1] - lat_deg) * ky;
        const bx = (coords_deg[2 * v + 2] - lon_deg) * kx;
        const by = (coords_deg[2 * v + 3] - lat_deg) * ky;
        const found_m = Math.sqrt(pointToSegment(0, 0, ax, ay, bx, by, nearest));
        if (found_m > gap_m || (found_m === gap_m && crossing >= other)) continue;
        if (passesThrough(streets, crossing, group, group[end])) continue;
        gap_m = found_m;
        other = crossing;
      }
      if (other === NONE) continue;
      misses.push({ street: way, end: end === first ? 'first' : 'last', other, gap_m, lon_deg, lat_deg });
    }
  }
  return misses;
}

function passesThrough(streets: StreetSet, way: number, group: Uint32Array, node: number): boolean {
  for (let v = streets.first_vertex[way]; v < streets.first_vertex[way + 1]; v++) {
    if (group[v] === node) return true;
  }
  return false;
}

/** Boxes of all segments; segment i goes from vertex[i] to the next one, on way[i]. */
class SegmentBoxes {
  readonly way: number[] = [];
  readonly vertex: number[] = [];
  readonly #boxes: Flatbush;

  constructor(streets: StreetSet, ways: readonly number[]) {
    const { coords_deg, first_vertex } = streets;
    for (const way of ways) {
      for (let v = first_vertex[way]; v < first_vertex[way + 1] - 1; v++) {
        this.way.push(way);
        this.vertex.push(v);
      }
    }
    this.#boxes = new Flatbush(this.vertex.length);
    for (const v of this.vertex) {
      const [ax, ay, bx, by] = coords_deg.subarray(2 * v, 2 * v + 4);
      this.#boxes.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
    }
    this.#boxes.finish();
  }

  around(lon_deg: number, lat_deg: number, reach_lon_deg: number, reach_lat_deg: number): number[] {
    return this.#boxes.search(
      lon_deg - reach_lon_deg,
      lat_deg - reach_lat_deg,
      lon_deg + reach_lon_deg,
      lat_deg + reach_lat_deg,
    );
  }
}

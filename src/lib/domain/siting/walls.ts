import Flatbush from 'flatbush';
import { metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import { outlineDistance_m } from '../geometry/shape_distance.ts';
import type { FlatShape } from '../coverage/walkways.ts';

/** The outlines of buildings, asked how near they are. */
export class Walls {
  readonly #shapes: readonly FlatShape[];
  readonly #boxes: Flatbush | null;

  constructor(shapes: readonly FlatShape[]) {
    this.#shapes = shapes;
    this.#boxes = shapes.length === 0 ? null : new Flatbush(shapes.length);
    for (const { coords_deg } of shapes) {
      let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let i = 0; i < coords_deg.length; i += 2) {
        west = Math.min(west, coords_deg[i]);
        east = Math.max(east, coords_deg[i]);
        south = Math.min(south, coords_deg[i + 1]);
        north = Math.max(north, coords_deg[i + 1]);
      }
      this.#boxes!.add(west, south, east, north);
    }
    this.#boxes?.finish();
  }

  /** Metres to the nearest outline, 0 within a building; `most_m` where none is nearer than that. */
  distance_m(lon_deg: number, lat_deg: number, most_m: number): number {
    if (this.#boxes === null) return most_m;
    const dx = most_m / metresPerLonDegree(lat_deg);
    const dy = most_m / metresPerLatDegree(lat_deg);
    let least_m = most_m;
    this.#boxes.search(lon_deg - dx, lat_deg - dy, lon_deg + dx, lat_deg + dy, (i) => {
      const { coords_deg, ring_start } = this.#shapes[i];
      const distance_m = isInside(coords_deg, ring_start, lon_deg, lat_deg)
        ? 0
        : outlineDistance_m(coords_deg, ring_start, lon_deg, lat_deg);
      least_m = Math.min(least_m, distance_m);
      return false;
    });
    return least_m;
  }
}

/** Even-odd, so that courtyards are outside. */
function isInside(
  at: ArrayLike<number>,
  ring_start: ArrayLike<number>,
  lon_deg: number,
  lat_deg: number,
): boolean {
  let inside = false;
  for (let ring = 0; ring + 1 < ring_start.length; ring++) {
    for (let v = ring_start[ring]; v + 1 < ring_start[ring + 1]; v++) {
      const [ax, ay, bx, by] = [at[2 * v], at[2 * v + 1], at[2 * v + 2], at[2 * v + 3]];
      if (ay > lat_deg === by > lat_deg) continue;
      if (lon_deg < ax + ((lat_deg - ay) / (by - ay)) * (bx - ax)) inside = !inside;
    }
  }
  return inside;
}

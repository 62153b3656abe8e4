import Flatbush from 'flatbush';
import { metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';

/** Points, WGS 84 degrees, asked whether one is near. */
export class PointsNear {
  readonly #points: readonly { lon_deg: number; lat_deg: number }[];
  readonly #boxes: Flatbush | null;

  constructor(points: readonly { lon_deg: number; lat_deg: number }[]) {
    this.#points = points;
    this.#boxes = points.length === 0 ? null : new Flatbush(points.length);
    for (const { lon_deg, lat_deg } of points) this.#boxes!.add(lon_deg, lat_deg);
    this.#boxes?.finish();
  }

  /** Places of the points less than `within_m` away, straight. */
  near(lon_deg: number, lat_deg: number, within_m: number): number[] {
    if (this.#boxes === null) return [];
    const kx = metresPerLonDegree(lat_deg);
    const ky = metresPerLatDegree(lat_deg);
    const [dx, dy] = [within_m / kx, within_m / ky];
    return this.#boxes.search(lon_deg - dx, lat_deg - dy, lon_deg + dx, lat_deg + dy).filter((i) => {
      const at = this.#points[i];
      return Math.hypot((at.lon_deg - lon_deg) * kx, (at.lat_deg - lat_deg) * ky) < within_m;
    });
  }

  any(lon_deg: number, lat_deg: number, within_m: number): boolean {
    return this.near(lon_deg, lat_deg, within_m).length > 0;
  }
}

/**
 * Of points in order of preference (best first), those that keep `apart_m` from every better one that was kept, by place
 * in the list, ascending. Whatever is chosen among them keeps that distance.
 */
export function keptApart(
  points: readonly { lon_deg: number; lat_deg: number }[],
  best_first: readonly number[],
  apart_m: number,
): number[] {
  const index = new PointsNear(points);
  const kept = new Uint8Array(points.length);
  for (const i of best_first) {
    const { lon_deg, lat_deg } = points[i];
    if (!index.near(lon_deg, lat_deg, apart_m).some((other) => kept[other] === 1)) kept[i] = 1;
  }
  return [...kept.keys()].filter((i) => kept[i] === 1);
}

import { distance_m } from '../geometry/metric.ts';

/** The end of a line is a point of its own unless one lies this near it, metres. */
const END_M = 1;

/** Points every `spacing_m` along a line of lon,lat pairs, from its first vertex, its end included. */
export function pointsAlong(
  coords_deg: ArrayLike<number>,
  spacing_m: number,
): [lon_deg: number, lat_deg: number][] {
  const points: [number, number][] = [];
  let to_next_m = 0;
  const last = coords_deg.length - 2;
  for (let v = 0; v < last; v += 2) {
    const [ax, ay, bx, by] = [coords_deg[v], coords_deg[v + 1], coords_deg[v + 2], coords_deg[v + 3]];
    const length_m = distance_m(ax, ay, bx, by);
    for (; to_next_m < length_m; to_next_m += spacing_m) {
      const t = to_next_m / length_m;
      points.push([ax + t * (bx - ax), ay + t * (by - ay)]);
    }
    to_next_m -= length_m;
  }
  // The last point lies where the next one is due, less one step.
  if (points.length > 0 && spacing_m - to_next_m > END_M)
    points.push([coords_deg[last], coords_deg[last + 1]]);
  return points;
}

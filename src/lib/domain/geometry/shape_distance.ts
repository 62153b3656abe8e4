import { metresPerLatDegree, metresPerLonDegree } from './metric.ts';
import { pointToSegment, type Nearest } from './nearest.ts';

const nearest: Nearest = { squared: 0, t: 0, x: 0, y: 0 };

/**
 * Straight distance from a place to the outline of a shape, metres: lon,lat pairs, ring or line i having vertices
 * [ring_start[i], ring_start[i + 1]). A place inside is measured to the outline too; Infinity for a shape without vertices.
 * Measured in the local frame of the place: good over some kilometres.
 */
export function outlineDistance_m(
  coords_deg: ArrayLike<number>,
  ring_start: ArrayLike<number>,
  lon_deg: number,
  lat_deg: number,
): number {
  const kx = metresPerLonDegree(lat_deg);
  const ky = metresPerLatDegree(lat_deg);
  let squared = Infinity;
  for (let ring = 0; ring + 1 < ring_start.length; ring++) {
    for (let v = ring_start[ring]; v < ring_start[ring + 1]; v++) {
      const next = Math.min(v + 1, ring_start[ring + 1] - 1);
      const found = pointToSegment(
        0,
        0,
        (coords_deg[2 * v] - lon_deg) * kx,
        (coords_deg[2 * v + 1] - lat_deg) * ky,
        (coords_deg[2 * next] - lon_deg) * kx,
        (coords_deg[2 * next + 1] - lat_deg) * ky,
        nearest,
      );
      squared = Math.min(squared, found);
    }
  }
  return Math.sqrt(squared);
}

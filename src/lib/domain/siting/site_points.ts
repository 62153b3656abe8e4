import { metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';

/**
 * What became of a point that was looked at: a candidate; nobody who is short would be served from it; a wall is nearer
 * than the rule allows, or it lies in or too near a carriageway (where these are kept strictly); nearer to another hydrant
 * than the rule allows; on a main with no street in reach, or one too small; left out for want of room.
 */
export const POINT_STATES = [
  'candidate',
  'serves-nobody',
  'near-wall',
  'in-carriageway',
  'near-hydrant',
  'no-street',
  'small-main',
  'thinned',
] as const;
export type PointState = (typeof POINT_STATES)[number];

/** Points of streets or mains that were looked at, as columns. WGS 84 degrees. */
export interface SitePoints {
  count: number;
  lon_deg: Float64Array;
  lat_deg: Float64Array;
  /** Index into POINT_STATES. */
  state: Uint8Array;
  /** Number of the candidate it became; -1 where it became none. */
  candidate: Int32Array;
}

/** Points that are candidates in the order given; the others follow with what became of them. */
export function sitePoints(
  points: readonly { lon_deg: number; lat_deg: number; candidate?: number; state?: PointState }[],
): SitePoints {
  const columns: SitePoints = {
    count: points.length,
    lon_deg: Float64Array.from(points, ({ lon_deg }) => lon_deg),
    lat_deg: Float64Array.from(points, ({ lat_deg }) => lat_deg),
    state: new Uint8Array(points.length),
    candidate: new Int32Array(points.length).fill(-1),
  };
  points.forEach(({ candidate, state = 'candidate' }, i) => {
    columns.state[i] = POINT_STATES.indexOf(state);
    if (state === 'candidate' && candidate !== undefined) columns.candidate[i] = candidate;
  });
  return columns;
}

/** The point nearest to a place, of those wanted, no farther than `within_m`; ties to the first. */
export function nearestPoint(
  { count, lon_deg, lat_deg }: SitePoints,
  [lon, lat]: readonly [lon_deg: number, lat_deg: number],
  within_m: number,
  wanted: (point: number) => boolean = () => true,
): { point: number; distance_m: number } | null {
  const lon_m = metresPerLonDegree(lat);
  const lat_m = metresPerLatDegree(lat);
  let best = -1;
  let best_m = Infinity;
  for (let point = 0; point < count; point++) {
    const distance_m = Math.hypot((lon_deg[point] - lon) * lon_m, (lat_deg[point] - lat) * lat_m);
    if (distance_m < best_m && distance_m <= within_m && wanted(point)) [best, best_m] = [point, distance_m];
  }
  return best === -1 ? null : { point: best, distance_m: best_m };
}

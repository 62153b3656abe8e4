import { distance_m } from '../../../domain/geometry/metric.ts';
import type { SiteCandidate } from './site_plan.ts';

/** A place somebody pointed at is the candidate nearest to it, no farther than this. */
export const MUST_WITHIN_M = 100;
/** Who points at a place where nothing may be built means the place, not the one point of the street next to it. */
export const NEVER_WITHIN_M = 50;

type Point = readonly [lon_deg: number, lat_deg: number];

/** The candidate nearest to a point, the first where equal; null where none is within MUST_WITHIN_M. */
export function nearestCandidate(
  candidates: readonly SiteCandidate[],
  [lon_deg, lat_deg]: Point,
): number | null {
  let nearest: number | null = null;
  let least_m = MUST_WITHIN_M;
  candidates.forEach((candidate, site) => {
    const away_m = distance_m(lon_deg, lat_deg, candidate.lon_deg, candidate.lat_deg);
    if (away_m < least_m || (away_m === least_m && nearest === null)) [nearest, least_m] = [site, away_m];
  });
  return nearest;
}

/** The candidates within NEVER_WITHIN_M of any of the points, ascending. */
export const candidatesNear = (candidates: readonly SiteCandidate[], points: readonly Point[]): number[] =>
  points.length === 0
    ? []
    : [...candidates.keys()].filter((site) =>
        points.some(
          ([lon_deg, lat_deg]) =>
            distance_m(lon_deg, lat_deg, candidates[site].lon_deg, candidates[site].lat_deg) <=
            NEVER_WITHIN_M,
        ),
      );

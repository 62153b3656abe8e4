import type { FacilityMatrix, SiteRules } from './facility_matrix.ts';
import { nearestPoint, POINT_STATES, type PointState, type SitePoints } from './site_points.ts';
import { choiceWorth, type SiteMeasure } from './site_measure.ts';

export interface GainQuestion {
  points: SitePoints;
  /** Demand by candidate, weighed as the choice was. */
  matrix: FacilityMatrix;
  measure: SiteMeasure;
  rules: SiteRules;
}

/** "Why not here": what a place would be worth beside the chosen sites. */
export interface GainAnswer {
  /** The nearest point that was looked at; null where there is none within the distance asked. */
  looked_at: { lon_deg: number; lat_deg: number; distance_m: number; state: PointState } | null;
  /** The nearest candidate within that distance: another point where the one looked at is none. */
  candidate: CandidateGain | null;
}

export interface CandidateGain {
  candidate: number;
  lon_deg: number;
  lat_deg: number;
  distance_m: number;
  chosen: boolean;
  forbidden: boolean;
  /** Demand it would serve (of the mean and the worst: bring something nearer than what stands), ascending. */
  serves: number[];
  /** How many of those another chosen site serves as well (mean and worst: at no more cost). */
  served_already: number;
  /** How much better all becomes with it alone, none of the chosen built; null where some demand would have nothing. */
  gain_alone: number | null;
  /** How much better all becomes with it beside the others chosen. */
  gain_after: number;
  /** The chosen site, not forced, that adds least to the others; null where there is none. */
  least: { site: number; gain: number } | null;
  /**
   * The best exchange for a chosen site that is not forced: how much better all becomes, less than 0 where the choice is
   * better as it is. Null where it is chosen itself.
   */
  instead: { site: number; change: number } | null;
}

/** Farther from the place asked than this, no point answers for it, metres. */
export const GAIN_WITHIN_M = 100;

/**
 * What a place would gain beside the chosen sites, read off the pairs alone: a handful of passes over them.
 *
 * @param chosen candidates by number.
 */
export function gainAt(
  { points, matrix, measure, rules }: GainQuestion,
  chosen: readonly number[],
  at_deg: readonly [lon_deg: number, lat_deg: number],
  within_m: number = GAIN_WITHIN_M,
): GainAnswer {
  const looked = nearestPoint(points, at_deg, within_m);
  if (looked === null) return { looked_at: null, candidate: null };
  const near = nearestPoint(points, at_deg, within_m, (point) => points.candidate[point] >= 0);
  return {
    looked_at: {
      lon_deg: points.lon_deg[looked.point],
      lat_deg: points.lat_deg[looked.point],
      distance_m: looked.distance_m,
      state: POINT_STATES[points.state[looked.point]],
    },
    candidate: near && {
      lon_deg: points.lon_deg[near.point],
      lat_deg: points.lat_deg[near.point],
      distance_m: near.distance_m,
      ...gainOf(matrix, measure, rules, chosen, points.candidate[near.point]),
    },
  };
}

/** The same of one candidate, by its number. */
export function gainOf(
  matrix: FacilityMatrix,
  measure: SiteMeasure,
  { forced, forbidden }: SiteRules,
  chosen: readonly number[],
  candidate: number,
): Omit<CandidateGain, 'lon_deg' | 'lat_deg' | 'distance_m'> {
  const others = chosen.filter((site) => site !== candidate);
  const is_chosen = others.length < chosen.length;
  const worth = choiceWorth(matrix, measure, others);
  const gain_after = worth.gainOf(candidate);
  const alone = worth.aloneOf(candidate);
  const free = others.filter((site) => !forced.includes(site));
  const least = leastOf(free, (site) => worth.lossOf(site));
  const best = leastOf(free, (site) => worth.lossOf(site, candidate));
  const { serves, served_already } = worth.servedBy(candidate);
  return {
    candidate,
    chosen: is_chosen,
    forbidden: forbidden.includes(candidate),
    serves,
    served_already,
    gain_alone: Number.isFinite(alone) ? alone : null,
    gain_after,
    least: least && { site: least.site, gain: least.value },
    instead: is_chosen || best === null ? null : { site: best.site, change: 0 - best.value },
  };
}

function leastOf(sites: readonly number[], valueOf: (site: number) => number) {
  let least: { site: number; value: number } | null = null;
  for (const site of sites) {
    const value = valueOf(site);
    if (least === null || value < least.value) least = { site, value };
  }
  return least;
}

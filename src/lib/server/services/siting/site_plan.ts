import type { Edit } from '../../../domain/live/edit.ts';
import type { VehicleCode } from '../../../domain/rules/rule_set.ts';
import type { SitePairs } from '../../../domain/siting/pair_list.ts';
import type { SitePoints } from '../../../domain/siting/site_points.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';

/** What is to be built. */
export const SITE_KINDS = ['hydrant', 'micro-station'] as const;
export type SiteKind = (typeof SITE_KINDS)[number];

/**
 * How a building stands before anything is built: served; short of what is to be built; unknown, because a width or a
 * source was never measured; or out of reach, where what is to be built would not help it (nothing gets there, or no
 * street comes within hose length).
 */
export const SITE_STATES = ['served', 'short', 'unknown', 'out-of-reach'] as const;
export type SiteState = (typeof SITE_STATES)[number];

/** A point of a street that serves somebody who is short. */
export interface SiteCandidate {
  lon_deg: number;
  lat_deg: number;
  /** Place on the vehicle graph of the run. */
  edge: number;
  t: number;
}

export interface SitePlanOptions {
  vehicle: VehicleCode;
  cutoff_s: number;
  turnout_s: number | null;
  /** Whether a building's area is the one asked about. */
  in_area: (area_id: number | null) => boolean;
  progress: (text: string) => void;
  signal?: AbortSignal;
}

/** A question of where to build, ready to be solved. */
export interface SitePlan {
  kind: SiteKind;
  /** The town as it is, for the vehicle. */
  run: CoverageRun;
  /** State by building; null outside the area asked about. */
  state: (SiteState | null)[];
  /** Buildings that are short, ascending: the demand. */
  short: number[];
  candidates: SiteCandidate[];
  /** All points looked at, the candidates among them: what a place asked about could have been, see gainAt. */
  points: SitePoints;
  /** Points of streets looked at, and how many of them for want of room were left out beforehand. */
  looked_at: number;
  thinned: number;
  /** Demand by candidate: metres of supply hose, or seconds from the call to where the attack hose reaches the door. */
  pairs: SitePairs;
  /** Served within this, inclusive: hose in metres, or seconds. */
  limit: number;
  /** Buildings of state `unknown` that these candidates would serve beyond doubt. */
  madeSure(chosen: readonly number[]): number[];
  /** The steps of a what-if that build these. */
  edits(chosen: readonly number[]): Edit[];
  /** By building, whether it is served once these steps are made: a fresh run over the edited town. */
  servedAfter(edits: readonly Edit[]): boolean[];
}

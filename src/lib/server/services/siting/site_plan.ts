import type { Edit } from '../../../domain/live/edit.ts';
import type { VehicleCode } from '../../../domain/rules/rule_set.ts';
import type { WaterSeason } from '../../../domain/water/natural_intake.ts';
import type { SitePairs } from '../../../domain/siting/pair_list.ts';
import type { SitePoints } from '../../../domain/siting/site_points.ts';
import type { SiteLines, SiteNote } from './hydrant_places.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';

/** What is to be built. */
export const SITE_KINDS = ['hydrant', 'micro-station'] as const;
export type SiteKind = (typeof SITE_KINDS)[number];

/**
 * How a building stands before anything is built: served; short of what is to be built; unknown, because a width or a
 * source was never measured; or out of reach, where what is to be built would not help it: no street leads anywhere near
 * (hydrants), nothing gets there, or no street comes within hose length (stations).
 */
export const SITE_STATES = ['served', 'short', 'unknown', 'out-of-reach'] as const;
export type SiteState = (typeof SITE_STATES)[number];

/** A place that serves somebody who is short: of hydrants at the kerb or on a main, else on a street. */
export interface SiteCandidate {
  lon_deg: number;
  lat_deg: number;
  /** Straight to the nearest building, where nearer than the rule asks; null elsewhere. */
  wall_m: number | null;
  /** The main a hydrant is put on, and how long its branch is. */
  main_id: number | null;
  main_m: number | null;
  /** What is to be known about the place, as stable names. */
  notes: SiteNote[];
  /** The place of the street it stands by, on the vehicle graph of the run. */
  edge: number;
  t: number;
}

export interface SitePlanOptions {
  vehicle: VehicleCode;
  cutoff_s: number;
  turnout_s: number | null;
  /** What natural water is judged for; left out: wet. */
  season?: WaterSeason;
  /** Whether a building's area is the one asked about. */
  in_area: (area_id: number | null) => boolean;
  progress: (text: string) => void;
  signal?: AbortSignal;
  /** Of hydrants: set along these; left out, streets. */
  along?: SiteLines;
  /** Of hydrants: no candidates at places with a fault, see hydrantPlaces. */
  strict?: boolean;
}

/**
 * Where the way to the nearest counts, not whether it is within a limit: every building asks, and what stands serves it at a
 * cost (metres of hose to the nearest source known to be good; seconds from the call to where the attack hose reaches the
 * door). The plan's pairs are those of candidates that are nearer than that.
 */
export interface NearestDemand {
  /** By demand; Infinity where nothing that stands serves it. */
  standing: Float64Array;
  /** The same once these steps are made: by a fresh run over the edited town. */
  standingAfter(edits: readonly Edit[]): Float64Array;
}

/** A question of where to build, ready to be solved. */
export interface SitePlan {
  kind: SiteKind;
  /** The town as it is, for the vehicle. */
  run: CoverageRun;
  /** State by building; null outside the area asked about. */
  state: (SiteState | null)[];
  /** The demand, ascending: buildings that are short; of the nearest, all that are not out of reach. */
  short: number[];
  /** Of plans for the mean and the worst alone, see NearestDemand. */
  nearest: NearestDemand | null;
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
  /**
   * Of the demand, those that no candidate serves alone: they ask for more than one hydrant gives, and some are in reach.
   * They are no part of the proof.
   */
  needs_several: number[];
  /** Of these, those that the candidates serve together. */
  servedTogether(chosen: readonly number[]): number[];
  /** The steps of a what-if that build these. */
  edits(chosen: readonly number[]): Edit[];
  /** By building, whether it is served once these steps are made: a fresh run over the edited town. */
  servedAfter(edits: readonly Edit[]): boolean[];
}

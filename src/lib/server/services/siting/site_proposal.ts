import type { Edit } from '../../../domain/live/edit.ts';
import type { FacilityMatrix, SiteRules } from '../../../domain/siting/facility_matrix.ts';
import type { RankedSite } from '../../../domain/siting/rank_sites.ts';
import type { RiskFactor } from '../../../domain/siting/risk_factor.ts';
import type { SiteMeasure } from '../../../domain/siting/site_measure.ts';
import type { Standing } from './proof.ts';
import type { SitePlan } from './site_plan.ts';
import type { FacilityAnswer } from './solve_facility.ts';

/** How much is to be built. */
export type SiteAim =
  | { kind: 'count'; sites: number; backup_share: number }
  /** Fewest sites with which this share of all weight is served, what is served already included. */
  | { kind: 'share'; share: number }
  /** Fewest sites that serve every building that can be served. */
  | { kind: 'all' };

/** risk: people (or buildings, where nobody knows them) times the factors of the rule set, see riskFactor. */
export const WEIGHINGS = ['people', 'buildings', 'risk'] as const;
export type Weighing = (typeof WEIGHINGS)[number];

/** p-median: the least weighted mean way to the nearest; p-centre: the least worst one, weights ignored. */
export const NEAREST_KINDS = ['mean', 'worst'] as const;
export type NearestKind = (typeof NEAREST_KINDS)[number];

export interface NearestWay {
  kind: NearestKind;
  before: Ways;
  after: Ways;
  /** By demand; Infinity for what is left out. */
  cost: Float64Array;
}

/** Weighted mean and worst way of the demand that has one, and how many have none. */
export interface Ways {
  mean: number | null;
  worst: number | null;
  none: number;
}

export interface ProposeOptions {
  aim: SiteAim;
  /** With a plan for the nearest, and a count: which way is to be the least. */
  minimise?: NearestKind;
  /** Null: people where every short building's are known, else buildings. */
  weigh: Weighing | null;
  /** By building of the town: asked for where risk is weighed. */
  risks?: readonly RiskFactor[];
  /** Candidates by their place in the plan. */
  rules: SiteRules;
  limit_s: number;
  /** Ends the proof; the best answer and bound of that moment are given. */
  signal?: AbortSignal;
  onStanding?: (standing: Standing & { seconds: number }) => void;
}

/** What a proposal was found to do when the town was judged again with it built. */
export interface SiteCheck {
  /** Exactly the buildings that the pairs promise are served, and no others of the demand. */
  agrees: boolean;
  served_before: number;
  served_after: number;
  /** Buildings, by place in the town, that turned out otherwise than the pairs promise. */
  differing: number[];
}

export interface SiteProposal {
  plan: SitePlan;
  aim: SiteAim;
  weigh: Weighing;
  /** By building of the town; null where risk was not weighed. */
  risks: readonly RiskFactor[] | null;
  /** Weight of each short building, as it was weighed. */
  matrix: FacilityMatrix;
  /** With `matrix`, `rules` and the plan's points: what gainAt asks for. */
  measure: SiteMeasure;
  rules: SiteRules;
  /** Null where the aim is met without building anything. */
  answer: FacilityAnswer | null;
  ranked: RankedSite[];
  /** What 1, 2, … sites gain, see budgetCurve. */
  budget: number[];
  edits: Edit[];
  /** Buildings, by place in the town: never measured before, served beyond doubt now. */
  made_sure: number[];
  /** Short buildings, by place in `plan.short`, that no allowed candidate serves alone. */
  unservable: Uint32Array;
  /** Of these, those that ask for more than one hydrant gives and are served by several of the chosen together. */
  together: number[];
  /** Weight of all buildings of the area, and of those served already. */
  total_weight: number;
  served_weight: number;
  /** Of the mean and the worst way to the nearest alone. */
  way: NearestWay | null;
  check: SiteCheck;
}

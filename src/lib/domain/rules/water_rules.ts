import type { StreetClass } from '../network/street_set.ts';
import type { Rule } from './rule_set.ts';

/** What a building is to the fire-water tables. `store` is a warehouse. */
export const USE_GROUPS = ['home', 'public', 'industry', 'store'] as const;
export type UseGroup = (typeof USE_GROUPS)[number];

export const SETTLEMENTS = ['town', 'village'] as const;
export type Settlement = (typeof SETTLEMENTS)[number];

/** Where a table comes from, as with a single Rule. */
export type Cited = Pick<Rule, 'clause' | 'force' | 'confidence'>;

/** Outdoor fire flow of one kind of building; null in a condition means that it does not matter. */
export interface BuildingFlowRow extends Cited {
  use: UseGroup;
  /** Above the high-rise limit of its use. */
  tall: boolean | null;
  settlement: Settlement | null;
  /** Ascending, each inclusive; the last is open (null). */
  steps: { up_to_m3: number | null; flow_lps: number }[];
}

/** How long the flow must last. The first row that fits decides. */
export interface DurationRow extends Cited {
  use: UseGroup;
  /** Buildings higher than this; null any height. */
  above_m: number | null;
  duration_h: number;
}

/** What the mains of a whole settlement are planned for: fires at once, and the flow of each. */
export interface SettlementFlow extends Cited {
  /** Ascending, each inclusive; the last is open (null). */
  steps: { up_to_people: number | null; fires: number; flow_lps: number }[];
}

/** Head loss of hose: `resistance` x (flow in L/s)^2 metres of water for every `per_m` of length. */
export interface HoseLoss extends Cited {
  per_m: number;
  hoses: { diameter_mm: number; resistance: number }[];
}

/** The tables of the water rules; single numbers stand in RuleSet.rules. */
export interface WaterRules {
  building_flow: BuildingFlowRow[];
  duration: DurationRow[];
  settlement_flow: SettlementFlow;
  hose_loss: HoseLoss;
  /** Streets that hydrants are to stand along; others are not looked at for spacing. */
  hydrant_streets: StreetClass[];
}

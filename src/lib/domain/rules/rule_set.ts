import type { StreetClass } from '../network/street_set.ts';
import type { WaterRules } from './water_rules.ts';

export const VEHICLES = ['walk', 'trike', 'mini', 'pumper', 'ladder'] as const;
export type VehicleCode = (typeof VEHICLES)[number];
export type StationKind = 'micro' | 'brigade' | 'national' | 'enterprise';

/** H seen in the text, M number seen but clause from memory, L from memory only. */
export type Confidence = 'H' | 'M' | 'L';

/** One citable number. */
export interface Rule {
  value: number;
  unit: string;
  clause: string;
  force: 'shall' | 'should' | 'setting';
  confidence: Confidence;
}

export interface VehicleRule {
  width_m: number;
  height_m: number;
  /** Least clear width the vehicle passes. */
  passes_clear_width_m: number;
  weight_t: number;
  turning_radius_m: number | null;
  speed_kmh: { main: number; side: number; lane: number };
  attack_hose_m: number;
  supply_hose_m: number;
}

/**
 * The numbers a run is judged by. Data, not code: rows of `rule_set`, versioned; the one shipped with the
 * product is geodata/rules/cn.json.
 */
export interface RuleSet {
  code: string;
  version: string;
  name_zh: string;
  name_en: string;
  vehicles: Record<VehicleCode, VehicleRule>;
  turnout_s: Record<StationKind, number>;
  rings_s: number[];
  /** Carriageway width by street class where nobody measured it; null leaves it unknown. */
  estimated_width_m: Record<StreetClass, number | null>;
  /** Clear width an obstacle leaves where nobody measured it, by kind; null unknown, absent kinds unknown. */
  obstacle_clear_width_m: Record<string, number | null>;
  travel: { oneway: 'obey' | 'ignore'; cap_at_maxspeed: boolean; join_m: number };
  rules: Record<string, Rule>;
  /** Tables of the water rules; absent in rule sets older than they are, which leaves what they decide unknown. */
  water?: WaterRules;
}

import { readRules, weakest } from '../rules/read_rules.ts';
import type { Confidence, RuleSet } from '../rules/rule_set.ts';
import {
  SETTLEMENTS,
  type BuildingFlowRow,
  type DurationRow,
  type Settlement,
  type UseGroup,
  type WaterRules,
} from '../rules/water_rules.ts';

/** What is recorded of a building; null is unknown. */
export interface FireBuilding {
  use: UseGroup | null;
  height_m: number | null;
  /** Stands in for the height where that is unknown, times `building.storey_height_m`. */
  floors: number | null;
  footprint_m2: number | null;
  /** Of the place it stands in. */
  settlement: Settlement | null;
}

/** What has to become known first. `rule`: the rule set holds no row for such a building. */
export type MissingInput = 'use' | 'height' | 'footprint' | 'settlement' | 'rule';

export interface KnownRequirement {
  kind: 'known';
  /** Outdoor hydrant flow. */
  flow_lps: number;
  duration_h: number;
  /** Water for the whole fire: flow x duration x 3.6. */
  water_m3: number;
  /** The answer rests on floors x storey height instead of a recorded height. */
  height_estimated: boolean;
  clauses: string[];
  confidence: Confidence;
}

export type FlowRequirement = KnownRequirement | { kind: 'unknown'; missing: MissingInput[] };

/**
 * The outdoor fire flow a building asks for and for how long (GB 50974-2014 3.3.2 and 3.6.2, by the tables of the rule
 * set). Volume = footprint x height. An input is missing only if its value would change the answer: homes ask for the same at
 * any volume.
 */
export function requiredFlow(building: FireBuilding, rules: RuleSet): FlowRequirement {
  const { use, settlement, footprint_m2 } = building;
  if (use === null) return { kind: 'unknown', missing: ['use'] };
  const limits = readRules(rules.rules, { home_m: 'highrise.home_m', other_m: 'highrise.other_m' });
  const tables = rules.water;
  if (!tables || limits.kind === 'missing') return { kind: 'unknown', missing: ['rule'] };
  const { height_m, estimated } = heightOf(building, rules);
  const tall =
    height_m === null ? null : height_m > (use === 'home' ? limits.value.home_m : limits.value.other_m);

  const row = (is_tall: boolean, of: Settlement) => flowRow(tables, use, is_tall, of);
  const talls = tall === null ? [true, false] : [tall];
  const settlements: readonly Settlement[] = settlement === null ? SETTLEMENTS : [settlement];
  const found = settlements.flatMap((of) => talls.flatMap((is) => row(is, of) ?? []));
  const durations = durationRows(tables, use, height_m);
  if (found.length === 0 || durations.length === 0) return { kind: 'unknown', missing: ['rule'] };

  const stepped = found.some(({ steps }) => steps.length > 1);
  const by_height =
    durations.length > 1 || settlements.some((of) => talls.some((is) => row(is, of) !== row(talls[0], of)));
  const by_settlement = talls.some((is) => settlements.some((of) => row(is, of) !== row(is, settlements[0])));
  const missing: MissingInput[] = [];
  if (height_m === null && (by_height || stepped)) missing.push('height');
  if (footprint_m2 === null && stepped) missing.push('footprint');
  if (by_settlement) missing.push('settlement');
  if (missing.length > 0) return { kind: 'unknown', missing };

  const [flow] = found;
  const [duration] = durations;
  const volume_m3 = (footprint_m2 ?? 0) * (height_m ?? 0);
  const { flow_lps } = flow.steps.find(({ up_to_m3 }) => up_to_m3 === null || volume_m3 <= up_to_m3)!;
  const { duration_h } = duration;
  return {
    kind: 'known',
    flow_lps,
    duration_h,
    water_m3: flow_lps * duration_h * 3.6,
    height_estimated: estimated && (stepped || heightMatters(tables, use)),
    clauses: [flow.clause, duration.clause],
    confidence: weakest([flow.confidence, duration.confidence]),
  };
}

/**
 * What the mains of a settlement are planned for (GB 50974-2014 3.2.2): fires at once, flow of each, and both
 * multiplied. Null where the population is unknown or the rule set has no such table.
 */
export function settlementFlow(
  people: number | null,
  tables: WaterRules | undefined,
): { fires: number; flow_lps: number; total_lps: number } | null {
  if (people === null || !tables) return null;
  const step = tables.settlement_flow.steps.find(
    ({ up_to_people }) => up_to_people === null || people <= up_to_people,
  )!;
  return { fires: step.fires, flow_lps: step.flow_lps, total_lps: step.fires * step.flow_lps };
}

/** Recorded height, else floors x storey height, else unknown. */
function heightOf(
  { height_m, floors }: FireBuilding,
  { rules }: RuleSet,
): { height_m: number | null; estimated: boolean } {
  if (height_m !== null) return { height_m, estimated: false };
  const storey = readRules(rules, { height_m: 'building.storey_height_m' });
  if (floors === null || storey.kind === 'missing') return { height_m: null, estimated: false };
  return { height_m: floors * storey.value.height_m, estimated: true };
}

const flowRow = (
  { building_flow }: WaterRules,
  use: UseGroup,
  tall: boolean,
  settlement: Settlement,
): BuildingFlowRow | null =>
  building_flow.find(
    (row) =>
      row.use === use &&
      (row.tall === null || row.tall === tall) &&
      (row.settlement === null || row.settlement === settlement),
  ) ?? null;

/** The rows that can decide: one where the height is known or does not matter. */
function durationRows({ duration }: WaterRules, use: UseGroup, height_m: number | null): DurationRow[] {
  const rows = duration.filter((row) => row.use === use);
  if (height_m === null) return rows;
  return rows.filter(({ above_m }) => above_m === null || height_m > above_m).slice(0, 1);
}

/** Whether the height decides beyond the volume. */
const heightMatters = (tables: WaterRules, use: UseGroup) =>
  tables.duration.some((row) => row.use === use && row.above_m !== null) ||
  tables.building_flow.some((row) => row.use === use && row.tall !== null);

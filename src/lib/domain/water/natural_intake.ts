import { ruleOf } from '../rules/read_rules.ts';
import type { RuleSet } from '../rules/rule_set.ts';
import type { Settlement } from '../rules/water_rules.ts';

/** `dry` is the low-water season, `frost` a time when still water freezes over. */
export const SEASONS = ['wet', 'dry', 'frost'] as const;
export type WaterSeason = (typeof SEASONS)[number];

/** A place on a river, canal, lake or pond where a pump can draw; null is not recorded. */
export interface NaturalIntake {
  status: 'working' | 'broken' | 'unknown';
  flow_lps: number | null;
  /** From low water up to the pump. */
  suction_height_m: number | null;
  truck_access: boolean | null;
  season: 'all-year' | 'not-in-frost' | 'not-in-drought' | null;
  /** Straight to the nearest building; null not looked at. */
  building_distance_m: number | null;
  /** Share of years in which low water still gives the flow. */
  low_flow_guarantee: number | null;
  settlement: Settlement | null;
}

/** One thing an intake was judged by. */
export type IntakeCheck =
  | 'status'
  | 'flow'
  | 'suction-height'
  | 'truck-access'
  | 'season'
  | 'building-distance'
  | 'low-flow-guarantee';

export interface IntakeJudged {
  usable: 'usable' | 'unusable' | 'unknown';
  /** Checks not passed whose rule is `shall`, or that are physics. */
  failing: IntakeCheck[];
  /** Checks not passed whose rule is only `should`. */
  advice: IntakeCheck[];
  /** Checks nothing is recorded for: to be measured first. */
  unknown: IntakeCheck[];
}

type Outcome = 'pass' | 'fail' | 'advice' | 'unknown';

/**
 * An intake on natural water in a season: suction height (GB 50974-2014 4.3.7, 4.4.5), distance from buildings (4.3.7),
 * share of years with enough water at low water (4.4.3; villages may be lower, so that there "all year" on record is
 * enough), truck access (4.4.7) and flow (GB 55036-2022 3.0.3). It is usable only if all of it is known and in
 * order.
 */
export function judgeIntake(
  intake: NaturalIntake,
  season: WaterSeason,
  rules: RuleSet['rules'],
): IntakeJudged {
  const { status, flow_lps, suction_height_m, truck_access, building_distance_m } = intake;
  const outcomes: Record<IntakeCheck, Outcome> = {
    status: status === 'working' ? 'pass' : status === 'broken' ? 'fail' : 'unknown',
    'truck-access': truck_access === null ? 'unknown' : truck_access ? 'pass' : 'fail',
    season: IN_SEASON[season][intake.season ?? 'unrecorded'],
    flow: against(rules, 'hydrant.fire_flow_lps', flow_lps, (seen, least) => seen >= least),
    'suction-height': against(
      rules,
      'intake.suction_height_m',
      suction_height_m,
      (seen, most) => seen <= most,
    ),
    'building-distance': against(
      rules,
      'intake.building_distance_m',
      building_distance_m,
      (seen, least) => seen >= least,
    ),
    'low-flow-guarantee': guarantee(intake, season, rules),
  };
  const having = (outcome: Outcome) =>
    (Object.keys(outcomes) as IntakeCheck[]).filter((check) => outcomes[check] === outcome);
  const failing = having('fail');
  const unknown = having('unknown');
  return {
    usable: failing.length > 0 ? 'unusable' : unknown.length > 0 ? 'unknown' : 'usable',
    failing,
    advice: having('advice'),
    unknown,
  };
}

/** In the wet season every intake has water; who is not in use in drought may still freeze or not. */
const IN_SEASON: Record<WaterSeason, Record<NonNullable<NaturalIntake['season']> | 'unrecorded', Outcome>> = {
  wet: { 'all-year': 'pass', 'not-in-frost': 'pass', 'not-in-drought': 'pass', unrecorded: 'pass' },
  dry: { 'all-year': 'pass', 'not-in-frost': 'pass', 'not-in-drought': 'fail', unrecorded: 'unknown' },
  frost: { 'all-year': 'pass', 'not-in-frost': 'fail', 'not-in-drought': 'pass', unrecorded: 'unknown' },
};

function guarantee(
  { low_flow_guarantee, season: recorded, settlement }: NaturalIntake,
  season: WaterSeason,
  rules: RuleSet['rules'],
): Outcome {
  if (season !== 'dry') return 'pass';
  if (settlement === 'village' && recorded === 'all-year') return 'pass';
  return against(rules, 'natural.low_flow_guarantee', low_flow_guarantee, (seen, least) => seen >= least);
}

function against(
  rules: RuleSet['rules'],
  key: string,
  seen: number | null,
  holds: (seen: number, limit: number) => boolean,
): Outcome {
  const rule = ruleOf(rules, key);
  if (seen === null || rule === null) return 'unknown';
  if (holds(seen, rule.value)) return 'pass';
  return rule.force === 'should' ? 'advice' : 'fail';
}

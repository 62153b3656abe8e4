import type { RuleSet } from '../rules/rule_set.ts';
import type { NaturalIntake, WaterSeason } from './natural_intake.ts';

/** What a source is worth: `good` suffices, `weak` is known not to, `unknown` was never measured, `none` cannot be used. */
export type SourceClass = 'good' | 'weak' | 'unknown' | 'none';

export interface HydrantCondition {
  status: 'working' | 'broken' | 'unknown';
  flow_lps: number | null;
  pressure_mpa: number | null;
}

export interface WaterSourceCondition {
  kind: string;
  status: 'working' | 'broken' | 'unknown';
  volume_m3: number | null;
  flow_lps: number | null;
  suction_height_m: number | null;
  truck_access: boolean | null;
  /** When there is water in it; null not recorded. Left out: not asked. */
  season?: NaturalIntake['season'];
}

export interface Judged {
  source_class: SourceClass;
  /** Machine word with the figure seen, for the list behind the number. */
  reason: string;
}

/** A hydrant against `hydrant.fire_flow_lps` and `hydrant.fire_pressure_mpa`. */
export function judgeHydrant(hydrant: HydrantCondition, rules: RuleSet['rules']): Judged {
  const least_flow_lps = rules['hydrant.fire_flow_lps'].value;
  const least_pressure_mpa = rules['hydrant.fire_pressure_mpa'].value;
  const { status, flow_lps, pressure_mpa } = hydrant;
  if (status === 'broken') return { source_class: 'none', reason: 'broken' };
  if (flow_lps !== null && flow_lps < least_flow_lps) {
    return { source_class: 'weak', reason: `flow ${flow_lps} < ${least_flow_lps} L/s` };
  }
  if (pressure_mpa !== null && pressure_mpa < least_pressure_mpa) {
    return { source_class: 'weak', reason: `pressure ${pressure_mpa} < ${least_pressure_mpa} MPa` };
  }
  const unmeasured = [
    status === 'unknown' ? 'status' : '',
    flow_lps === null ? 'flow' : '',
    pressure_mpa === null ? 'pressure' : '',
  ].filter(Boolean);
  if (unmeasured.length > 0) return { source_class: 'unknown', reason: `${unmeasured.join(', ')} unknown` };
  return { source_class: 'good', reason: '' };
}

const NATURAL = new Set(['river', 'canal', 'lake', 'pond']);

/** Water whose season counts. */
const SEASONAL: ReadonlySet<string> = new Set([...NATURAL, 'suction_point']);

/** What is recorded of water that is not to be had in a season, and how that is worded. */
const LACKING: Record<
  Exclude<WaterSeason, 'wet'>,
  { season: NonNullable<NaturalIntake['season']>; reason: string }
> = {
  dry: { season: 'not-in-drought', reason: 'no water in the dry season' },
  frost: { season: 'not-in-frost', reason: 'not in use in frost' },
};

/**
 * A pool, tank, crane or natural intake. Natural water counts only where a truck's access to it is
 * recorded: a stream behind a house is no intake (GB 50974-2014 4.4.7). Outside the wet season natural water and suction
 * points that are not to be had then are no source, and what nobody recorded the season of is at best unknown.
 */
export function judgeWaterSource(
  source: WaterSourceCondition,
  rules: RuleSet['rules'],
  season: WaterSeason = 'wet',
): Judged {
  const judged = judgeByFigures(source, rules);
  if (season === 'wet' || judged.source_class === 'none' || !SEASONAL.has(source.kind)) return judged;
  const { season: lacking, reason } = LACKING[season];
  if (source.season === lacking) return { source_class: 'none', reason };
  if ((source.season ?? null) !== null || judged.source_class !== 'good') return judged;
  return { source_class: 'unknown', reason: 'season unknown' };
}

function judgeByFigures(source: WaterSourceCondition, rules: RuleSet['rules']): Judged {
  const { kind, status, volume_m3, flow_lps, suction_height_m, truck_access } = source;
  if (status === 'broken') return { source_class: 'none', reason: 'broken' };
  if (truck_access === false) return { source_class: 'none', reason: 'no truck access' };
  if (NATURAL.has(kind) && truck_access !== true) {
    return { source_class: 'none', reason: 'natural water without a recorded intake' };
  }
  const highest_m = rules['intake.suction_height_m'].value;
  if (suction_height_m !== null && suction_height_m > highest_m) {
    return { source_class: 'none', reason: `suction height ${suction_height_m} > ${highest_m} m` };
  }
  if (kind === 'crane') return judgeFlow(status, flow_lps, rules['water_crane.flow_lps'].value);
  if (NATURAL.has(kind) || kind === 'suction_point' || kind === 'well') {
    return judgeFlow(status, flow_lps, rules['hydrant.fire_flow_lps'].value);
  }
  const least_m3 = rules['pool.volume_m3'].value;
  if (volume_m3 === null) return { source_class: 'unknown', reason: 'volume unknown' };
  if (volume_m3 < least_m3) {
    return { source_class: 'weak', reason: `volume ${volume_m3} < ${least_m3} m3` };
  }
  if (status === 'unknown') return { source_class: 'unknown', reason: 'status unknown' };
  return { source_class: 'good', reason: '' };
}

function judgeFlow(status: HydrantCondition['status'], flow_lps: number | null, least_lps: number): Judged {
  if (flow_lps !== null && flow_lps < least_lps) {
    return { source_class: 'weak', reason: `flow ${flow_lps} < ${least_lps} L/s` };
  }
  if (flow_lps === null) return { source_class: 'unknown', reason: 'flow unknown' };
  if (status === 'unknown') return { source_class: 'unknown', reason: 'status unknown' };
  return { source_class: 'good', reason: '' };
}

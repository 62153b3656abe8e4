import type { Season } from '../../../contract/api_shortfall.ts';
import type { SheetSource, SourceCheck } from '../../../contract/api_water_sheet.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import type { Settlement } from '../../../domain/rules/water_rules.ts';
import { judgeIntake, type IntakeCheck } from '../../../domain/water/natural_intake.ts';
import type { HydrantRecord, WaterRecord } from '../../queries/shortfall_records.ts';

type Rules = RuleSet['rules'];
type Outcome = SourceCheck['outcome'];

/** What a hydrant is judged by: its condition, and flow and pressure in a fire. */
export const hydrantChecks = (
  { status, flow_lps, pressure_mpa }: HydrantRecord,
  rules: Rules,
): SourceCheck[] => [
  statusCheck(status),
  atLeast('flow', rules, 'hydrant.fire_flow_lps', flow_lps),
  atLeast('pressure', rules, 'hydrant.fire_pressure_mpa', pressure_mpa),
];

const NATURAL: ReadonlySet<string> = new Set(['river', 'canal', 'lake', 'pond', 'suction_point']);
const STORES: ReadonlySet<string> = new Set(['pool', 'tank']);

/**
 * What other water is judged by in a season: natural intakes by judgeIntake; pools and tanks by what they hold and how a pumper
 * comes to it; cranes and wells by their flow.
 *
 * @param building_m straight to the nearest building; null not looked at, Infinity beyond a kilometre.
 */
export function waterChecks(
  water: WaterRecord,
  building_m: number | null,
  settlement: Settlement | null,
  season: Season,
  rules: Rules,
): SourceCheck[] {
  if (NATURAL.has(water.kind)) return intakeChecks(water, building_m, settlement, season, rules);
  const { kind, status, flow_lps, volume_m3, suction_height_m, truck_access } = water;
  if (kind === 'crane')
    return [statusCheck(status), atLeast('flow', rules, 'water_crane.flow_lps', flow_lps)];
  const gives = STORES.has(kind)
    ? atLeast('volume', rules, 'pool.volume_m3', volume_m3)
    : atLeast('flow', rules, 'hydrant.fire_flow_lps', flow_lps);
  return [
    statusCheck(status),
    gives,
    accessCheck(truck_access),
    against(
      'suction-height',
      rules,
      'intake.suction_height_m',
      suction_height_m,
      (seen, most) => seen <= most,
    ),
    ...(STORES.has(kind)
      ? [atLeast('building-distance', rules, 'intake.building_distance_m', building_m)]
      : []),
  ];
}

function intakeChecks(
  water: WaterRecord,
  building_m: number | null,
  settlement: Settlement | null,
  season: Season,
  rules: Rules,
): SourceCheck[] {
  const judged = judgeIntake({ ...water, building_distance_m: building_m, settlement }, season, rules);
  const outcomeOf = (check: IntakeCheck): Outcome => {
    if (judged.failing.includes(check)) return 'fail';
    if (judged.advice.includes(check)) return 'advice';
    return judged.unknown.includes(check) ? 'unknown' : 'pass';
  };
  const { flow_lps, suction_height_m, low_flow_guarantee } = water;
  const checks = [
    statusCheck(water.status),
    accessCheck(water.truck_access),
    worded('season', 'pass', water.season),
    atLeast('flow', rules, 'hydrant.fire_flow_lps', flow_lps),
    against('suction-height', rules, 'intake.suction_height_m', suction_height_m, () => true),
    atLeast('building-distance', rules, 'intake.building_distance_m', building_m),
    atLeast('low-flow-guarantee', rules, 'natural.low_flow_guarantee', low_flow_guarantee),
  ];
  return checks
    .filter(({ check }) => check !== 'low-flow-guarantee' || season === 'dry')
    .map((check) => ({ ...check, outcome: outcomeOf(check.check as IntakeCheck) }));
}

/** All checks together. */
export function usableBy(checks: readonly SourceCheck[]): SheetSource['usable'] {
  if (checks.some(({ outcome }) => outcome === 'fail')) return 'unusable';
  return checks.some(({ outcome }) => outcome === 'unknown') ? 'unknown' : 'usable';
}

const worded = (check: SourceCheck['check'], outcome: Outcome, seen: string | null): SourceCheck => ({
  check,
  outcome,
  seen,
  limit: null,
  unit: null,
  clause: null,
  confidence: null,
});

const statusCheck = (status: 'working' | 'broken' | 'unknown') =>
  worded(
    'status',
    status === 'working' ? 'pass' : status === 'broken' ? 'fail' : 'unknown',
    status === 'unknown' ? null : status,
  );

const accessCheck = (access: boolean | null) =>
  access === null
    ? worded('truck-access', 'unknown', null)
    : worded('truck-access', access ? 'pass' : 'fail', access ? 'yes' : 'no');

const atLeast = (check: SourceCheck['check'], rules: Rules, key: string, seen: number | null) =>
  against(check, rules, key, seen, (value, least) => value >= least);

/** Beyond a kilometre nobody measures: it is told as a word. */
function against(
  check: SourceCheck['check'],
  rules: Rules,
  key: string,
  seen: number | null,
  holds: (seen: number, limit: number) => boolean,
): SourceCheck {
  const rule = ruleOf(rules, key);
  const failed: Outcome = rule?.force === 'should' ? 'advice' : 'fail';
  return {
    check,
    outcome: seen === null || !rule ? 'unknown' : holds(seen, rule.value) ? 'pass' : failed,
    seen: seen === Infinity ? '> 1000' : seen,
    limit: rule?.value ?? null,
    unit: rule?.unit ?? null,
    clause: rule?.clause ?? null,
    confidence: rule?.confidence ?? null,
  };
}

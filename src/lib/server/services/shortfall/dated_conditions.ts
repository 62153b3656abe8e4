import { monthTrend, type DatedCondition, type MonthPoint } from '../../../domain/water/test_trend.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { Queryable } from '../../db/database.ts';
import {
  stateRecords,
  testRecords,
  type StateRecord,
  type TestRecord,
} from '../../queries/shortfall_records.ts';

const MOST_MONTHS = 36;

export interface HydrantHistory {
  hydrant_id: number;
  area_id: number | null;
  conditions: DatedCondition[];
}

/** Everything dated that is on record of every hydrant, ascending by id. */
export async function hydrantHistories(tx: Pick<Queryable, 'query'>): Promise<HydrantHistory[]> {
  const states = await stateRecords(tx);
  const tests = new Map<number, TestRecord[]>();
  for (const test of await testRecords(tx)) {
    const here = tests.get(test.hydrant_id);
    if (here) here.push(test);
    else tests.set(test.hydrant_id, [test]);
  }
  return states.map((state) => ({
    hydrant_id: state.hydrant_id,
    area_id: state.area_id,
    conditions: datedConditions(state, tests.get(state.hydrant_id) ?? []),
  }));
}

/**
 * The dated conditions of one hydrant: those its row had one after another, each on the day it was tested, else on the day it
 * came in; then its tests, which decide where both are of one day. That nobody knows how it is, is no condition.
 */
export function datedConditions(
  { status, tested_on, since, before }: Pick<StateRecord, 'status' | 'tested_on' | 'since' | 'before'>,
  tests: readonly Pick<TestRecord, 'tested_on' | 'status'>[],
): DatedCondition[] {
  const conditions: DatedCondition[] = [];
  let state = { status, tested_on };
  const states = [{ ...state, since: before.length > 0 ? before[0].until : since }];
  before.forEach((earlier, i) => {
    state = { ...state, ...earlier.condition };
    states.push({ ...state, since: i + 1 < before.length ? before[i + 1].until : earlier.since });
  });
  states.reverse().forEach((now, i) => {
    const is_new_test = now.tested_on !== null && (i === 0 || states[i - 1].tested_on !== now.tested_on);
    if (is_new_test) conditions.push({ on: now.tested_on!, status: now.status, tested: true });
    else if (now.since !== null && now.status !== (i === 0 ? 'unknown' : states[i - 1].status)) {
      conditions.push({ on: now.since, status: now.status, tested: false });
    }
  });
  for (const test of tests) conditions.push({ on: test.tested_on, status: test.status, tested: true });
  return conditions;
}

/** Month by month for the hydrants of some areas; `areas` null takes all. */
export function trendOf(
  histories: readonly HydrantHistory[],
  on: string,
  rules: RuleSet['rules'],
  areas: ReadonlySet<number | null> | null = null,
): MonthPoint[] {
  const asked = areas === null ? histories : histories.filter(({ area_id }) => areas.has(area_id));
  return monthTrend(
    asked.map(({ conditions }) => conditions),
    on,
    { interval_days: ruleOf(rules, 'hydrant.check_interval_days')?.value ?? null, most_months: MOST_MONTHS },
  );
}

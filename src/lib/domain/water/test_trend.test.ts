import { expect, it } from 'vitest';
import { monthTrend, type DatedCondition } from './test_trend.ts';

const test = (on: string, status: DatedCondition['status']): DatedCondition => ({ on, status, tested: true });
const said = (on: string, status: DatedCondition['status']): DatedCondition => ({
  on,
  status,
  tested: false,
});
const RULES = { interval_days: 90, most_months: 36 };

it('month ends count what was known then', () => {
  // a: works from 10 Aug, breaks on 5 Oct. b: works from 31 Aug. c: only a list said so, on 1 Oct. d: nothing ever.
  const hydrants = [
    [test('2026-10-05', 'broken'), test('2026-08-10', 'working')],
    [test('2026-08-31', 'working')],
    [said('2026-10-01', 'working')],
    [],
  ];
  expect(monthTrend(hydrants, '2026-11-22', RULES)).toEqual([
    point('2026-08', [2, 0, 2], 2),
    point('2026-09', [2, 0, 2], 2),
    point('2026-10', [2, 1, 1], 2),
    // 22 Nov less 31 Aug is 83 days, within 90; 22 Nov less 5 Oct is 48
    point('2026-11', [2, 1, 1], 2),
  ]);
  // On 30 Nov b's test is 91 days old
  expect(monthTrend(hydrants, '2026-11-30', RULES).at(-1)).toEqual(point('2026-11', [2, 1, 1], 1));
});

it('what comes after the day asked for does not count, and nothing dated gives no months', () => {
  expect(monthTrend([[test('2026-12-01', 'working')]], '2026-11-22', RULES)).toEqual([]);
  expect(monthTrend([[], []], '2026-11-22', RULES)).toEqual([]);
});

it('the turn of a year and a leap day; only the latest months', () => {
  const trend = monthTrend([[test('2023-11-30', 'working')]], '2024-03-01', { ...RULES, most_months: 4 });
  expect(trend.map(({ month, tested }) => [month, tested])).toEqual([
    ['2023-12', 1],
    ['2024-01', 1],
    // 29 Feb 2024 less 30 Nov 2023: 31 + 31 + 29 = 91 days
    ['2024-02', 0],
    ['2024-03', 0],
  ]);
});

it('two findings of one day: the later in the list decides', () => {
  const [point] = monthTrend(
    [[test('2026-11-01', 'working'), test('2026-11-01', 'broken')]],
    '2026-11-02',
    RULES,
  );
  expect(point).toMatchObject({ working: 0, broken: 1 });
});

function point(month: string, [working, broken, unknown]: number[], tested: number) {
  const total = working + broken + unknown;
  return {
    month,
    working,
    broken,
    unknown,
    total,
    rate: working / total,
    tested,
    tested_share: tested / total,
  };
}

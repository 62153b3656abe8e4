/** What was found out about a hydrant on a day. */
export interface DatedCondition {
  /** ISO date. */
  on: string;
  status: 'working' | 'broken' | 'unknown';
  /** A test or a look at it; false where only a list said so. */
  tested: boolean;
}

export interface MonthPoint {
  /** As at its last day, or on the day asked for in the last one: 2026-11. */
  month: string;
  working: number;
  broken: number;
  unknown: number;
  total: number;
  rate: number | null;
  tested: number;
  tested_share: number | null;
}

const DAY_MS = 86_400_000;

/** Days from one ISO date to another. */
export const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/**
 * The state of hydrants at the end of each month up to a day: the latest condition on or before it decides, a hydrant of
 * which nothing was on record yet is unknown. Tested: with a test at most `interval_days` old. All hydrants count in
 * every month, since nobody records when one was built. Empty without a dated condition.
 *
 * @param hydrants by hydrant its dated conditions, in any order; of the same day the later one in the list decides.
 */
export function monthTrend(
  hydrants: readonly (readonly DatedCondition[])[],
  on: string,
  { interval_days, most_months }: { interval_days: number | null; most_months: number },
): MonthPoint[] {
  const sorted = hydrants.map((conditions) =>
    conditions.filter((each) => each.on <= on).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
  );
  const first = sorted.reduce<string | null>(
    (least, [one]) => (one && (least === null || one.on < least) ? one.on : least),
    null,
  );
  if (first === null) return [];
  return monthsBetween(first.slice(0, 7), on.slice(0, 7))
    .slice(-most_months)
    .map((month) => pointAt(sorted, month, month === on.slice(0, 7) ? on : lastDay(month), interval_days));
}

function pointAt(
  hydrants: readonly (readonly DatedCondition[])[],
  month: string,
  day: string,
  interval_days: number | null,
): MonthPoint {
  const count = { working: 0, broken: 0, unknown: 0 };
  let tested = 0;
  for (const conditions of hydrants) {
    let status: DatedCondition['status'] = 'unknown';
    let tested_on: string | null = null;
    for (const condition of conditions) {
      if (condition.on > day) break;
      status = condition.status;
      if (condition.tested) tested_on = condition.on;
    }
    count[status]++;
    const fresh =
      tested_on !== null && interval_days !== null && daysBetween(tested_on, day) <= interval_days;
    if (fresh) tested++;
  }
  const total = hydrants.length;
  const share = (part: number) => (total === 0 ? null : part / total);
  return {
    month,
    ...count,
    total,
    rate: share(count.working),
    tested,
    tested_share: interval_days === null ? null : share(tested),
  };
}

function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = monthAfter(month)) months.push(month);
  return months;
}

function monthAfter(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return number === 12
    ? `${String(year + 1).padStart(4, '0')}-01`
    : `${String(year).padStart(4, '0')}-${String(number + 1).padStart(2, '0')}`;
}

const lastDay = (month: string) =>
  new Date(Date.parse(`${monthAfter(month)}-01`) - DAY_MS).toISOString().slice(0, 10);

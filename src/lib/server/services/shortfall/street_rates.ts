import type { StreetRate } from '../../../contract/api_shortfall_list.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import { daysBetween } from '../../../domain/water/test_trend.ts';
import type { Selection } from './area_tree.ts';
import type { Records } from './records.ts';

/** How the hydrants of each street do, by area; the lowest rate first, then most hydrants, then by name. */
export function streetRates(
  { hydrants, tree }: Pick<Records, 'hydrants' | 'tree'>,
  selection: Selection,
  rules: RuleSet['rules'],
  on: string,
): StreetRate[] {
  const interval = ruleOf(rules, 'hydrant.check_interval_days');
  const streets = new Map<string, StreetRate>();
  for (const { area_id, street_name, status, tested_on } of hydrants) {
    if (selection.kind === 'areas' && !selection.ids.has(area_id)) continue;
    const key = JSON.stringify([area_id, street_name]);
    const street = streets.get(key) ?? blank(area_id, tree.nameOf(area_id), street_name);
    streets.set(key, street);
    street[status]++;
    street.total++;
    if (tested_on === null) {
      street.never_tested++;
      continue;
    }
    if (interval && daysBetween(tested_on, on) > interval.value) street.overdue++;
    if (street.oldest_test === null || tested_on < street.oldest_test) street.oldest_test = tested_on;
  }
  return [...streets.values()]
    .map((street) => ({ ...street, rate: street.working / street.total }))
    .sort((a, b) => a.rate - b.rate || b.total - a.total || byName(a, b));
}

const byName = (a: StreetRate, b: StreetRate) =>
  (a.area_id ?? Infinity) - (b.area_id ?? Infinity) ||
  ((a.street_name ?? '') < (b.street_name ?? '') ? -1 : 1);

const blank = (area_id: number | null, area_name: string | null, street_name: string | null): StreetRate => ({
  street_name,
  area_id,
  area_name,
  working: 0,
  broken: 0,
  unknown: 0,
  total: 0,
  rate: 0,
  overdue: 0,
  never_tested: 0,
  oldest_test: null,
});

import { join } from 'node:path';
import { fixed7, type CsvValue } from '../../../contract/csv.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import type { Queryable } from '../../db/database.ts';
import type { OrderRecord } from '../../queries/shortfall_records.ts';
import { writeCsv } from '../files/write_file.ts';
import { hydrantHistories, trendOf, type HydrantHistory } from '../shortfall/dated_conditions.ts';
import { readRecords, type Records } from '../shortfall/records.ts';
import { streetRates } from '../shortfall/street_rates.ts';
import {
  AREA_COLUMNS,
  areaValues,
  STREET_COLUMNS,
  streetValues,
  TREND_COLUMNS,
  trendValues,
} from '../shortfall/shortfall_csv.ts';
import type { ShortfallBook } from '../shortfall/shortfall_book.ts';

/** What the tables hold of tests, repairs and targets. */
export interface OnRecord {
  records: Records;
  histories: HydrantHistory[];
}

/** Reads it all in one transaction. */
export const readOnRecord = async (tx: Pick<Queryable, 'query'>): Promise<OnRecord> => ({
  records: await readRecords(tx),
  histories: await hydrantHistories(tx),
});

/** The day of each hydrant's latest test, by id. */
export const testDays = (on_record: OnRecord | null): ReadonlyMap<number, string | null> =>
  new Map(on_record?.records.hydrants.map(({ id, tested_on }) => [id, tested_on]) ?? []);

const REPAIR_COLUMNS = [
  'hydrant_id',
  'lon',
  'lat',
  'area_id',
  'street',
  'status',
  'owner',
  'order_id',
  'opened_on',
  'due_on',
  'overdue',
  'responsible',
  'fault',
];

/** Writes repairs.csv, trend.csv, shortfall.csv and streets.csv. */
export async function writeRecordFiles(
  folder: string,
  { histories }: OnRecord,
  book: ShortfallBook,
  rules: RuleSet['rules'],
  on: string,
): Promise<void> {
  await writeCsv(join(folder, 'repairs.csv'), REPAIR_COLUMNS, repairRows(book.records, on));
  await writeCsv(join(folder, 'trend.csv'), ['area_id', ...TREND_COLUMNS], trendRows(histories, on, rules));
  await writeCsv(join(folder, 'shortfall.csv'), AREA_COLUMNS, book.areas().map(areaValues));
  const streets = streetRates(book.records, { kind: 'all' }, rules, on);
  await writeCsv(join(folder, 'streets.csv'), STREET_COLUMNS, streets.map(streetValues));
}

/** Every open order, and broken hydrants that none is about; ascending by hydrant, then order. */
function* repairRows({ hydrants, orders }: Records, on: string): Generator<CsvValue[]> {
  const open_of = new Map<number, OrderRecord[]>();
  for (const order of orders) {
    if (order.done_on !== null) continue;
    open_of.set(order.hydrant_id, [...(open_of.get(order.hydrant_id) ?? []), order]);
  }
  for (const hydrant of hydrants) {
    const { id, lon_deg, lat_deg, area_id, street_name, status, owner } = hydrant;
    const about = [id, fixed7(lon_deg), fixed7(lat_deg), area_id, street_name, status, owner];
    const open = open_of.get(id) ?? [];
    for (const { id: order_id, opened_on, due_on, responsible, fault } of open) {
      const overdue = due_on === null ? 'unknown' : due_on < on ? 1 : 0;
      yield [...about, order_id, opened_on, due_on, overdue, responsible, fault];
    }
    if (open.length === 0 && status === 'broken') yield [...about, null, null, null, null, null, null];
  }
}

/** By area, those of its own hydrants; area_id is empty for what lies outside any. */
function* trendRows(
  histories: readonly HydrantHistory[],
  on: string,
  rules: RuleSet['rules'],
): Generator<CsvValue[]> {
  const by_area = new Map<number | null, HydrantHistory[]>();
  for (const history of histories) {
    const here = by_area.get(history.area_id);
    if (here) here.push(history);
    else by_area.set(history.area_id, [history]);
  }
  const areas = [...by_area.keys()].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  for (const area_id of areas) {
    for (const point of trendOf(by_area.get(area_id)!, on, rules)) yield [area_id, ...trendValues(point)];
  }
}

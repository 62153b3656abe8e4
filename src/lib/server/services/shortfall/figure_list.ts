import type { ShortfallRow } from '../../../contract/api_shortfall_list.ts';

/** The rows a figure is counted over. What is counted and what is listed is the same thing. */
export interface FigureList {
  length: number;
  /** The area row i belongs to; null outside any. */
  area(i: number): number | null;
  /** What it adds to a figure of m, m3 or places; null where each row counts one. */
  amount(i: number): number | null;
  /** Without what a query has to add, see building rows. */
  row(i: number): ShortfallRow;
}

/** A row of which nothing is known yet. */
export const BLANK = {
  id: null,
  area_id: null,
  area_name: null,
  name: null,
  street_name: null,
  what: null,
  status: null,
  reason: null,
  seen: null,
  limit: null,
  unit: null,
  missing: [],
  amount: null,
  flow_lps: null,
  pressure_mpa: null,
  tested_on: null,
  owner: null,
  order_id: null,
  opened_on: null,
  due_on: null,
  hydrant_id: null,
  from_m: null,
  to_m: null,
  side: null,
} satisfies Partial<ShortfallRow>;

/** Rows of items, each made into a row when it is asked for. */
export const listOf = <Item extends { area_id: number | null }>(
  items: readonly Item[],
  row: (item: Item) => Omit<ShortfallRow, 'area_id' | 'area_name' | 'amount'>,
  amount: (item: Item) => number | null = () => null,
): FigureList => ({
  length: items.length,
  area: (i) => items[i].area_id,
  amount: (i) => amount(items[i]),
  row: (i) => ({
    ...BLANK,
    ...row(items[i]),
    area_id: items[i].area_id,
    amount: amount(items[i]),
  }),
});

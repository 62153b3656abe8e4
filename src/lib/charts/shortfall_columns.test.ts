import { describe, expect, it } from 'vitest';
import type { AreaShortfallAnswer, Figures } from '../contract/api_shortfall.ts';
import { SHORTFALL_FIGURE_NAMES } from '../contract/shortfall_figures.ts';
import { COLUMN_GROUPS, columnsOf, sortRows, tableRows } from './shortfall_columns.ts';

const figures = (no_water: number | null): Figures => ({
  ...(Object.fromEntries(SHORTFALL_FIGURE_NAMES.map((name) => [name, 0])) as Figures),
  no_water,
});
const beside = (buildings: number, working_rate: number | null) => ({
  missing_by_rule: 0,
  missing_by_demand: 0,
  buildings,
  working_rate,
  tested_share: null,
});
function area(
  area_id: number | null,
  parent_id: number | null,
  own: number | null,
  branch: number | null,
): AreaShortfallAnswer {
  return {
    area_id,
    parent_id,
    name: area_id === null ? null : `area ${area_id}`,
    kind: null,
    has_mains: null,
    bounds_deg: null,
    own: figures(own),
    branch: figures(branch),
    own_beside: beside(own ?? 0, own === null ? null : own / 10),
    branch_beside: beside(branch ?? 0, null),
    rate_target: null,
    targets: [],
  };
}
const AREAS = [
  area(1, null, 0, 9),
  area(2, 1, 4, 5),
  area(3, 2, 1, 1),
  area(4, 1, 4, 4),
  area(null, null, 2, 2),
];
const ids = (rows: { area_id: number | null }[]) => rows.map(({ area_id }) => area_id);

describe('the rows of the table', () => {
  it('are areas by themselves where they have anything, or with all below', () => {
    expect(ids(tableRows(AREAS, null, false))).toEqual([2, 3, 4, null]);
    expect(ids(tableRows(AREAS, null, true))).toEqual([1, 2, 3, 4, null]);
    expect(tableRows(AREAS, null, true)[0]!.figures.no_water).toBe(9);
  });

  it('are those of one branch where one is chosen', () => {
    expect(ids(tableRows(AREAS, 2, false))).toEqual([2, 3]);
    expect(ids(tableRows(AREAS, 1, true))).toEqual([1, 2, 3, 4]);
  });

  it('are sorted either way, unknown last, equal ones left as they were', () => {
    const rows = tableRows([...AREAS, area(5, 1, null, 3)], null, true);
    expect(ids(sortRows(rows, 'no_water', true))).toEqual([1, 2, 4, 5, null, 3]);
    const own = tableRows([...AREAS, { ...area(5, 1, null, 3), own_beside: beside(3, null) }], null, false);
    expect(ids(sortRows(own, 'no_water', false))).toEqual([3, null, 2, 4, 5]);
    expect(ids(sortRows(own, 'no_water', true))).toEqual([2, 4, null, 3, 5]);
    expect(ids(sortRows(own, 'rate', false)).at(-1)).toBe(5);
  });
});

it('shows every figure in one of the groups of columns', () => {
  const shown = new Set(COLUMN_GROUPS.flatMap((group) => columnsOf(group)));
  for (const figure of SHORTFALL_FIGURE_NAMES) expect(shown).toContain(figure);
  expect(shown).toContain('rate');
});

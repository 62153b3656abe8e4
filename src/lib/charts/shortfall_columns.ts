import { ascending, descending } from 'd3-array';
import type { AreaShortfallAnswer, Figures } from '../contract/api_shortfall.ts';
import {
  SHORTFALL_FIGURE_NAMES,
  SHORTFALL_FIGURES,
  type FigureMeaning,
  type ShortfallFigure,
} from '../contract/shortfall_figures.ts';

/** What the table can be sorted by: a figure, the working rate, or the name. */
export type SortKey = ShortfallFigure | 'rate' | 'name';
export type ColumnGroup = 'main' | FigureMeaning['group'];
export const COLUMN_GROUPS: readonly ColumnGroup[] = [
  'main',
  'hydrants',
  'checks',
  'repairs',
  'streets',
  'missing',
  'buildings',
  'stores',
];

/** What comes first when one looks: who has no water, what is missing, what is overdue. */
const MAIN: readonly (ShortfallFigure | 'rate')[] = [
  'no_water',
  'water_unknown',
  'rate',
  'broken',
  'repairs_overdue',
  'never_tested',
  'overdue',
  'street_gap_m',
  'missing_by_rule',
  'missing_by_demand',
  'missing_to_target',
  'store_missing_m3',
  'places_missing',
];

/** The columns of a group, from the left. */
export function columnsOf(group: ColumnGroup): readonly (ShortfallFigure | 'rate')[] {
  if (group === 'main') return MAIN;
  const own = SHORTFALL_FIGURE_NAMES.filter((figure) => SHORTFALL_FIGURES[figure].group === group);
  return group === 'hydrants' ? ['rate', ...own] : own;
}

export const meaningOf = (figure: ShortfallFigure): FigureMeaning => SHORTFALL_FIGURES[figure];

/** One row of the table: an area by itself or with all below it. */
export interface ShortfallTableRow {
  /** Null for what lies outside any area. */
  area_id: number | null;
  name: string | null;
  figures: Figures;
  beside: AreaShortfallAnswer['own_beside'];
  rate_target: { value: number } | null;
}

/** The areas below `top_id` (null: all) as rows; areas by themselves only where they have anything. */
export function tableRows(
  areas: readonly AreaShortfallAnswer[],
  top_id: number | null,
  branch: boolean,
): ShortfallTableRow[] {
  const within = top_id === null ? areas : areas.filter((area) => isWithin(areas, area, top_id));
  return within
    .filter(({ own, own_beside }) => branch || own_beside.buildings > 0 || has(own))
    .map((area) => ({
      area_id: area.area_id,
      name: area.name,
      figures: branch ? area.branch : area.own,
      beside: branch ? area.branch_beside : area.own_beside,
      rate_target: area.rate_target,
    }));
}

const has = (figures: Figures) => Object.values(figures).some((value) => value !== null && value > 0);

function isWithin(areas: readonly AreaShortfallAnswer[], area: AreaShortfallAnswer, top_id: number): boolean {
  const by_id = new Map(areas.map((each) => [each.area_id, each]));
  const seen = new Set<number | null>();
  for (
    let at: AreaShortfallAnswer | undefined = area;
    at && !seen.has(at.area_id);
    at = at.parent_id === null ? undefined : by_id.get(at.parent_id)
  ) {
    if (at.area_id === top_id) return true;
    seen.add(at.area_id);
  }
  return false;
}

/** Rows by a column; those it is unknown for last, whichever way. Equal ones stay as they are. */
export function sortRows(
  rows: readonly ShortfallTableRow[],
  key: SortKey,
  down: boolean,
): ShortfallTableRow[] {
  const order = down ? descending : ascending;
  const valueOf = ({ name, beside, figures }: ShortfallTableRow) =>
    key === 'name' ? name : key === 'rate' ? beside.working_rate : figures[key];
  return [...rows].sort((a, b) => {
    const [of_a, of_b] = [valueOf(a), valueOf(b)];
    if (of_a === null || of_b === null) return Number(of_a === null) - Number(of_b === null);
    return order(of_a, of_b);
  });
}

/** What a figure counts or sums. */
export const unitOf = (figure: ShortfallFigure) => meaningOf(figure).unit;

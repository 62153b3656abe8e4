import type { AreaShortfallAnswer, MeasureFirstRow, TrendPoint } from '../../../contract/api_shortfall.ts';
import {
  shortfallRowSchema,
  type ShortfallRow,
  type StreetRate,
} from '../../../contract/api_shortfall_list.ts';
import { SHORTFALL_FIGURE_NAMES } from '../../../contract/shortfall_figures.ts';
import { fixed3, fixed6, fixed7, sheetText, type CsvValue } from '../../../contract/csv.ts';

const BESIDE = ['missing_by_rule', 'missing_by_demand', 'buildings', 'working_rate', 'tested_share'] as const;

const isShare = (name: (typeof BESIDE)[number]) => name === 'working_rate' || name === 'tested_share';

/** How a figure is named beside the one it bounds. */
const besideName = (name: (typeof BESIDE)[number]) => (name.startsWith('missing_') ? `${name}_bound` : name);

const figureColumns = (prefix: string) => [
  ...SHORTFALL_FIGURE_NAMES.map((figure) => `${prefix}_${figure}`),
  ...BESIDE.map((name) => `${prefix}_${besideName(name)}`),
];

/** The table of areas: one row an area, its own figures, then those with all below it. */
export const AREA_COLUMNS = [
  'area_id',
  'parent_id',
  'name',
  'kind',
  'has_mains',
  ...figureColumns('own'),
  ...figureColumns('branch'),
  'rate_target',
  'rate_due_on',
  'rate_source',
];

export const areaValues = (area: AreaShortfallAnswer): CsvValue[] => [
  area.area_id,
  area.parent_id,
  area.name,
  area.kind,
  area.has_mains === null ? 'unknown' : area.has_mains ? 1 : 0,
  ...figureValues(area.own, area.own_beside),
  ...figureValues(area.branch, area.branch_beside),
  share(area.rate_target?.value ?? null),
  area.rate_target?.due_on ?? null,
  area.rate_target?.source ?? null,
];

const figureValues = (figures: AreaShortfallAnswer['own'], beside: AreaShortfallAnswer['own_beside']) => [
  ...SHORTFALL_FIGURE_NAMES.map((figure) => number(figures[figure])),
  ...BESIDE.map((name) => (isShare(name) ? share(beside[name]) : number(beside[name]))),
];

export const areasText = (areas: readonly AreaShortfallAnswer[]) =>
  sheetText(AREA_COLUMNS, areas.map(areaValues));

const share = (value: number | null): CsvValue => (value === null ? null : fixed6(value));

const number = (value: number | null): CsvValue =>
  value === null ? null : Number.isInteger(value) ? value : fixed3(value);

const ROW_COLUMNS = Object.keys(shortfallRowSchema.shape) as (keyof ShortfallRow)[];

/** A list whole: columns as in its answer, lists within a cell joined by blanks. */
export const rowsText = (rows: AsyncIterable<ShortfallRow>) =>
  sheetText(
    ROW_COLUMNS.map((name) => (name === 'lon_deg' ? 'lon' : name === 'lat_deg' ? 'lat' : name)),
    valuesOf(rows),
  );

async function* valuesOf(rows: AsyncIterable<ShortfallRow>): AsyncGenerator<CsvValue[]> {
  for await (const row of rows) yield ROW_COLUMNS.map((name) => cell(row, name));
}

function cell(row: ShortfallRow, name: keyof ShortfallRow): CsvValue {
  const value = row[name];
  if (name === 'lon_deg' || name === 'lat_deg') return fixed7(row[name]);
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'number' ? number(value) : value;
}

export const MEASURE_COLUMNS = [
  'rank',
  'layer',
  'id',
  'lon',
  'lat',
  'measure',
  'buildings',
  'people',
  'cumulative',
  'area_id',
  'name',
  'street',
  'owner',
];

/** measure_first.csv: what to measure of each source, words joined by semicolons. */
export const measureValues = (row: Omit<MeasureFirstRow, 'area_name' | 'kind'>): CsvValue[] => [
  row.rank,
  row.layer,
  row.id,
  fixed7(row.lon_deg),
  fixed7(row.lat_deg),
  row.measure.join(';'),
  row.buildings,
  row.people === null ? null : fixed3(row.people),
  row.cumulative,
  row.area_id,
  row.name,
  row.street_name,
  row.owner,
];

export const measureText = (rows: readonly MeasureFirstRow[]) =>
  sheetText(MEASURE_COLUMNS, rows.map(measureValues));

export const TREND_COLUMNS = [
  'month',
  'working',
  'total',
  'rate',
  'tested',
  'broken',
  'unknown',
  'tested_share',
];

export const trendValues = (point: TrendPoint): CsvValue[] => [
  point.month,
  point.working,
  point.total,
  share(point.rate),
  point.tested,
  point.broken,
  point.unknown,
  share(point.tested_share),
];

export const trendText = (trend: readonly TrendPoint[]) => sheetText(TREND_COLUMNS, trend.map(trendValues));

export const STREET_COLUMNS = [
  'street',
  'area_id',
  'working',
  'broken',
  'unknown',
  'total',
  'rate',
  'overdue',
  'never_tested',
  'oldest_test',
];

/** streets.csv */
export const streetValues = (row: StreetRate): CsvValue[] => [
  row.street_name,
  row.area_id,
  row.working,
  row.broken,
  row.unknown,
  row.total,
  fixed6(row.rate),
  row.overdue,
  row.never_tested,
  row.oldest_test,
];

export const streetsText = (rows: readonly StreetRate[]) => sheetText(STREET_COLUMNS, rows.map(streetValues));

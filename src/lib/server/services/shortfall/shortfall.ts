import type {
  MeasureFirstAnswer,
  MeasureFirstRow,
  ShortfallAnswer,
  ShortfallListQuery,
  ShortfallQuery,
  TrendAnswer,
} from '../../../contract/api_shortfall.ts';
import type {
  ShortfallListAnswer,
  ShortfallRow,
  StreetRatesAnswer,
} from '../../../contract/api_shortfall_list.ts';
import type { ShortfallFigure } from '../../../contract/shortfall_figures.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import type { ActingDatabase, Actor, Database } from '../../db/database.ts';
import { buildingRecords } from '../../queries/shortfall_records.ts';
import { readRuleSet } from '../rule_set.ts';
import { FLAG, NEED_INPUTS } from './building_facts.ts';
import { hydrantHistories, trendOf } from './dated_conditions.ts';
import type { FigureList } from './figure_list.ts';
import { readRecords, type Records } from './records.ts';
import { ShortfallBook } from './shortfall_book.ts';
import { shortfallState, type ShortfallMade } from './shortfall_state.ts';
import { streetRates } from './street_rates.ts';
import { today } from './today.ts';
import type { MeasureFirst } from './to_measure.ts';

/** Numbers that figures are held against. */
const RULE_KEYS = [
  'hydrant.working_rate',
  'hydrant.check_interval_days',
  'pool.check_interval_days',
  'natural.check_interval_days',
  'hydrant.fire_flow_lps',
  'hydrant.fire_pressure_mpa',
  'hydrant.static_pressure_mpa',
  'hydrant.spacing_m',
  'rural.hydrant_spacing_low_resistance_m',
  'hydrant.both_sides_road_width_m',
  'hydrant.protection_radius_m',
  'rural.pool_volume_m3',
  'rural.pool_volume_low_resistance_m3',
];
/** Measurements told beside the figures. */
const FIRST_ROWS = 10;
/** Rows of a CSV that are made at a time. */
const CSV_ROWS = 5000;

type Area = number | 'all' | 'none';
type Working = Extract<ShortfallAnswer, { state: 'working' }>;
export interface OpenBook {
  state: 'done';
  book: ShortfallBook;
  made: ShortfallMade;
  on: string;
  db: ActingDatabase;
}

/** The book of figures for a case, where the engine's part has been worked out. */
export async function openBook(
  database: Database,
  actor: Actor,
  { season, vehicle, cutoff, on = today() }: Pick<ShortfallQuery, 'season' | 'vehicle' | 'cutoff' | 'on'>,
): Promise<Working | OpenBook> {
  const answer = await shortfallState(database, actor, { vehicle, cutoff_s: cutoff, season });
  if (answer.state === 'working') return answer;
  const { made } = answer;
  const db = database.as(actor);
  const records = await db.transaction(readRecords);
  const book = new ShortfallBook(made.facts, records, made.rules.rules, { season, on });
  return { state: 'done', book, made, on, db };
}

/** All areas with their figures, totals, what to measure first, and the trend. */
export async function shortfall(
  database: Database,
  actor: Actor,
  query: ShortfallQuery,
): Promise<ShortfallAnswer> {
  const opened = await openBook(database, actor, query);
  if (opened.state === 'working') return opened;
  const { book, made, on, db } = opened;
  const { code, version, rules } = made.rules;
  const measured = measureAnswer(made.measure_first, book, null);
  return {
    state: 'done',
    season: query.season,
    on,
    vehicle: query.vehicle,
    cutoff_s: query.cutoff,
    rule_set: { code, version },
    rules: heldAgainst(rules),
    areas: book.areas(),
    totals: book.totals(),
    totals_beside: book.totalsBeside(),
    measure_first: { ...measured, rows: measured.rows.slice(0, FIRST_ROWS) },
    trend: trendOf(await db.transaction(hydrantHistories), on, rules),
  };
}

const heldAgainst = (rules: RuleSet['rules']) =>
  Object.fromEntries(
    RULE_KEYS.flatMap((key) => {
      const rule = ruleOf(rules, key);
      return rule ? [[key, rule]] : [];
    }),
  );

/** One page of the rows a figure is counted over; null where there is no such area, or no rule for the figure. */
export async function shortfallList(
  database: Database,
  actor: Actor,
  area: Area,
  figure: ShortfallFigure,
  query: ShortfallListQuery,
): Promise<ShortfallListAnswer | 'no-area' | 'no-rule'> {
  const opened = await listed(database, actor, area, figure, query);
  if (opened === 'no-area' || opened === 'no-rule' || opened.state === 'working') return opened;
  const { list, db, book } = opened;
  const amount = Array.from({ length: list.length }, (_, i) => list.amount(i) ?? 0);
  return {
    state: 'done',
    total: list.length,
    amount: amount.reduce((sum, each) => sum + each, 0),
    rows: await rowsOf(db, book.records, list, query.offset, query.limit),
  };
}

/** The same list whole, some rows at a time. */
export async function listed(
  database: Database,
  actor: Actor,
  area: Area,
  figure: ShortfallFigure,
  query: ShortfallListQuery,
) {
  const opened = await openBook(database, actor, query);
  if (opened.state === 'working') return opened;
  const { book } = opened;
  if (typeof area === 'number' && !book.records.tree.by_id.has(area)) return 'no-area' as const;
  const list = book.list(figure, book.selection(area, query.branch), query.branch);
  return list ? { ...opened, list } : ('no-rule' as const);
}

/** Rows of a list with the names of their areas, and of buildings what is recorded of them. */
export async function rowsOf(
  db: ActingDatabase,
  { tree }: Pick<Records, 'tree'>,
  list: FigureList,
  offset: number,
  limit: number,
): Promise<ShortfallRow[]> {
  const count = Math.max(0, Math.min(limit, list.length - offset));
  const rows = Array.from({ length: count }, (_, i) => list.row(offset + i));
  for (const row of rows) row.area_name = tree.nameOf(row.area_id);
  const ids = rows.flatMap(({ layer, id }) => (layer === 'building' && id !== null ? [id] : []));
  if (ids.length === 0) return rows;
  const found = new Map((await buildingRecords(db, ids)).map((record) => [record.id, record]));
  return rows.map((row) => {
    const record = row.id === null ? undefined : found.get(row.id);
    if (!record) return row;
    const { name, use, lon_deg, lat_deg } = record;
    return { ...row, name, what: use, lon_deg, lat_deg };
  });
}

export async function* allRows(
  db: ActingDatabase,
  records: Pick<Records, 'tree'>,
  list: FigureList,
): AsyncGenerator<ShortfallRow> {
  for (let offset = 0; offset < list.length; offset += CSV_ROWS) {
    yield* await rowsOf(db, records, list, offset, CSV_ROWS);
  }
}

/** What to measure first within an area, with all below it where `branch`; null where there is no such area. */
export async function measureFirstOf(
  database: Database,
  actor: Actor,
  area: Area,
  query: ShortfallListQuery,
): Promise<MeasureFirstAnswer | null> {
  const opened = await openBook(database, actor, query);
  if (opened.state === 'working') return opened;
  const { book, made } = opened;
  if (typeof area === 'number' && !book.records.tree.by_id.has(area)) return null;
  const selection = book.selection(area, query.branch);
  const areas = selection.kind === 'all' ? null : [...selection.ids];
  const ranked = areas === null ? made.measure_first : await made.measureFirst(areas);
  return { state: 'done', ...measureAnswer(ranked, book, areas && new Set(areas)) };
}

/** Ranked measurements with what is recorded of each source; `areas` null for all buildings. */
export function measureAnswer(
  { water_unknown, settled_by_all, rows }: MeasureFirst,
  book: ShortfallBook,
  areas: ReadonlySet<number | null> | null,
) {
  const { hydrants, waters, tree } = book.records;
  const by_hydrant = new Map(hydrants.map((row) => [row.id, row]));
  const by_water = new Map(waters.map((row) => [row.id, row]));
  const told = rows.flatMap(({ layer, id, ...row }, i): MeasureFirstRow[] => {
    const hydrant = layer === 'hydrant' ? by_hydrant.get(id) : undefined;
    const source = hydrant ?? (layer === 'water_source' ? by_water.get(id) : undefined);
    if (!source) return [];
    const { area_id, name, kind, lon_deg, lat_deg } = source;
    return [
      {
        rank: i + 1,
        layer,
        id,
        area_id,
        area_name: tree.nameOf(area_id),
        ...{ name, kind, lon_deg, lat_deg },
        street_name: hydrant?.street_name ?? null,
        owner: hydrant?.owner ?? null,
        ...row,
      },
    ];
  });
  return { water_unknown, settled_by_all, ...needMissing(book, areas), total: told.length, rows: told };
}

function needMissing({ facts: { buildings } }: ShortfallBook, areas: ReadonlySet<number | null> | null) {
  const need_missing = { use: 0, height: 0, footprint: 0, settlement: 0, rule: 0 };
  let need_unknown = 0;
  buildings.flags.forEach((flags, i) => {
    if (!(flags & FLAG.need_unknown)) return;
    const area = buildings.area_id[i];
    if (areas && !areas.has(Number.isNaN(area) ? null : area)) return;
    need_unknown++;
    for (const input of NEED_INPUTS) if (flags & FLAG[`missing_${input}`]) need_missing[input]++;
  });
  return { need_unknown, need_missing };
}

/** The working rate by street within an area; null where there is no such area. */
export async function streetRatesOf(
  database: Database,
  actor: Actor,
  area: Area,
  query: ShortfallListQuery,
): Promise<StreetRatesAnswer | null> {
  const opened = await openBook(database, actor, query);
  if (opened.state === 'working') return opened;
  const { book, made } = opened;
  if (typeof area === 'number' && !book.records.tree.by_id.has(area)) return null;
  const rows = streetRates(book.records, book.selection(area, query.branch), made.rules.rules, book.on);
  return { state: 'done', total: rows.length, rows };
}

/** Month by month, from what is dated; null where there is no such area. */
export async function shortfallTrend(
  database: Database,
  actor: Actor,
  area: Area,
  { on = today(), branch }: { on?: string; branch: boolean },
): Promise<TrendAnswer | null> {
  const db = database.as(actor);
  const { rules } = await readRuleSet(db, 'cn');
  const { tree, histories } = await db.transaction(async (tx) => ({
    tree: (await readRecords(tx)).tree,
    histories: await hydrantHistories(tx),
  }));
  if (typeof area === 'number' && !tree.by_id.has(area)) return null;
  const areas =
    area === 'all'
      ? null
      : new Set<number | null>(area === 'none' ? [null] : branch ? tree.branch(area) : [area]);
  return { trend: trendOf(histories, on, rules, areas) };
}

import type { SheetSource, WaterSheet, WaterSheetQuery } from '../../../contract/api_water_sheet.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import { settlementOf } from '../../../domain/water/settlement.ts';
import { daysBetween } from '../../../domain/water/test_trend.ts';
import type { Actor, Database } from '../../db/database.ts';
import { FLAG } from './building_facts.ts';
import { measureAnswer, openBook, type OpenBook } from './shortfall.ts';
import type { ShortfallBook } from './shortfall_book.ts';
import type { ShortfallFacts } from './shortfall_facts.ts';
import { hydrantChecks, usableBy, waterChecks } from './source_checks.ts';

const MOST_SOURCES = 2000;
const FIRST_ROWS = 10;

type Done = Extract<WaterSheet, { state: 'done' }>;

/** The water sheet of one area and all below it; null where there is no such area. */
export async function waterSheet(
  database: Database,
  actor: Actor,
  area_id: number,
  query: WaterSheetQuery,
): Promise<WaterSheet | null> {
  const opened = await openBook(database, actor, query);
  const other = query.season === 'wet' ? 'dry' : 'wet';
  const beside = await openBook(database, actor, { ...query, season: other });
  const dry =
    query.season === 'frost' ? await openBook(database, actor, { ...query, season: 'dry' }) : beside;
  if (opened.state === 'working') return opened;
  if (beside.state === 'working') return beside;
  if (dry.state === 'working') return dry;
  const { book, made } = opened;
  const { tree } = book.records;
  const area = tree.by_id.get(area_id);
  if (!area) return null;
  const below = new Set<number | null>(tree.branch(area_id));
  const by_season: Record<'wet' | 'dry', OpenBook> =
    query.season === 'wet'
      ? { wet: opened, dry }
      : { wet: beside, dry: query.season === 'dry' ? opened : dry };
  const sources = sheetSources(opened, below);
  const measured = measureAnswer(await made.measureFirst([...below]), book, below);
  return {
    state: 'done',
    season: query.season,
    on: opened.on,
    vehicle: query.vehicle,
    cutoff_s: query.cutoff,
    rule_set: { code: made.rules.code, version: made.rules.version },
    area: book.area(area_id),
    population: area.population,
    settlement_class: area.settlement_class,
    trail: tree
      .trail(area_id)
      .slice(0, -1)
      .map(({ area_id: above, name }) => ({ area_id: above, name })),
    sources: sources.slice(0, MOST_SOURCES),
    sources_left_out: Math.max(0, sources.length - MOST_SOURCES),
    seasons: {
      wet: inSeason(by_season.wet.made.facts, 'wet', area_id, below),
      dry: inSeason(by_season.dry.made.facts, 'dry', area_id, below),
    },
    measure_first: measured.rows.slice(0, FIRST_ROWS),
  };
}

function inSeason(
  { stores, buildings }: ShortfallFacts,
  season: 'wet' | 'dry',
  area_id: number,
  below: ReadonlySet<number | null>,
): Done['seasons']['wet'] {
  const counts = {
    total: 0,
    pass: 0,
    fail: 0,
    unknown: 0,
    circle_pass: 0,
    circle_fail: 0,
    circle_unknown: 0,
    only_on_paper: 0,
    need_unknown: 0,
  };
  buildings.flags.forEach((flags, i) => {
    if (!below.has(Number.isNaN(buildings.area_id[i]) ? null : buildings.area_id[i])) return;
    counts.total++;
    counts[flags & FLAG.no_water ? 'fail' : flags & FLAG.water_unknown ? 'unknown' : 'pass']++;
    if (flags & FLAG.need_unknown) counts.need_unknown++;
    if (!buildings.has_circles) return;
    if (flags & FLAG.circle_fail) counts.circle_fail++;
    else if (flags & FLAG.circle_unknown) counts.circle_unknown++;
    else counts.circle_pass++;
    if (flags & FLAG.only_on_paper) counts.only_on_paper++;
  });
  const store = stores[season].find((each) => each.area_id === area_id)?.store;
  return { store: store ?? { kind: 'unknown', missing: ['mains'] }, buildings: counts };
}

/** Hydrants, then other water, each with those first that something is to be done about. */
function sheetSources({ book, made, on }: OpenBook, below: ReadonlySet<number | null>): SheetSource[] {
  const { rules } = made.rules;
  const { hydrants, waters, tree } = book.records;
  const seen = sourcesSeen(book);
  const at_hydrants = hydrants
    .filter(({ area_id }) => below.has(area_id))
    .map((hydrant): SheetSource => {
      const { id, area_id, lon_deg, lat_deg, name, kind, street_name, owner, status, tested_on } = hydrant;
      const checks = hydrantChecks(hydrant, rules);
      const { source_class, buildings } = seen(`hydrant/${id}`);
      return {
        layer: 'hydrant',
        ...{ id, area_id, lon_deg, lat_deg, name, kind, street_name, owner, status, tested_on },
        ...{ source_class, usable: usableBy(checks), checks, buildings },
        overdue: isOverdue(rules, 'hydrant.check_interval_days', tested_on, on),
      };
    });
  const at_waters = waters
    .filter(({ area_id }) => below.has(area_id))
    .map((water): SheetSource => {
      const { id, area_id, lon_deg, lat_deg, name, kind, status, checked_on } = water;
      const { source_class, buildings, building_m } = seen(`water_source/${id}`);
      const settlement = settlementOf(
        area_id === null ? null : (tree.by_id.get(area_id)?.settlement_class ?? null),
      );
      const checks = waterChecks(water, building_m, settlement, book.season, rules);
      return {
        layer: 'water_source',
        ...{ id, area_id, lon_deg, lat_deg, name, kind, status },
        ...{ source_class, usable: usableBy(checks), checks, buildings },
        street_name: null,
        owner: null,
        tested_on: checked_on,
        overdue: isOverdue(rules, intervalOf(kind), checked_on, on),
      };
    });
  return [...at_hydrants.sort(byUrgency), ...at_waters.sort(byUrgency)];
}

const URGENCY: Record<SheetSource['usable'], number> = { unusable: 0, unknown: 1, usable: 2 };
const byUrgency = (a: SheetSource, b: SheetSource) =>
  URGENCY[a.usable] - URGENCY[b.usable] || b.buildings - a.buildings || a.id - b.id;

/** What the engine says of each source, and how many buildings get, or may get, their water from it. */
function sourcesSeen({ facts: { sources, buildings } }: ShortfallBook) {
  const counts = new Uint32Array(sources.length);
  buildings.source.forEach((source, i) => {
    if (source >= 0 && !(buildings.flags[i] & FLAG.no_water)) counts[source]++;
  });
  const seen = new Map(
    sources.map(({ layer, id, source_class, building_m }, i) => [
      `${layer}/${id}`,
      { source_class, building_m, buildings: counts[i] },
    ]),
  );
  return (key: string) =>
    seen.get(key) ?? { source_class: 'unknown' as const, building_m: null, buildings: 0 };
}

const intervalOf = (kind: string) =>
  kind === 'pool' || kind === 'tank'
    ? 'pool.check_interval_days'
    : kind === 'crane'
      ? 'hydrant.check_interval_days'
      : 'natural.check_interval_days';

function isOverdue(rules: RuleSet['rules'], key: string, day: string | null, on: string): boolean | null {
  const rule = ruleOf(rules, key);
  return rule === null || day === null ? null : daysBetween(day, on) > rule.value;
}

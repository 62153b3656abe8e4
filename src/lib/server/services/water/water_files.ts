import type { FeatureCollection } from 'geojson';
import { join } from 'node:path';
import { fixed3, fixed6, fixed7, type CsvValue } from '../../../contract/csv.ts';
import type { Figures } from '../../../contract/api_shortfall.ts';
import type { WaterSeason } from '../../../domain/water/natural_intake.ts';
import { pointAt } from '../../../domain/network/along.ts';
import { DEMAND_COLUMNS, demandRows } from '../coverage/coverage_tables.ts';
import type { Judgement } from '../coverage/judgement.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';
import { writeCsv, writeGeoJson } from '../files/write_file.ts';
import {
  AREA_NEED_COLUMNS,
  areaNeedValues,
  GAP_COLUMNS,
  gapRows,
  NEED_COLUMNS,
  needRows,
  waterNeeds,
  type AreaNeeds,
} from './water_needs.ts';
import { MEASURE_COLUMNS, measureValues } from '../shortfall/shortfall_csv.ts';
import { ShortfallBook } from '../shortfall/shortfall_book.ts';
import { shortfallFacts, type ShortfallFacts } from '../shortfall/shortfall_facts.ts';
import { openWater, toMeasure, type ToMeasure } from '../shortfall/to_measure.ts';
import { flatRings } from '../town/flat_geometry.ts';
import { testDays, writeRecordFiles, type OnRecord } from './record_files.ts';
import { waterShortfall, type AreaShortfall } from './water_shortfall.ts';

const HYDRANT_COLUMNS = [
  'hydrant_id',
  'lon',
  'lat',
  'area_id',
  'status',
  'usable',
  'reason',
  'flow_lps',
  'pressure_mpa',
  'tested_on',
  'overdue',
];
const AREA_COLUMNS = [
  'area_id',
  'name',
  'has_mains',
  'working',
  'broken',
  'unknown',
  'total',
  'rate',
  'demand',
  'demand_short',
  'hydrants_missing',
  'missing_bound',
  'pool_m3_missing',
  ...AREA_NEED_COLUMNS,
  'street_gaps',
  'street_gap_m',
  'missing_by_rule',
  'missing_by_rule_bound',
];
const PAIR_COLUMNS = ['area_id', 'candidate_id', 'demand_id'];

export interface WaterSummary {
  vehicle: string;
  /** What natural water was judged for. */
  season: WaterSeason;
  rule_set: { code: string; version: string };
  /** The day tests are called overdue against. */
  as_of: string;
  hydrants: number;
  working: number;
  broken: number;
  unknown: number;
  usable: number;
  demand: number;
  demand_short: number;
  /** Buildings whose only water in reach was never measured. */
  demand_unknown: number;
  demand_unservable: number;
  hydrants_missing: number;
  missing_bound: number;
  /** Buildings whose flow asked for is not known, and what the sources in reach of all of them give together. */
  need_unknown: number;
  supply: { pass: number; fail: number; unknown: number };
  /** Buildings outside every circle, and inside one but beyond every hose. */
  circle_short: number;
  only_on_paper: number;
  /** Length of streets in gaps longer than the spacing rule; null where the rule set has no figures for it. */
  gap_m: number | null;
  /** Pools or intakes missing in areas without mains. */
  places_missing: number;
  /** Hydrants that bring every spacing along streets within the rule, and no fewer can; null where there is no rule. */
  missing_by_rule: number | null;
  missing_by_rule_bound: number | null;
  /** Sources to be measured, and buildings of unknown water that all of them would settle if they were found good. */
  to_measure: number;
  settled_by_all: number;
  /** Every figure over all areas; null where nothing on record was given. */
  shortfall: Figures | null;
}

/**
 * Writes hydrants.csv, demand.csv, areas.csv, proposed.geojson, short_pairs.csv, needs.csv, street_gaps.csv, by_rule.geojson and
 * measure_first.csv; where what is on record is given, repairs.csv, trend.csv and shortfall.csv too. Gives the totals.
 */
export async function writeWaterFiles(
  run: CoverageRun,
  folder: string | null,
  as_of: string,
  on_record: OnRecord | null = null,
): Promise<WaterSummary> {
  const shortfall = waterShortfall(run);
  const needs = waterNeeds(run);
  const { rules } = run.town.rules;
  const season = run.options.season ?? 'wet';
  const judgement = judgementOf(run);
  const facts = shortfallFacts(judgement, shortfall);
  const measured = toMeasure(openWater(judgement, season), null);
  const book = on_record && new ShortfallBook(facts, on_record.records, rules, { season, on: as_of });
  if (folder !== null) {
    const tested = testDays(on_record);
    await writeCsv(join(folder, 'hydrants.csv'), HYDRANT_COLUMNS, hydrantRows(run, as_of, tested));
    await writeCsv(join(folder, 'demand.csv'), DEMAND_COLUMNS, demandRows(run));
    await writeCsv(join(folder, 'areas.csv'), AREA_COLUMNS, areaRows(run, shortfall, needs.by_area, facts));
    await writeGeoJson(join(folder, 'by_rule.geojson'), byRule(facts));
    await writeCsv(join(folder, 'measure_first.csv'), MEASURE_COLUMNS, measureRows(run, measured.rows));
    if (on_record && book) await writeRecordFiles(folder, on_record, book, rules, as_of);
    await writeGeoJson(join(folder, 'proposed.geojson'), proposed(run, shortfall));
    await writeCsv(join(folder, 'short_pairs.csv'), PAIR_COLUMNS, pairRows(run, shortfall));
    await writeCsv(join(folder, 'needs.csv'), NEED_COLUMNS, needRows(run, needs));
    await writeCsv(join(folder, 'street_gaps.csv'), GAP_COLUMNS, gapRows(run, needs));
  }
  const sum = (pick: (area: AreaShortfall) => number) =>
    shortfall.reduce((total, area) => total + pick(area), 0);
  return {
    vehicle: run.options.vehicle,
    season,
    rule_set: { code: run.town.rules.code, version: run.town.rules.version },
    as_of,
    hydrants: run.town.hydrants.length,
    working: sum(({ working }) => working),
    broken: sum(({ broken }) => broken),
    unknown: sum(({ unknown }) => unknown),
    usable: run.sources.filter(({ layer, source_class }) => layer === 'hydrant' && source_class === 'good')
      .length,
    demand: run.buildings.length,
    demand_short: sum(({ demand_short }) => demand_short),
    demand_unknown: run.buildings.filter(({ legs }) => legs.water === 'unknown').length,
    demand_unservable: sum(({ unservable }) => unservable),
    hydrants_missing: sum(({ hydrants_missing }) => hydrants_missing),
    missing_bound: sum(({ missing_bound }) => missing_bound),
    ...needs.totals,
    missing_by_rule: facts.by_rule && facts.by_rule.sites.length,
    missing_by_rule_bound: facts.by_rule && facts.by_rule.bound.reduce((all, { count }) => all + count, 0),
    to_measure: measured.rows.length,
    settled_by_all: measured.settled_by_all,
    shortfall: book && book.totals(),
  };
}

/** All verdicts from the one run. */
const judgementOf = (run: CoverageRun): Judgement => ({
  town: run.town,
  runs: [run],
  run_of_building: run.buildings.map(() => run),
  run_of_place: run.places.map(() => run),
});

const USABLE = { good: '1', weak: '0', none: '0', unknown: 'unknown' } as const;

/** `tested`: days of the latest test by id, where tests are on record. */
function* hydrantRows(
  { town, sources }: CoverageRun,
  as_of: string,
  tested: ReadonlyMap<number, string | null>,
): Generator<CsvValue[]> {
  const interval_days = town.rules.rules['hydrant.check_interval_days'].value;
  for (let i = 0; i < town.hydrants.length; i++) {
    const { id, lon_deg, lat_deg, area_id, status, flow_lps, pressure_mpa } = town.hydrants[i];
    const tested_on = tested.get(id) ?? town.hydrants[i].tested_on;
    const { source_class, reason } = sources[i];
    yield [
      id,
      fixed7(lon_deg),
      fixed7(lat_deg),
      area_id,
      status,
      USABLE[source_class],
      reason,
      flow_lps,
      pressure_mpa,
      tested_on,
      tested_on === null ? 'unknown' : daysBetween(tested_on, as_of) > interval_days ? 1 : 0,
    ];
  }
}

function* areaRows(
  { town }: CoverageRun,
  shortfall: readonly AreaShortfall[],
  needs: ReadonlyMap<number | '', AreaNeeds>,
  { gaps, by_rule }: ShortfallFacts,
): Generator<CsvValue[]> {
  const by_id = new Map(town.areas.map((area) => [area.id, area]));
  for (const row of shortfall) {
    const area = row.area_id === '' ? undefined : by_id.get(row.area_id);
    yield [
      row.area_id,
      area?.name ?? null,
      area?.has_mains === null || area === undefined ? 'unknown' : area.has_mains ? 1 : 0,
      row.working,
      row.broken,
      row.unknown,
      row.total,
      row.total === 0 ? null : fixed6(row.working / row.total),
      row.demand,
      row.demand_short,
      row.hydrants_missing,
      row.missing_bound,
      row.pool_m3_missing === null ? null : fixed3(row.pool_m3_missing),
      ...areaNeedValues(needs.get(row.area_id)),
      ...streetValues(gaps, by_rule, row.area_id === '' ? null : row.area_id),
    ];
  }
}

function streetValues(
  gaps: ShortfallFacts['gaps'],
  by_rule: ShortfallFacts['by_rule'],
  area_id: number | null,
): CsvValue[] {
  const here = gaps?.filter((gap) => gap.area_id === area_id && gap.side === null);
  return [
    here?.length ?? null,
    here ? fixed3(here.reduce((sum, { from_m, to_m }) => sum + to_m - from_m, 0)) : null,
    by_rule && by_rule.sites.filter((site) => site.area_id === area_id).length,
    by_rule && (by_rule.bound.find((bound) => bound.area_id === area_id)?.count ?? 0),
  ];
}

function byRule({ by_rule }: ShortfallFacts): FeatureCollection {
  const features = (by_rule?.sites ?? []).map(({ area_id, street_id, street_name, lon_deg, lat_deg }) => ({
    type: 'Feature' as const,
    geometry: { type: 'Point' as const, coordinates: [lon_deg, lat_deg] },
    properties: { area_id, street_id, street: street_name },
  }));
  return { type: 'FeatureCollection', features };
}

function* measureRows({ town }: CoverageRun, rows: readonly ToMeasure[]): Generator<CsvValue[]> {
  const hydrants = new Map(town.hydrants.map((hydrant) => [hydrant.id, hydrant]));
  const waters = new Map(town.water_sources.map((water) => [water.id, water]));
  for (let i = 0; i < rows.length; i++) {
    const { layer, id } = rows[i];
    const hydrant = layer === 'hydrant' ? hydrants.get(id) : undefined;
    const water = layer === 'water_source' ? waters.get(id) : undefined;
    const [lon_deg, lat_deg] = hydrant
      ? [hydrant.lon_deg, hydrant.lat_deg]
      : flatRings(water!.geom).coords_deg;
    const { area_id, name } = (hydrant ?? water)!;
    yield measureValues({
      ...rows[i],
      ...{ rank: i + 1, area_id, name, lon_deg, lat_deg },
      street_name: null,
      owner: null,
    });
  }
}

/** Which candidate would serve which short building of its area: what hydrants_missing and its bound follow from. */
function* pairRows({ town }: CoverageRun, shortfall: readonly AreaShortfall[]): Generator<CsvValue[]> {
  for (const { area_id, serves } of shortfall) {
    for (const [candidate, buildings] of serves) {
      for (const building of buildings) yield [area_id, candidate, town.buildings[building].id];
    }
  }
}

function proposed({ town }: CoverageRun, shortfall: readonly AreaShortfall[]): FeatureCollection {
  const features = shortfall.flatMap(({ area_id, proposed }) =>
    proposed.map(({ number, candidate: { street, along_mm }, buildings }) => ({
      type: 'Feature' as const,
      geometry: { type: 'Point' as const, coordinates: pointAt(town.streets, street, along_mm / 1000) },
      properties: {
        area_id: area_id === '' ? null : area_id,
        street: town.street_labels[street].name,
        buildings,
        candidate_id: number,
      },
    })),
  );
  return { type: 'FeatureCollection', features };
}

const daysBetween = (from: string, to: string) =>
  (Date.parse(to) - Date.parse(from.slice(0, 10))) / 86_400_000;

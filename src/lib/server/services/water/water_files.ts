import type { FeatureCollection } from 'geojson';
import { join } from 'node:path';
import { fixed3, fixed7, type CsvValue } from '../../../contract/csv.ts';
import { pointAt } from '../../../domain/network/along.ts';
import { DEMAND_COLUMNS, demandRows } from '../coverage/coverage_tables.ts';
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
];

export interface WaterSummary {
  vehicle: string;
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
}

/** Writes hydrants.csv, demand.csv, areas.csv, proposed.geojson, needs.csv and street_gaps.csv; gives the totals. */
export async function writeWaterFiles(
  run: CoverageRun,
  folder: string | null,
  as_of: string,
): Promise<WaterSummary> {
  const shortfall = waterShortfall(run);
  const needs = waterNeeds(run);
  if (folder !== null) {
    await writeCsv(join(folder, 'hydrants.csv'), HYDRANT_COLUMNS, hydrantRows(run, as_of));
    await writeCsv(join(folder, 'demand.csv'), DEMAND_COLUMNS, demandRows(run));
    await writeCsv(join(folder, 'areas.csv'), AREA_COLUMNS, areaRows(run, shortfall, needs.by_area));
    await writeGeoJson(join(folder, 'proposed.geojson'), proposed(run, shortfall));
    await writeCsv(join(folder, 'needs.csv'), NEED_COLUMNS, needRows(run, needs));
    await writeCsv(join(folder, 'street_gaps.csv'), GAP_COLUMNS, gapRows(run, needs));
  }
  const sum = (pick: (area: AreaShortfall) => number) =>
    shortfall.reduce((total, area) => total + pick(area), 0);
  return {
    vehicle: run.options.vehicle,
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
  };
}

const USABLE = { good: '1', weak: '0', none: '0', unknown: 'unknown' } as const;

function* hydrantRows({ town, sources }: CoverageRun, as_of: string): Generator<CsvValue[]> {
  const interval_days = town.rules.rules['hydrant.check_interval_days'].value;
  for (let i = 0; i < town.hydrants.length; i++) {
    const { id, lon_deg, lat_deg, area_id, status, flow_lps, pressure_mpa, tested_on } = town.hydrants[i];
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
      row.total === 0 ? null : fixed3(row.working / row.total),
      row.demand,
      row.demand_short,
      row.hydrants_missing,
      row.missing_bound,
      row.pool_m3_missing === null ? null : fixed3(row.pool_m3_missing),
      ...areaNeedValues(needs.get(row.area_id)),
    ];
  }
}

function proposed({ town }: CoverageRun, shortfall: readonly AreaShortfall[]): FeatureCollection {
  const features = shortfall.flatMap(({ area_id, proposed }) =>
    proposed.map(({ candidate: { street, along_mm }, buildings }) => ({
      type: 'Feature' as const,
      geometry: { type: 'Point' as const, coordinates: pointAt(town.streets, street, along_mm / 1000) },
      properties: {
        area_id: area_id === '' ? null : area_id,
        street: town.street_labels[street].name,
        buildings,
      },
    })),
  );
  return { type: 'FeatureCollection', features };
}

const daysBetween = (from: string, to: string) =>
  (Date.parse(to) - Date.parse(from.slice(0, 10))) / 86_400_000;

import type { MultiPolygon } from 'geojson';
import { encodeEwkb } from '../../../contract/ewkb.ts';
import type { CoverageCounts } from '../../../domain/coverage/coverage_counts.ts';
import type { VehicleCode } from '../../../domain/rules/rule_set.ts';
import { waterShortfall, type AreaShortfall } from '../water/water_shortfall.ts';
import { gapsGeoJson, ringsGeoJson, type GapProperties } from './coverage_pictures.ts';
import { totalsOf } from './coverage_totals.ts';
import type { Judgement } from './judgement.ts';
import { packed, type PackedGeoJson } from './packed_geojson.ts';
import { buildingVerdictRows, placeVerdictRows } from './verdict_rows.ts';

const KEPT = [
  'working',
  'broken',
  'unknown',
  'total',
  'demand',
  'demand_short',
  'hydrants_missing',
  'missing_bound',
  'unservable',
  'pool_m3_missing',
] as const satisfies readonly (keyof AreaShortfall)[];

/** What one area's direct members come to; kept in analysis_run.results_by_area under the area's id, '' for none. */
export interface AreaResults extends CoverageCounts {
  water: Pick<AreaShortfall, (typeof KEPT)[number]>;
}

export interface Picture extends PackedGeoJson {
  kind: 'rings' | 'gaps';
}

/** Everything of a judgement that is kept in tables, as plain values that cross threads. */
export interface RunResults {
  vehicles: VehicleCode[];
  totals: CoverageCounts;
  results_by_area: Record<string, AreaResults>;
  building_rows: unknown[][];
  place_rows: unknown[][];
  gap_rows: unknown[][];
  pictures: Picture[];
}

/** Counts, draws and lists a judgement. */
export async function runResults(judgement: Judgement): Promise<RunResults> {
  const { town, runs, run_of_building } = judgement;
  const { all, by_area } = totalsOf(run_of_building.map((run, building) => ({ run, building })));
  const results_by_area: Record<string, AreaResults> = {};
  for (const row of waterShortfall(runs[0], (i) => run_of_building[i])) {
    const totals = by_area.get(row.area_id) ?? totalsOf([]).all;
    const water = Object.fromEntries(KEPT.map((figure) => [figure, row[figure]])) as AreaResults['water'];
    results_by_area[row.area_id] = { ...totals, water };
  }
  const gaps = await gapsGeoJson({
    town,
    buildings: run_of_building.map((run, i) => run.buildings[i]),
    weight: runs[0].weight,
    weight_source: runs[0].weight_source,
  });
  return {
    vehicles: runs.map(({ options }) => options.vehicle),
    totals: all,
    results_by_area,
    building_rows: buildingVerdictRows(judgement),
    place_rows: placeVerdictRows(judgement),
    gap_rows: gaps.features.map(({ geometry, properties }) => gapRow(geometry, properties)),
    pictures: [
      { kind: 'rings', ...(await packed(await ringsGeoJson(...runs))) },
      { kind: 'gaps', ...(await packed(gaps)) },
    ],
  };
}

const gapRow = (geometry: MultiPolygon, gap: GapProperties) => [
  gap.rank,
  gap.area_id,
  gap.verdict,
  gap.failing_leg,
  gap.buildings,
  gap.people,
  gap.worst_arrival_s,
  encodeEwkb(geometry),
];

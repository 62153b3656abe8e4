import type { FeatureCollection, MultiPolygon } from 'geojson';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { encodeEwkb } from '../../../contract/ewkb.ts';
import type { VehicleCode } from '../../../domain/rules/rule_set.ts';
import { geoJsonChunks } from '../files/write_file.ts';
import { waterShortfall, type AreaShortfall } from '../water/water_shortfall.ts';
import { gapsGeoJson, ringsGeoJson, type GapProperties } from './coverage_pictures.ts';
import { totalsOf, type CoverageTotals } from './coverage_totals.ts';
import type { Judgement } from './judgement.ts';
import { buildingVerdictRows, placeVerdictRows } from './verdict_rows.ts';

/** What one area's direct members come to; kept in analysis_run.results_by_area under the area's id, '' for none. */
export interface AreaResults extends CoverageTotals {
  water: Omit<AreaShortfall, 'area_id' | 'proposed'>;
}

export interface Picture {
  kind: 'rings' | 'gaps';
  /** Of the GeoJSON before it was compressed, hex. */
  sha256: string;
  body_gzip: Uint8Array;
}

/** Everything of a judgement that is kept in tables, as plain values that cross threads. */
export interface RunResults {
  vehicles: VehicleCode[];
  totals: CoverageTotals;
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
  for (const { area_id, proposed: _, ...water } of waterShortfall(runs[0], (i) => run_of_building[i])) {
    const totals = by_area.get(area_id) ?? totalsOf([]).all;
    results_by_area[area_id] = { ...totals, water };
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
    pictures: [await picture('rings', await ringsGeoJson(...runs)), await picture('gaps', gaps)],
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

async function picture(kind: Picture['kind'], collection: FeatureCollection): Promise<Picture> {
  const body = Buffer.from([...geoJsonChunks(collection.features)].join(''));
  return {
    kind,
    sha256: createHash('sha256').update(body).digest('hex'),
    body_gzip: await promisify(gzip)(body),
  };
}

import { join } from 'node:path';
import { writeCsv, writeGeoJson, writeJson } from '../files/write_file.ts';
import { gapsGeoJson, ringsGeoJson } from './coverage_pictures.ts';
import {
  ARC_COLUMNS,
  arcRows,
  DEMAND_COLUMNS,
  demandRows,
  PLACE_COLUMNS,
  placeRows,
  STATION_COLUMNS,
  stationRows,
} from './coverage_tables.ts';
import { coverageSummary, type CoverageSummary } from './coverage_summary.ts';
import type { ScenarioOfRun } from '../scenario/named_scenario.ts';
import type { CoverageRun } from './run_coverage.ts';

/** Writes the files of a coverage run into a folder, each whole or not at all; gives the summary. */
export async function writeCoverageFiles(
  run: CoverageRun,
  folder: string,
  scenario: ScenarioOfRun | null = null,
): Promise<CoverageSummary> {
  const summary = coverageSummary(run, scenario);
  await writeCsv(join(folder, 'arcs.csv'), ARC_COLUMNS, arcRows(run));
  await writeCsv(join(folder, 'stations.csv'), STATION_COLUMNS, stationRows(run));
  await writeCsv(join(folder, 'demand.csv'), DEMAND_COLUMNS, demandRows(run));
  await writeCsv(join(folder, 'places.csv'), PLACE_COLUMNS, placeRows(run));
  await writeGeoJson(join(folder, 'gaps.geojson'), await gapsGeoJson(run));
  await writeGeoJson(join(folder, 'rings.geojson'), await ringsGeoJson(run));
  await writeJson(join(folder, 'summary.json'), summary);
  return summary;
}

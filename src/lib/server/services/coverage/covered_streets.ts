import type { Feature, FeatureCollection, Position } from 'geojson';
import { coveredStreet } from './coverage_pictures.ts';
import type { CoverageRun } from './run_coverage.ts';

/** The street any of the runs reaches within each of the times: six decimals of a degree, a tenth of a metre. */
export function coveredStreets(runs: readonly CoverageRun[], within_s: readonly number[]): FeatureCollection {
  const features = within_s.map((cutoff_s): Feature => ({
    type: 'Feature',
    id: cutoff_s,
    geometry: {
      type: 'MultiLineString',
      coordinates: runs.flatMap((run) => coveredStreet(run, cutoff_s * 1000).map(positionsOf)),
    },
    properties: { cutoff_s },
  }));
  return { type: 'FeatureCollection', features };
}

const positionsOf = (line: Float64Array): Position[] =>
  Array.from({ length: line.length / 2 }, (_, k) => [rounded(line[2 * k]), rounded(line[2 * k + 1])]);

const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

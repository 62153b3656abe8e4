import { goesBefore } from '../../../domain/coverage/best_verdict.ts';
import { ownersOf } from '../../../domain/coverage/stations.ts';
import { VEHICLES } from '../../../domain/rules/rule_set.ts';
import { seconds } from '../../../domain/units/units.ts';
import type { WaterSeason } from '../../../domain/water/natural_intake.ts';
import type { Town } from '../town/load_town.ts';
import { runCoverage, type CoverageRun } from './run_coverage.ts';

/**
 * One run per vehicle that a manned station owns, each with the stations that own it; the default vehicle alone where
 * there is none. `turnout_s` fills the turn-out of stations without one.
 */
export function runsPerVehicle(
  town: Town,
  cutoff_s: number,
  turnout_s: number | null = null,
  season: WaterSeason = 'wet',
): CoverageRun[] {
  const owners = ownersOf(town.stations);
  return VEHICLES.filter((vehicle) => owners.has(vehicle)).map((vehicle) =>
    runCoverage(town, {
      vehicle,
      cutoff_s: seconds(cutoff_s),
      turnout_s: turnout_s === null ? null : seconds(turnout_s),
      station_kinds: null,
      station_ids: owners.get(vehicle),
      season,
    }),
  );
}

/**
 * For each building (or place) the run whose verdict is best; ties to the earlier arrival, then the larger
 * vehicle.
 */
export function bestRunOf(
  runs: readonly CoverageRun[],
  index: number,
  of: 'buildings' | 'places' = 'buildings',
): CoverageRun {
  return runs.reduceRight((best, run) => (goesBefore(run[of][index], best[of][index]) ? run : best));
}

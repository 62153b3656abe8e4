import type { VehicleChoice } from '../../../contract/vehicle_choice.ts';
import { seconds } from '../../../domain/units/units.ts';
import type { WaterSeason } from '../../../domain/water/natural_intake.ts';
import type { Town } from '../town/load_town.ts';
import { bestRunOf, runsPerVehicle } from './best_run.ts';
import { runCoverage, type CoverageRun } from './run_coverage.ts';

/** The verdicts of a town for one choice of vehicle: each building's and place's come from one of the runs. */
export interface Judgement {
  town: Town;
  /** Smallest vehicle first. */
  runs: CoverageRun[];
  /** By building and by place: the run its verdict comes from. */
  run_of_building: CoverageRun[];
  run_of_place: CoverageRun[];
}

/**
 * One vehicle for every station, or the best over one run per vehicle that stations own; `turnout_s` fills theirs, `season` is
 * what natural water is judged for.
 */
export function judge(
  town: Town,
  vehicle: VehicleChoice,
  cutoff_s: number,
  turnout_s: number | null = null,
  season: WaterSeason = 'wet',
): Judgement {
  const runs =
    vehicle === 'best'
      ? runsPerVehicle(town, cutoff_s, turnout_s, season)
      : [
          runCoverage(town, {
            vehicle,
            cutoff_s: seconds(cutoff_s),
            turnout_s: turnout_s === null ? null : seconds(turnout_s),
            station_kinds: null,
            season,
          }),
        ];
  return {
    town,
    runs,
    run_of_building: town.buildings.map((_, i) => bestRunOf(runs, i)),
    run_of_place: town.places.map((_, i) => bestRunOf(runs, i, 'places')),
  };
}

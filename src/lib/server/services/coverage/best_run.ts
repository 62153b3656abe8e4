import { VEHICLES, type VehicleCode } from '../../../domain/rules/rule_set.ts';
import type { Verdict } from '../../../domain/coverage/verdict.ts';
import { seconds } from '../../../domain/units/units.ts';
import type { Town } from '../town/load_town.ts';
import { runCoverage, type CoverageRun } from './run_coverage.ts';

/** Best first: where several vehicles come, a building has the best verdict any of them gives it. */
const BEST_FIRST: Record<Verdict, number> = {
  covered: 0,
  unknown: 1,
  'weak-water': 2,
  'no-water': 3,
  'hose-short': 4,
  late: 5,
  'too-narrow': 6,
  unreachable: 7,
};

/** A station whose vehicles nobody recorded is taken to own this one. */
const DEFAULT_VEHICLE: VehicleCode = 'pumper';

/**
 * One run per vehicle that a station owns, each with the stations that own it; the default vehicle alone where
 * there is no station.
 */
export function runsPerVehicle(town: Town, cutoff_s: number): CoverageRun[] {
  const owners = new Map<VehicleCode, Set<number>>();
  for (const { id, vehicles } of town.stations) {
    for (const vehicle of vehicles.length > 0 ? (vehicles as VehicleCode[]) : [DEFAULT_VEHICLE]) {
      owners.set(vehicle, (owners.get(vehicle) ?? new Set()).add(id));
    }
  }
  if (owners.size === 0) owners.set(DEFAULT_VEHICLE, new Set());
  return VEHICLES.filter((vehicle) => owners.has(vehicle)).map((vehicle) =>
    runCoverage(town, {
      vehicle,
      cutoff_s: seconds(cutoff_s),
      turnout_s: null,
      station_kinds: null,
      station_ids: owners.get(vehicle),
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
  return runs.reduceRight((best, run) => {
    const a = run[of][index];
    const b = best[of][index];
    const better =
      BEST_FIRST[a.verdict] - BEST_FIRST[b.verdict] ||
      (a.arrival_ms ?? Infinity) - (b.arrival_ms ?? Infinity);
    return better < 0 ? run : best;
  });
}

import type { LiveTown } from './live_town.ts';
import { hydrantGroups } from './hydrant_groups.ts';
import { obstacleGroups } from './obstacle_groups.ts';
import type { TownData } from './town_data.ts';
import { NO_GAIN, type WorkGain } from './work_gain.ts';
import { workItems, WORK_VEHICLES, type WorkItem, type WorkKind, type WorkVehicle } from './work_items.ts';
import { workOrder } from './work_order.ts';
import { WorkTrial, type Tried } from './work_trial.ts';

export interface WorkListOptions {
  kind: WorkKind;
  /** Whom the order is made for. */
  vehicle: WorkVehicle;
  cutoff_s: number;
  /** Told the share done; after the single figures the rest is guessed. */
  onProgress?: (share: number) => void;
  /** Asked before every trial; true ends the work without a list. */
  stopped?: () => boolean;
}

/** What one piece of work comes to. */
export interface WorkRow {
  /** Id of the obstacle, hydrant or station. */
  row: number;
  /** Id of the street an obstacle stands on; null where it stands on none, and for others. */
  street_id: number | null;
  /** What doing this alone gives back, by vehicle. */
  alone: Record<WorkVehicle, WorkGain>;
  /** Index into the steps, null where it is in none. */
  step: number | null;
}

export interface WorkList {
  kind: WorkKind;
  vehicle: WorkVehicle;
  cutoff_s: number;
  /** Ascending by id. */
  rows: WorkRow[];
  /** The order for `vehicle`; rows of each ascending. Gains are on top of the steps before. */
  steps: { rows: number[]; gain: WorkGain }[];
}

class Stopped extends Error {}

/** Share of the work that the single figures are, about. */
const ALONE_SHARE = 0.7;

/**
 * What every obstacle, broken hydrant or empty station of a town costs, and in which order to put them right. For each
 * piece of work the town is asked how it would be with that alone done, for each vehicle, and every figure is
 * what two full runs with and without it come to. Regained: buildings whose arrive leg (hydrants: water leg) turns pass.
 * Obstacles that leave a vehicle enough, by known sizes, and those on streets too small for it are not asked:
 * clearing them regains nothing. (Without them a street is one piece instead of three, whose travel time rounds
 * otherwise by a millisecond or two; a building on the very edge of the cutoff is not counted for that.)
 *
 * Null where it was stopped. `town` is left in some state; whatever it is asked next is answered right.
 */
export function workList(
  data: TownData,
  town: LiveTown,
  { kind, vehicle, cutoff_s, onProgress = () => {}, stopped = () => false }: WorkListOptions,
): WorkList | null {
  const items = workItems(data, kind);
  const others = WORK_VEHICLES.filter((code) => code !== vehicle);
  const asked = [...others, vehicle];
  const trials = items.length * asked.length;
  let tried = 0;
  const next = () => {
    if (stopped()) throw new Stopped();
    const beyond = Math.max(0, tried - trials);
    const of_order = beyond / (beyond + items.length + 1);
    onProgress((ALONE_SHARE * Math.min(tried, trials)) / Math.max(1, trials) + (1 - ALONE_SHARE) * of_order);
    tried++;
  };
  const trialFor = (code: WorkVehicle) => new WorkTrial({ town, data, kind, items, vehicle: code, cutoff_s });
  const streetOf = ({ street }: WorkItem) => data.streets.id[street] ?? null;
  try {
    const alone = new Map<WorkVehicle, WorkGain[]>();
    for (const code of others) {
      alone.set(
        code,
        triedAlone(trialFor(code), code, next).map((one) => one?.gain ?? NO_GAIN),
      );
    }
    const trial = trialFor(vehicle);
    const singles = triedAlone(trial, vehicle, next);
    alone.set(
      vehicle,
      singles.map((one) => one?.gain ?? NO_GAIN),
    );
    const candidates = items.flatMap(({ matters }, item) => (matters(vehicle) ? [item] : []));
    const groups: Record<WorkKind, () => number[][]> = {
      obstacle: () => obstacleGroups(trial, candidates),
      hydrant: () => hydrantGroups(trial, candidates, singles),
      station: () => [],
    };
    const order = workOrder(
      trial,
      candidates.map((item) => ({ item, tried: singles[item] })),
      groups[kind](),
      next,
    );
    const step_of = new Map(order.flatMap((step, i) => step.items.map((item) => [item, i] as const)));
    return {
      kind,
      vehicle,
      cutoff_s,
      rows: items.map((item, i) => ({
        row: item.row,
        street_id: streetOf(item),
        alone: Object.fromEntries(WORK_VEHICLES.map((code) => [code, alone.get(code)![i]])) as Record<
          WorkVehicle,
          WorkGain
        >,
        step: step_of.get(i) ?? null,
      })),
      steps: order.map((step) => ({ rows: step.items.map((item) => items[item].row), gain: step.gain })),
    };
  } catch (error) {
    if (error instanceof Stopped) return null;
    throw error;
  }
}

/** What each item gives back alone; null where it does not matter to the vehicle. */
function triedAlone(trial: WorkTrial, vehicle: WorkVehicle, next: () => void): (Tried | null)[] {
  return trial.items.map((item, i) => {
    next();
    return item.matters(vehicle) ? trial.try([i]) : null;
  });
}

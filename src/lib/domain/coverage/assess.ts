import { NONE } from '../network/network.ts';
import type { WaterAnswer } from '../water/water_leg.ts';
import type { Reach } from './reach.ts';
import type { NearestStop, StopPoint } from './stops.ts';
import { verdictOf, type ArriveFailure, type Leg, type LegName, type Verdict } from './verdict.ts';

/** The way nearest a building's footprint, and the door: the footprint's point nearest that way. */
export interface Door {
  lon_deg: number;
  lat_deg: number;
  /** Edge of the walkable graph, millimetres along its way, straight distance from there to the door. */
  edge: number;
  along_mm: number;
  straight_m: number;
  /**
   * False where the nearest way of all belongs to a fragment no street touches: the data does not show how to get
   * from the streets to the door, so a path that would be short enough stays unknown.
   */
  path_mapped: boolean;
}

export interface Assessment {
  /** Null where no street can be walked to. */
  stop: StopPoint | null;
  hose_m: number | null;
  /** Null where the vehicle does not get to the stop at all. */
  arrival_ms: number | null;
  /** Order of the station it comes from. */
  station: number | null;
  water: WaterAnswer;
  legs: Record<LegName, Leg>;
  verdict: Verdict;
  failing_leg: LegName | '';
}

/**
 * Which points of streets count as stops: reached in time over known widths; in time with unknown widths passable;
 * at any time so; at any time with sizes and obstacles ignored; any at all.
 */
export type StopChoice = 'known' | 'open' | 'reached' | 'any_size' | 'street';

/** Finds stops for doors. There is one that searches a whole town at once and one that is kept up while it is edited. */
export interface StopFinder<D extends Door> {
  /**
   * The stop nearest to a door on foot: the shortest hose path; ties to the earlier arrival (where stops are reached),
   * then the lower arc, then the lower share. With `within_hose`, stops the attack hose does not reach may be left out.
   */
  nearest(choice: StopChoice, door: D, within_hose: boolean): NearestStop | null;
}

export interface AssessorInput<D extends Door> {
  stops: StopFinder<D>;
  /** The same stations searched at two levels of confidence. */
  known: Pick<Reach, 'at'>;
  open: Pick<Reach, 'at'>;
  /** `asker`: place among the town's AskingBuildings of who asks for the sum of what is in reach; -1 for others. */
  waterAt: (stop: StopPoint, asker: number) => WaterAnswer;
  cutoff_ms: number;
  attack_hose_m: number;
}

const NO_WATER: WaterAnswer = { water: 'fail', weak_source: false, source: null, distance_mm: null };

/**
 * Judges buildings one at a time. A stop is a point the hose can serve the door from, so stops within
 * `attack_hose_m` are looked for first, in this order; within each, the shortest hose path, then the earlier arrival,
 * then the lower arc:
 * 1. in time over known widths — arrive passes; 2. in time only through an unknown width — arrive is unknown;
 * 3. reached later — late; 4. reached only if sizes and obstacles are ignored — too-narrow; 5. on a street nobody
 * reaches — unreachable. Where no street comes within the hose, the stop is the nearest the vehicle
 * reaches at all, arrive is judged there and hose fails. (Taking the nearest point in time at any distance instead
 * would call a hamlet ten kilometres out "in time" and blame its hose.)
 */
export class Assessor<D extends Door = Door> {
  readonly #input: AssessorInput<D>;
  #asker = -1;

  constructor(input: AssessorInput<D>) {
    this.#input = input;
  }

  /** `door` is null where the town has no way to walk on; `asker` see AssessorInput.waterAt. */
  assess(door: D | null, asker = -1): Assessment {
    this.#asker = asker;
    if (!door) return this.#judged(null, null, 'fail', 'unreachable');
    const known = this.#withinHose('known', door);
    if (known) return this.#judged(door, known, 'pass', 'late');
    const open = this.#withinHose('open', door);
    if (open) return this.#judged(door, open, 'unknown', 'late');
    const reached = this.#withinHose('reached', door);
    if (reached) return this.#judged(door, reached, 'fail', 'late');
    const any_size = this.#withinHose('any_size', door);
    if (any_size) return this.#judged(door, any_size, 'fail', 'too-narrow');
    const street = this.#withinHose('street', door);
    if (street) return this.#judged(door, street, 'fail', 'unreachable');
    return this.#beyondHose(door);
  }

  #withinHose(choice: StopChoice, door: D): NearestStop | null {
    const { stops, attack_hose_m } = this.#input;
    const found = stops.nearest(choice, door, true);
    return found !== null && hoseLength_m(found, door) <= attack_hose_m ? found : null;
  }

  #beyondHose(door: D): Assessment {
    const { stops } = this.#input;
    const reached = stops.nearest('reached', door, false);
    if (reached) return this.#judged(door, reached, this.#arriveAt(reached.stop), 'late');
    const any_size = stops.nearest('any_size', door, false);
    if (any_size) return this.#judged(door, any_size, 'fail', 'too-narrow');
    return this.#judged(door, stops.nearest('street', door, false), 'fail', 'unreachable');
  }

  #arriveAt(stop: StopPoint): Leg {
    const { known, open, cutoff_ms } = this.#input;
    if (known.at(stop.edge, stop.t).arrival <= cutoff_ms) return 'pass';
    return open.at(stop.edge, stop.t).arrival <= cutoff_ms ? 'unknown' : 'fail';
  }

  #judged(
    door: Door | null,
    found: NearestStop | null,
    arrive: Leg,
    arrive_failure: ArriveFailure,
  ): Assessment {
    const { open, waterAt, attack_hose_m } = this.#input;
    const at = found && open.at(found.stop.edge, found.stop.t);
    const hose_m = door && found && hoseLength_m(found, door);
    const hose: Leg =
      hose_m === null || hose_m > attack_hose_m ? 'fail' : door?.path_mapped ? 'pass' : 'unknown';
    const water_answer = found ? waterAt(found.stop, this.#asker) : NO_WATER;
    const legs = { arrive, hose, water: water_answer.water };
    const arrived = at !== null && at.arrival !== NONE;
    return {
      stop: found?.stop ?? null,
      hose_m,
      arrival_ms: arrived ? at.arrival : null,
      station: arrived ? at.label : null,
      water: water_answer,
      legs,
      ...verdictOf({ ...legs, arrive_failure, weak_source: water_answer.weak_source }),
    };
  }
}

/** Whole millimetres, so that what is judged is what is printed. */
const hoseLength_m = (found: NearestStop, door: Door) =>
  (found.hose_mm + Math.floor(door.straight_m * 1000 + 0.5)) / 1000;

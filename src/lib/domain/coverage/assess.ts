import { NONE, type Network } from '../network/network.ts';
import type { WalkGround } from '../search/walk_field.ts';
import type { WaterAnswer, WaterLeg } from '../water/water_leg.ts';
import type { Reach } from './reach.ts';
import { StopField, type NearestStop, type StopPoint } from './stops.ts';
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

export interface AssessorInput {
  drive: Network;
  ground: WalkGround;
  /** The same stations searched at three levels of confidence. */
  known: Reach;
  open: Reach;
  any_size: Reach;
  water: WaterLeg;
  /** Where the stop lies on the walkable graph. */
  onGround: (stop: StopPoint) => { edge: number; along_mm: number };
  cutoff_ms: number;
  attack_hose_m: number;
}

type StopChoice = 'known' | 'open' | 'reached' | 'any_size' | 'street';

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
export class Assessor {
  readonly #input: AssessorInput;
  readonly #fields: Record<StopChoice, StopField>;

  constructor(input: AssessorInput) {
    this.#input = input;
    const { drive, ground, known, open, any_size, cutoff_ms } = input;
    const arrival = (edge: number, t: number) => open.at(edge, t).arrival;
    const none = () => NONE;
    this.#fields = {
      known: new StopField(drive, ground, (edge) => known.pieces(edge, cutoff_ms), arrival),
      open: new StopField(drive, ground, (edge) => open.pieces(edge, cutoff_ms), arrival),
      reached: new StopField(drive, ground, (edge) => open.pieces(edge, Infinity), arrival),
      any_size: new StopField(drive, ground, (edge) => any_size.pieces(edge, Infinity), none),
      street: new StopField(drive, ground, () => [0, 1], none),
    };
  }

  /** `door` is null where the town has no way to walk on. */
  assess(door: Door | null): Assessment {
    if (!door) return this.#judged(null, null, 'fail', 'unreachable');
    const { attack_hose_m } = this.#input;
    const within = (found: NearestStop | null) =>
      found !== null && hoseLength_m(found, door) <= attack_hose_m ? found : null;
    const near = (choice: StopChoice) => this.#fields[choice].nearest(door.edge, door.along_mm);

    const known = within(near('known'));
    if (known) return this.#judged(door, known, 'pass', 'late');
    const open = within(near('open'));
    if (open) return this.#judged(door, open, 'unknown', 'late');
    const reached = near('reached');
    if (within(reached)) return this.#judged(door, reached, 'fail', 'late');
    const any_size = near('any_size');
    if (within(any_size)) return this.#judged(door, any_size, 'fail', 'too-narrow');
    const street = near('street');
    if (within(street)) return this.#judged(door, street, 'fail', 'unreachable');
    if (reached) return this.#judged(door, reached, this.#arriveAt(reached.stop), 'late');
    if (any_size) return this.#judged(door, any_size, 'fail', 'too-narrow');
    return this.#judged(door, street, 'fail', 'unreachable');
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
    const { open, water, onGround, attack_hose_m } = this.#input;
    const at = found && open.at(found.stop.edge, found.stop.t);
    const hose_m = door && found && hoseLength_m(found, door);
    const hose: Leg =
      hose_m === null || hose_m > attack_hose_m ? 'fail' : door?.path_mapped ? 'pass' : 'unknown';
    const place = found && onGround(found.stop);
    const water_answer = place ? water.at(place.edge, place.along_mm) : NO_WATER;
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

import type { LiveQuestion } from './live_question.ts';
import type { LiveTown } from './live_town.ts';
import type { StreetStretch } from './street_stretch.ts';
import type { BuildingColumns } from './town_data.ts';
import { GainCounter, type WorkGain } from './work_gain.ts';
import { WORK_LEG, type WorkItem, type WorkKind, type WorkVehicle } from './work_items.ts';

/** What doing some work came to. */
export interface Tried {
  gain: WorkGain;
  /** Buildings whose leg got better, ascending. */
  better: Uint32Array;
  /** Base edges reached otherwise, in no order; null: not told. */
  edges: Uint32Array | null;
}

export interface TrialInput {
  town: LiveTown;
  buildings: BuildingColumns;
  kind: WorkKind;
  items: readonly WorkItem[];
  vehicle: WorkVehicle;
  cutoff_s: number;
}

/** Tries work on a town, by index into `items`, on top of what counts as done. */
export class WorkTrial {
  readonly items: readonly WorkItem[];
  readonly #town: LiveTown;
  readonly #kind: WorkKind;
  readonly #question: Omit<LiveQuestion, 'edits'>;
  readonly #counter: GainCounter;
  #done: readonly number[] = [];
  /** The town is not as what counts as done leaves it. */
  #is_away = false;

  constructor({ town, buildings, kind, items, vehicle, cutoff_s }: TrialInput) {
    this.items = items;
    this.#town = town;
    this.#kind = kind;
    this.#question = { vehicle, cutoff_s, turnout_s: null };
    this.#counter = new GainCounter(buildings, WORK_LEG[kind]);
    this.#counter.compareWith(this.#judge([]));
  }

  /**
   * What some work gives back. The town goes there from what counts as done, so that it tells everything that differs, and
   * is left with the work done.
   */
  try(items: readonly number[]): Tried {
    if (this.#is_away) this.#judge(this.#done);
    const judgement = this.#judge([...this.#done, ...items]);
    this.#is_away = true;
    const edges = this.#kind === 'hydrant' ? new Uint32Array(0) : judgement.edges;
    return { ...this.#counter.gainOf(judgement), edges };
  }

  /** Counts some work as done from now on; what it came to. */
  do(items: readonly number[]): Tried {
    const tried = this.try(items);
    this.#done = [...this.#done, ...items];
    this.#counter.compareWith(this.#judge(this.#done));
    this.#is_away = false;
    return tried;
  }

  /** Ways to a building with the work tried last done. */
  waysOf(building: number): StreetStretch[][] {
    return this.#town.waysTo(building);
  }

  #judge(items: readonly number[]) {
    const edits = items.flatMap((item) => this.items[item].edits);
    return this.#town.judge({ ...this.#question, edits });
  }
}

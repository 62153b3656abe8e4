import type { LiveQuestion } from './live_question.ts';
import type { LiveTown } from './live_town.ts';
import type { StreetStretch } from './street_stretch.ts';
import type { TownData } from './town_data.ts';
import { GainCounter, type WorkGain } from './work_gain.ts';
import { WORK_LEG, type WorkItem, type WorkKind, type WorkVehicle } from './work_items.ts';

/** What doing some work came to. */
export interface Tried {
  gain: WorkGain;
  /** Buildings whose leg got better, ascending. */
  better: Uint32Array;
  /** Base edges reached otherwise, in no order; null: not told. */
  edges: Uint32Array | null;
  /** Of hydrants: buildings that ask for a sum it may add to, in no order; null: not told. */
  asking: Uint32Array | null;
}

export interface TrialInput {
  town: LiveTown;
  data: Pick<TownData, 'buildings' | 'asking'>;
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
  /** Buildings that ask for a sum. */
  readonly #asking: ReadonlySet<number>;
  #done: readonly number[] = [];
  /** The town is not as what counts as done leaves it. */
  #is_away = false;

  constructor({ town, data, kind, items, vehicle, cutoff_s }: TrialInput) {
    this.items = items;
    this.#town = town;
    this.#kind = kind;
    this.#question = { vehicle, cutoff_s, turnout_s: null };
    this.#counter = new GainCounter(data.buildings, WORK_LEG[kind]);
    this.#asking = new Set(kind === 'hydrant' ? data.asking.building : []);
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
    const asking =
      this.#asking.size === 0
        ? new Uint32Array(0)
        : (judgement.buildings?.filter((building) => this.#asking.has(building)) ?? null);
    return { ...this.#counter.gainOf(judgement), edges, asking };
  }

  /** Counts some work as done from now on; what it came to. */
  do(items: readonly number[]): Tried {
    const tried = this.try(items);
    this.#done = [...this.#done, ...items];
    this.#counter.compareWith(this.#judge(this.#done));
    this.#is_away = false;
    return tried;
  }

  /** Whether a building's leg passes with what counts as done. */
  passes(building: number): boolean {
    return this.#counter.passes(building);
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

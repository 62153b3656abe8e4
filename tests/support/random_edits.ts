import {
  FIRST_ADDED_ROW,
  foldEdits,
  type Edit,
  type EditLayer,
  type Position,
} from '../../src/lib/domain/live/edit.ts';
import type { LiveQuestion } from '../../src/lib/domain/live/live_question.ts';
import { pointAt, wayLength_m } from '../../src/lib/domain/network/along.ts';
import { VEHICLES } from '../../src/lib/domain/rules/rule_set.ts';
import type { TownData } from '../../src/lib/domain/live/town_data.ts';

type EditedTown = Pick<TownData, 'streets' | 'stations' | 'obstacles' | 'sources'>;

const OBSTACLE_KINDS = ['bollard', 'gate', 'stall', 'parked', 'anything'];

/**
 * A person trying things out on a town: puts up, moves, changes and takes away stations, obstacles and hydrants, narrows
 * and closes streets, changes the question, takes steps back. Each call of `next` gives the whole question then.
 */
export class RandomEdits {
  readonly #town: EditedTown;
  readonly #random: () => number;
  #edits: Edit[] = [];
  #question: Omit<LiveQuestion, 'edits'> = { vehicle: 'best', cutoff_s: 180, turnout_s: null };
  #next_row = FIRST_ADDED_ROW;

  constructor(town: EditedTown, random: () => number) {
    this.#town = town;
    this.#random = random;
  }

  next(): LiveQuestion {
    const steps: [weight: number, step: () => void][] = [
      [3, () => this.#change('station')],
      [3, () => this.#change('obstacle')],
      [2, () => this.#change('hydrant')],
      [3, () => this.#add()],
      [2, () => this.#remove()],
      [3, () => this.#street()],
      [2, () => this.#ask()],
      [2, () => this.#undo()],
    ];
    const total = steps.reduce((sum, [weight]) => sum + weight, 0);
    let at = this.#random() * total;
    for (const [weight, step] of steps) {
      at -= weight;
      if (at >= 0) continue;
      step();
      break;
    }
    return { ...this.#question, edits: [...this.#edits] };
  }

  #undo(): void {
    const back = this.#random() < 0.1 ? this.#edits.length : 1 + this.#below(3);
    this.#edits = this.#edits.slice(0, Math.max(0, this.#edits.length - back));
  }

  #ask(): void {
    const which = this.#below(3);
    if (which === 0) this.#question = { ...this.#question, vehicle: this.#one(['best', ...VEHICLES]) };
    if (which === 1) this.#question = { ...this.#question, cutoff_s: this.#one([60, 90, 120, 180, 300]) };
    if (which === 2) this.#question = { ...this.#question, turnout_s: this.#one([null, 0, 30, 75.5]) };
  }

  #add(): void {
    const row = this.#next_row++;
    const at_deg = this.#anywhere();
    const layer = this.#one(['station', 'obstacle', 'hydrant'] as const);
    if (layer === 'station') this.#edits.push({ kind: 'add', layer, row, at_deg, body: this.#stationBody() });
    if (layer === 'obstacle')
      this.#edits.push({ kind: 'add', layer, row, at_deg, body: this.#obstacleBody() });
    if (layer === 'hydrant') this.#edits.push({ kind: 'add', layer, row, at_deg, body: this.#hydrantBody() });
  }

  #change(layer: 'station' | 'obstacle' | 'hydrant'): void {
    const row = this.#row(layer);
    if (row === null) return;
    const moved = this.#random() < 0.6 ? { at_deg: this.#anywhere() } : {};
    const change = { kind: 'change', row, ...moved } as const;
    if (layer === 'station') {
      const { turnout_s, vehicles } = this.#stationBody();
      this.#edits.push({ ...change, layer, body: this.#one([{}, { turnout_s }, { vehicles }]) });
    } else if (layer === 'obstacle') {
      const { kind, clear_width_m } = this.#obstacleBody();
      this.#edits.push({ ...change, layer, body: this.#one([{}, { clear_width_m }, { kind }]) });
    } else {
      const { flow_lps, pressure_mpa } = this.#hydrantBody();
      this.#edits.push({
        ...change,
        layer,
        body: this.#one([{ status: 'working' }, { status: 'broken' }, { flow_lps }, { pressure_mpa }]),
      });
    }
  }

  #remove(): void {
    const layer = this.#one(['station', 'obstacle', 'hydrant'] as const);
    const row = this.#row(layer);
    if (row !== null) this.#edits.push({ kind: 'remove', layer, row });
  }

  #street(): void {
    const { id, count } = this.#town.streets;
    if (count === 0) return;
    this.#edits.push({
      kind: 'change',
      layer: 'street',
      row: id[this.#below(count)],
      body: this.#one([
        { closed: true },
        { closed: false },
        { width_m: 1 + 5 * this.#random() },
        { width_m: null },
        { max_width_m: this.#one([1.9, 2.3, null]) },
        { max_height_m: this.#one([2.1, 3.7, null]) },
      ]),
    });
  }

  /** A row that stands now, mostly; sometimes one taken away before, or one the town never had. */
  #row(layer: Exclude<EditLayer, 'street'>): number | null {
    const { stations, obstacles, sources } = this.#town;
    const base = {
      station: stations.map(({ id }) => id),
      obstacle: obstacles.map(({ id }) => id),
      hydrant: sources.filter((source) => source.layer === 'hydrant').map(({ id }) => id),
    }[layer];
    const folded = foldEdits(this.#edits)[layer];
    const added = [...folded.entries()].filter(([, edit]) => edit.added).map(([row]) => row);
    const rows = [...base, ...added, ...added];
    if (rows.length === 0 || this.#random() < 0.02) return 999_999;
    return this.#one(rows);
  }

  /** On a street or a little way off; now and then far from all. */
  #anywhere(): Position {
    const { streets } = this.#town;
    if (streets.count === 0) return [118, 25];
    const street = this.#below(streets.count);
    const share = this.#one([0, 0.5, 1, this.#random(), this.#random(), this.#random()]);
    const [lon, lat] = pointAt(streets, street, share * wayLength_m(streets, street));
    const off_deg = this.#one([0, 0, 3e-5, 1e-4, 2e-3]);
    return [lon + off_deg * (this.#random() - 0.5), lat + off_deg * (this.#random() - 0.5)];
  }

  #stationBody() {
    const vehicles = this.#one([[], ['pumper'], ['mini'], ['trike', 'ladder'], ['walk'], ['mini', 'pumper']]);
    return {
      name: null,
      kind: this.#one(['micro', 'brigade', 'national', 'enterprise'] as const),
      turnout_s: this.#one([null, 0, 20, 45.25]),
      vehicles: vehicles as (typeof VEHICLES)[number][],
    };
  }

  #obstacleBody() {
    return {
      kind: this.#one(OBSTACLE_KINDS),
      clear_width_m: this.#one([null, 0, 1.6, 2.2, 3.2, 6]),
      clear_height_m: this.#one([null, null, 2.5]),
    };
  }

  #hydrantBody() {
    return {
      name: null,
      status: this.#one(['working', 'working', 'broken', 'unknown'] as const),
      flow_lps: this.#one([null, 5, 15, 20, 30]),
      pressure_mpa: this.#one([null, 0.05, 0.2]),
    };
  }

  readonly #below = (count: number) => Math.floor(this.#random() * count);
  readonly #one = <T>(of: readonly T[]): T => of[this.#below(of.length)];
}

import type { Network } from '../../src/lib/domain/network/network.ts';
import { LiveSearch, type LiveSeed } from '../../src/lib/domain/search/live_search.ts';
import { Searcher } from '../../src/lib/domain/search/search.ts';
import { seedsFromPositions } from '../../src/lib/domain/search/seeds.ts';
import type { ArcCosts } from '../../src/lib/domain/network/costs.ts';
import { atMost, median, timed, type Bench, type BenchCheck, type BenchRow } from './bench.ts';
import { generatedTown } from './generated_town.ts';
import { seededRandom } from './seeded_random.ts';

const NODES = 1_000_000;
const STATIONS = 1000;
const RUNS = 400;
/** Moves of one drag. */
const MOVES = 8;
const CHECKED = 4;
const TURNOUT_MS = 60_000;

type Place = { edge: number; t: number };

/** An edit and what takes it back; both settle. Gives the nodes that changed. */
interface Edit {
  apply(): number;
  undo(): void;
}

/**
 * Edits of a large town with many stations, each until the arrivals and labels of all nodes are right again, against
 * a whole search of the same town by the searcher that stays in memory.
 */
export const bench: Bench = {
  name: 'live-edits',
  async run({ say }) {
    const { network, costs } = generatedTown(NODES, 20_263, 'ignore');
    say(`town of ${network.node_count} nodes, ${network.arc_count} arcs, ${STATIONS} stations`);
    const town = new EditedTown(network, costs);
    const begun = performance.now();
    town.live.settle();
    say(`first settled in ${(performance.now() - begun).toFixed(0)} ms`);
    const whole_ms = median(await timed(5, 2, () => town.search()));

    const rows: BenchRow[] = [];
    const checks: BenchCheck[] = [
      atMost('live search, bytes a node', town.live.byte_length / network.node_count, 14),
    ];
    const drags: number[] = [];
    for (const [what, edit] of town.edits()) {
      const times: number[] = [];
      let [changed, differences] = [0, 0];
      for (let run = -20; run < RUNS; run++) {
        const { apply, undo } = edit();
        const start = performance.now();
        const count = apply();
        const took_ms = performance.now() - start;
        if (run >= 0) times.push(took_ms);
        changed += count;
        if (run >= 0 && run % (RUNS / CHECKED) === 0) differences += town.differences();
        undo();
      }
      differences += town.differences();
      if (what === 'drag') drags.push(...times);
      const [middle, late] = [median(times), p95(times)];
      rows.push(
        {
          what: `${what}, median of ${RUNS}`,
          rival: 'a whole search',
          rival_ms: whole_ms,
          ours_ms: middle,
          ratio: whole_ms / middle,
        },
        {
          what: `${what}, p95`,
          rival: 'a whole search',
          rival_ms: whole_ms,
          ours_ms: late,
          ratio: whole_ms / late,
        },
      );
      checks.push(
        {
          what: `${what}: nodes change`,
          ok: changed > 0,
          seen: `${Math.round(changed / (RUNS + 20))} an edit`,
        },
        {
          what: `${what}: arrivals and labels of a whole search, ${CHECKED + 1} times`,
          ok: differences === 0,
          seen: `${differences} of ${(CHECKED + 1) * network.node_count} differ`,
        },
      );
    }
    checks.push(atMost('drag, p95', p95(drags), 5, ' ms'));
    return { rows, checks };
  },
};

const p95 = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(0.95 * values.length)];

class EditedTown {
  readonly live: LiveSearch;
  readonly #searcher: Searcher;
  readonly #network: Network;
  readonly #costs: ArcCosts;
  readonly #random = seededRandom(11);
  readonly #stations: Place[];
  readonly #seeds: LiveSeed[][];

  constructor(network: Network, costs: ArcCosts) {
    const partner = Uint32Array.from(network.arc_edge, (directed) => network.edge_arc[directed ^ 1]);
    this.#network = network;
    this.#costs = costs;
    this.#searcher = new Searcher(network);
    this.live = new LiveSearch({ ...network, partner }, { cost: costs.cost_ms, pass: costs.pass }, 1);
    this.#stations = Array.from({ length: STATIONS }, () => this.#anyPlace());
    this.#seeds = this.#stations.map(() => []);
    this.#stations.forEach((place, label) => this.#put(label, place));
  }

  /** The edits to time, by name: each call picks another. */
  edits(): [string, () => Edit][] {
    return [
      ['add a station', () => this.#adding()],
      ['remove a station', () => this.#removing()],
      ['drag', () => this.#dragging()],
      ['block any arc', () => this.#blocking(this.#below(this.#network.arc_count))],
      ["block a station's exit", () => this.#blocking(this.#exit(this.#below(STATIONS)))],
    ];
  }

  search() {
    const seeds = this.#seeds.flatMap((of, label) => of.map((seed) => ({ ...seed, label })));
    return this.#searcher.run(
      { cost: this.#costs.cost_ms, pass: this.#costs.pass },
      {
        node: Uint32Array.from(seeds, ({ node }) => node),
        delay: Uint32Array.from(seeds, ({ delay }) => delay),
        label: Uint32Array.from(seeds, ({ label }) => label),
      },
      { least_pass: 1 },
    );
  }

  /** Nodes where the live search and a whole one do not agree. */
  differences(): number {
    const { arrival, label } = this.search();
    let count = 0;
    for (let node = 0; node < arrival.length; node++) {
      if (arrival[node] !== this.live.arrival[node] || label[node] !== this.live.label[node]) count++;
    }
    return count;
  }

  #adding(): Edit {
    const place = this.#anyPlace();
    return {
      apply: () => this.#settled(() => this.#put(STATIONS, place)),
      undo: () => void this.#settled(() => this.#take(STATIONS)),
    };
  }

  #removing(): Edit {
    const label = this.#below(STATIONS);
    return {
      apply: () => this.#settled(() => this.#take(label)),
      undo: () => void this.#settled(() => this.#put(label, this.#stations[label])),
    };
  }

  #dragged = 0;
  #move = MOVES;

  /** One move of a drag: to a street that joins the one the station is on, where the hand happens to be. */
  #dragging(): Edit {
    if (this.#move === MOVES) {
      this.#dragged = this.#below(STATIONS);
      this.#move = 0;
    }
    this.#move++;
    const label = this.#dragged;
    const from = this.#stations[label].edge;
    const { edge_start_node, edge_end_node, first_arc, arc_edge } = this.#network;
    const corner = this.#random() < 0.5 ? edge_start_node[from] : edge_end_node[from];
    const leaving = first_arc[corner + 1] - first_arc[corner];
    const edge = arc_edge[first_arc[corner] + this.#below(leaving)] >>> 1;
    const place = { edge, t: this.#random() };
    this.#stations[label] = place;
    return { apply: () => this.#settled(() => this.#put(label, place)), undo: () => {} };
  }

  #blocking(arc: number): Edit {
    const { pass } = this.#costs;
    const open = pass[arc];
    const set = (value: number) =>
      this.#settled(() =>
        this.live.editArcs([arc], () => {
          pass[arc] = value;
        }),
      );
    return { apply: () => set(0), undo: () => void set(open) };
  }

  /** An open arc that leaves a node where a station comes off its street. */
  #exit(label: number): number {
    const { first_arc } = this.#network;
    const { edge } = this.#stations[label];
    for (const { node } of this.#seeds[label]) {
      for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) {
        if (this.#network.arc_edge[arc] >>> 1 !== edge && this.#costs.pass[arc] > 0) return arc;
      }
    }
    return this.#exit((label + 1) % STATIONS);
  }

  #settled(edit: () => void): number {
    edit();
    return this.live.settle().length;
  }

  #put(label: number, { edge, t }: Place): void {
    const position = { edge, t, delay: TURNOUT_MS, label };
    const seeds = seedsFromPositions(this.#network, this.#costs, [position], 1);
    this.#seeds[label] = Array.from(seeds.node, (node, i) => ({ node, delay: seeds.delay[i] }));
    this.live.setSeeds(label, this.#seeds[label]);
  }

  #take(label: number): void {
    this.#seeds[label] = [];
    this.live.setSeeds(label, []);
  }

  #anyPlace(): Place {
    return { edge: this.#below(this.#network.edge_count), t: this.#random() };
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }
}

import { expect } from 'vitest';
import { NONE } from '../../src/lib/domain/network/network.ts';
import { LiveSearch, type LiveSeed } from '../../src/lib/domain/search/live_search.ts';
import { Searcher, type Seeds } from '../../src/lib/domain/search/search.ts';
import { seedsFromPositions } from '../../src/lib/domain/search/seeds.ts';
import type { LiveTestGraph, StreetPart } from './live_graph.ts';

export type Pass = 0 | 1 | 2;

/**
 * One edit. Nodes, streets, edges and arcs are any whole numbers: they are taken modulo what the graph has, so that
 * a step means something on every graph.
 */
export type LiveStep =
  | { kind: 'seed'; label: number; seeds: LiveSeed[] }
  | { kind: 'place'; label: number; spots: { street: number; part: number; t: number; turnout: number }[] }
  | { kind: 'nudge'; label: number; by: number }
  | { kind: 'remove'; label: number }
  | { kind: 'change'; arcs: { arc: number; cost: number | null; pass: Pass | null }[] }
  | { kind: 'close'; street: number }
  | { kind: 'split'; street: number; parts: StreetPart[] }
  | { kind: 'settle' };

interface Spot {
  edge: number;
  t: number;
  turnout: number;
}

/** A live search whose every answer is compared with that of a whole search of the same graph. */
export class LiveTwin {
  readonly live: LiveSearch;
  /** Nodes that changed in all, so that a test can see that something did. */
  changes = 0;

  readonly #graph: LiveTestGraph;
  readonly #least_pass: Pass;
  readonly #searcher: Searcher;
  readonly #seeds = new Map<number, readonly LiveSeed[]>();
  readonly #spots = new Map<number, Spot[]>();
  #last_arrival: Uint32Array;
  #last_label: Uint32Array;

  constructor(graph: LiveTestGraph, least_pass: Pass) {
    this.#graph = graph;
    this.#least_pass = least_pass;
    this.#searcher = new Searcher(graph);
    this.live = new LiveSearch(graph, graph.costs, least_pass);
    this.#last_arrival = this.live.arrival.slice();
    this.#last_label = this.live.label.slice();
  }

  take(step: LiveStep): void {
    if (step.kind === 'seed') this.#seed(step.label, step.seeds);
    else if (step.kind === 'place')
      this.#place(
        step.label,
        step.spots.map((spot) => this.#spotOf(spot)),
      );
    else if (step.kind === 'nudge') this.#nudge(step.label, step.by);
    else if (step.kind === 'remove') this.#seed(step.label, []);
    else if (step.kind === 'change') this.#change(step.arcs);
    else if (step.kind === 'close') this.#close(step.street);
    else if (step.kind === 'split') this.#split(step.street, step.parts);
    else this.check();
  }

  /** Settles; arrivals, labels and the nodes said to have changed must be those of whole searches. */
  check(): void {
    const changed = this.live.settle();
    const { arrival, label } = this.#searcher.run(this.#graph.costs, this.#columns(), {
      least_pass: this.#least_pass,
    });
    const wrong: string[] = [];
    const differs: number[] = [];
    for (let node = 0; node < arrival.length; node++) {
      if (this.live.arrival[node] !== arrival[node] || this.live.label[node] !== label[node]) {
        const [seen, found] = [this.live.arrival[node], this.live.label[node]];
        wrong.push(`node ${node}: ${seen} by ${found}, should be ${arrival[node]} by ${label[node]}`);
      }
      const same = this.#last_arrival[node] === arrival[node] && this.#last_label[node] === label[node];
      if (!same) differs.push(node);
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(changed.toSorted()).toEqual(Uint32Array.from(differs));
    this.changes += differs.length;
    this.#last_arrival = arrival.slice();
    this.#last_label = label.slice();
  }

  #seed(label: number, seeds: readonly LiveSeed[]): void {
    const here = seeds.map(({ node, delay }) => ({ node: node % this.#graph.node_count, delay }));
    this.#spots.delete(label);
    this.#seeds.set(label, here);
    this.live.setSeeds(label, here);
  }

  #spotOf({ street, part, t, turnout }: { street: number; part: number; t: number; turnout: number }): Spot {
    const edges = this.#graph.edgesOf(street % this.#graph.street_count);
    return { edge: edges[part % edges.length], t, turnout };
  }

  #place(label: number, spots: Spot[]): void {
    const positions = spots.map(({ edge, t, turnout }) => ({ edge, t, delay: turnout, label }));
    const { cost, pass } = this.#graph.costs;
    const seeds = seedsFromPositions(
      this.#graph.asNetwork(),
      { cost_ms: cost, pass },
      positions,
      this.#least_pass,
    );
    this.#seed(
      label,
      Array.from(seeds.node, (node, i) => ({ node, delay: seeds.delay[i] })),
    );
    this.#spots.set(label, spots);
  }

  /** Moves a facility along its edge, and beyond its end to another edge there. */
  #nudge(label: number, by: number): void {
    const spots = this.#spots.get(label);
    if (!spots) return;
    const moved = spots.map(({ edge, t, turnout }) => {
      if (t + by >= 0 && t + by <= 1) return { edge, t: t + by, turnout };
      const end = by > 0 ? this.#graph.edge_end_node[edge] : this.#graph.edge_start_node[edge];
      const { street_count, edge_start_node, edge_end_node } = this.#graph;
      for (let other = 0; other < street_count; other++) {
        if (other !== edge && edge_start_node[other] === end) return { edge: other, t: 0.1, turnout };
        if (other !== edge && edge_end_node[other] === end) return { edge: other, t: 0.9, turnout };
      }
      return { edge, t: by > 0 ? 1 : 0, turnout };
    });
    this.#place(label, moved);
  }

  #change(changes: readonly { arc: number; cost: number | null; pass: Pass | null }[]): void {
    const { base_arcs, costs } = this.#graph;
    if (base_arcs === 0) return;
    const arcs = changes.map(({ arc }) => arc % base_arcs);
    this.live.editArcs(arcs, () =>
      changes.forEach(({ cost, pass }, i) => {
        if (cost !== null) costs.cost[arcs[i]] = cost;
        if (pass !== null) costs.pass[arcs[i]] = pass;
      }),
    );
  }

  #close(street: number): void {
    const edges = this.#graph.edgesOf(street % this.#graph.street_count);
    const arcs = edges.flatMap((edge) => [
      this.#graph.edge_arc[2 * edge],
      this.#graph.edge_arc[2 * edge + 1],
    ]);
    this.live.editArcs(arcs, () => {
      for (const arc of arcs) this.#graph.costs.pass[arc] = 0;
    });
  }

  #split(street: number, parts: readonly StreetPart[]): void {
    const edit = this.#graph.split(street % this.#graph.street_count, parts);
    if (edit) this.live.editArcs(edit.arcs, edit.mutate);
  }

  #columns(): Seeds {
    const rows = [...this.#seeds].flatMap(([label, seeds]) => seeds.map((seed) => ({ ...seed, label })));
    return {
      node: Uint32Array.from(rows, ({ node }) => node),
      delay: Uint32Array.from(rows, ({ delay }) => delay),
      label: Uint32Array.from(rows, ({ label }) => label),
    };
  }
}

/** As LiveSearch has them: NONE is no label. */
export const LAST_LABEL = NONE - 1;

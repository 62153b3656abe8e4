import type { Network } from '../../src/lib/domain/network/network.ts';
import type { LiveGraph } from '../../src/lib/domain/search/live_search.ts';
import type { SearchCosts } from '../../src/lib/domain/search/search.ts';

/** A street with both its directions: cost and pass along it and against it. */
export interface Street {
  start: number;
  end: number;
  cost: readonly [number, number];
  pass: readonly [number, number];
}

export interface StreetPart {
  cost: readonly [number, number];
  pass: readonly [number, number];
}

/**
 * A graph whose streets can be split into parts while it is searched, written down plainly. Spare nodes, edges and two
 * arcs a spare node stand behind those of the streets; a split redirects the street's own arcs to the spare
 * nodes. What is out of use is closed and leads to itself.
 */
export class LiveTestGraph implements LiveGraph {
  readonly street_count: number;
  readonly base_nodes: number;
  readonly base_arcs: number;
  readonly node_count: number;
  readonly first_arc: Uint32Array;
  readonly arc_head: Uint32Array;
  readonly partner: Uint32Array;
  readonly costs: SearchCosts;
  /** As in a Network, for edges in use. */
  readonly edge_arc: Uint32Array;
  readonly edge_start_node: Uint32Array;
  readonly edge_end_node: Uint32Array;

  readonly #streets: readonly Street[];
  /** The street's two arcs, along and against: the one leaves its start, the other its end. */
  readonly #own_arc: Uint32Array;
  readonly #free: number[];
  readonly #split = new Map<number, number[]>();

  constructor(nodes: number, streets: readonly Street[], spare: number) {
    this.#streets = streets;
    this.street_count = streets.length;
    this.base_nodes = nodes;
    this.base_arcs = 2 * streets.length;
    this.node_count = nodes + spare;
    const arcs = this.base_arcs + 2 * spare;
    this.first_arc = new Uint32Array(this.node_count + 1);
    this.arc_head = new Uint32Array(arcs);
    this.partner = Uint32Array.from({ length: arcs }, (_, arc) => arc);
    this.costs = { cost: new Uint32Array(arcs).fill(1), pass: new Uint8Array(arcs) };
    this.edge_arc = new Uint32Array(2 * (streets.length + spare));
    this.edge_start_node = new Uint32Array(streets.length + spare);
    this.edge_end_node = new Uint32Array(streets.length + spare);
    this.#free = Array.from({ length: spare }, (_, i) => this.node_count - 1 - i);

    this.#own_arc = new Uint32Array(2 * streets.length);
    const leaving: number[][] = Array.from({ length: nodes }, () => []);
    streets.forEach(({ start, end }, edge) => {
      leaving[start].push(2 * edge);
      leaving[end].push(2 * edge + 1);
    });
    let next = 0;
    leaving.forEach((directed, node) => {
      this.first_arc[node] = next;
      for (const each of directed) this.#own_arc[each] = next++;
    });
    for (let x = nodes; x < this.node_count; x++) {
      this.first_arc[x] = next;
      next += 2;
      this.#retire(x);
    }
    this.first_arc[this.node_count] = next;
    streets.forEach((street, edge) => this.#lay(edge, [street], []));
  }

  /** Nodes between the parts of a street, none where it is whole. */
  between(street: number): readonly number[] {
    return this.#split.get(street) ?? [];
  }

  /**
   * Splits a street into parts, or makes it whole with one. Null where too few spare nodes are left; else the arcs
   * that change and what changes them.
   */
  split(street: number, parts: readonly StreetPart[]): { arcs: number[]; mutate: () => void } | null {
    const old = this.between(street);
    const wanted = parts.length - 1;
    if (this.#free.length + old.length < wanted) return null;
    const pool = [...this.#free, ...old];
    const nodes = pool.splice(pool.length - wanted, wanted).reverse();
    const slots = [...new Set([...old, ...nodes])].flatMap((x) => [this.first_arc[x], this.first_arc[x] + 1]);
    return {
      arcs: [this.#own_arc[2 * street], this.#own_arc[2 * street + 1], ...slots],
      mutate: () => {
        for (const x of old) this.#retire(x);
        this.#free.splice(0, this.#free.length, ...pool);
        if (nodes.length > 0) this.#split.set(street, nodes);
        else this.#split.delete(street);
        this.#lay(street, parts, nodes);
      },
    };
  }

  /** The edges a street now consists of, from its start on. */
  edgesOf(street: number): number[] {
    return [street, ...this.between(street).map((x) => this.street_count + x - this.base_nodes)];
  }

  /** The columns that seedsFromPositions reads. */
  asNetwork(): Network {
    return this as unknown as Network;
  }

  #lay(street: number, parts: readonly StreetPart[], nodes: readonly number[]): void {
    const { start, end } = this.#streets[street];
    const stops = [start, ...nodes, end];
    parts.forEach(({ cost, pass }, i) => {
      const edge = i === 0 ? street : this.street_count + nodes[i - 1] - this.base_nodes;
      const along = i === 0 ? this.#own_arc[2 * street] : this.first_arc[nodes[i - 1]];
      const against = i === parts.length - 1 ? this.#own_arc[2 * street + 1] : this.first_arc[nodes[i]] + 1;
      this.edge_arc[2 * edge] = along;
      this.edge_arc[2 * edge + 1] = against;
      this.edge_start_node[edge] = stops[i];
      this.edge_end_node[edge] = stops[i + 1];
      this.arc_head[along] = stops[i + 1];
      this.arc_head[against] = stops[i];
      this.partner[along] = against;
      this.partner[against] = along;
      [this.costs.cost[along], this.costs.cost[against]] = cost;
      [this.costs.pass[along], this.costs.pass[against]] = pass;
    });
  }

  #retire(x: number): void {
    for (const arc of [this.first_arc[x], this.first_arc[x] + 1]) {
      this.arc_head[arc] = x;
      this.partner[arc] = arc;
      this.costs.cost[arc] = 1;
      this.costs.pass[arc] = 0;
    }
  }
}

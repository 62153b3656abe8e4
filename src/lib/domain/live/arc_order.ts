import type { LiveNetwork } from '../network/live_network.ts';
import { HilbertFrame } from '../network/ordered_network.ts';

interface SpareNode {
  node: number;
  /** How many base nodes come before it. */
  before: number;
  place: number;
}

/**
 * The order that nodes and arcs would have if the network were packed with its obstacles: ties are broken by it, so a live
 * run and a packed one break them alike. Base nodes and arcs keep their numbers; those of obstacles come in between, as
 * fractions.
 */
export class ArcOrder {
  readonly #live: LiveNetwork;
  readonly #frame: HilbertFrame;
  /** Place of each base node along the curve. */
  #place: Float64Array | null = null;
  /** Spare nodes in use, in order; built when first asked for after a change. */
  #spares: Map<number, number> | null = null;
  #sorted: SpareNode[] = [];
  /** Where spare nodes were found to be, by node; right for as long as the node stays where it was. */
  readonly #known = new Map<number, SpareNode & { lon_deg: number; lat_deg: number }>();

  constructor(live: LiveNetwork) {
    this.#live = live;
    this.#frame = new HilbertFrame(live.streets, live.network.edge_street.subarray(0, live.base_edge_count));
  }

  /** To be called when parts changed. */
  forget(): void {
    this.#spares = null;
  }

  node(node: number): number {
    if (node < this.#live.base_node_count) return node;
    const at = this.#rankOf(node);
    return this.#sorted[at].before - 1 + (at + 1) / (this.#sorted.length + 1);
  }

  arc(arc: number): number {
    const { base_arc_count, base_node_count, network } = this.#live;
    if (arc < base_arc_count) return arc;
    const slot = arc - base_arc_count;
    const at = this.#rankOf(base_node_count + (slot >>> 1));
    const nth = 2 * at + (slot & 1 ? 0 : 1);
    return network.first_arc[this.#sorted[at].before] - 1 + (nth + 1) / (2 * this.#sorted.length + 2);
  }

  #rankOf(node: number): number {
    this.#spares ??= this.#sort();
    return this.#spares.get(node)!;
  }

  #sort(): Map<number, number> {
    const { node_count, node_deg } = this.#live.network;
    const { base_node_count } = this.#live;
    // In the order of the last time first: sorting what is nearly sorted takes no time.
    const nodes: SpareNode[] = [];
    const listed = new Uint8Array(node_count - base_node_count);
    const list = (node: number) => {
      const is_used = !Number.isNaN(node_deg[2 * node]);
      if (!is_used || listed[node - base_node_count] === 1) return;
      listed[node - base_node_count] = 1;
      nodes.push(this.#spareNode(node, node_deg[2 * node], node_deg[2 * node + 1]));
    };
    for (const { node } of this.#sorted) list(node);
    for (let node = base_node_count; node < node_count; node++) list(node);
    nodes.sort((a, b) => a.before - b.before || a.place - b.place || this.#compare(a.node, b.node));
    this.#sorted = nodes;
    return new Map(nodes.map(({ node }, at) => [node, at]));
  }

  #spareNode(node: number, lon_deg: number, lat_deg: number): SpareNode {
    const known = this.#known.get(node);
    if (known?.lon_deg === lon_deg && known.lat_deg === lat_deg) return known;
    const place = this.#frame.place(lon_deg, lat_deg);
    const found = { node, place, before: this.#baseNodesBefore(node, place), lon_deg, lat_deg };
    this.#known.set(node, found);
    return found;
  }

  #baseNodesBefore(node: number, place: number): number {
    const places = (this.#place ??= this.#placesOfBase());
    let low = 0;
    let high = this.#live.base_node_count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const before = places[middle] - place || this.#compare(middle, node);
      if (before <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #placesOfBase(): Float64Array {
    const { node_deg } = this.#live.network;
    return Float64Array.from({ length: this.#live.base_node_count }, (_, node) =>
      this.#frame.place(node_deg[2 * node], node_deg[2 * node + 1]),
    );
  }

  /** By lon, then lat, as the packer breaks ties. */
  #compare(a: number, b: number): number {
    const { node_deg } = this.#live.network;
    return node_deg[2 * a] - node_deg[2 * b] || node_deg[2 * a + 1] - node_deg[2 * b + 1];
  }
}

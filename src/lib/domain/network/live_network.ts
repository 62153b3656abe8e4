import { pointAt, wayLength_m } from './along.ts';
import { cutParts, type ClearSize, type CutPart } from './cut_parts.ts';
import { edgeSegmentsOf, type EdgeSegments } from './edge_segments.ts';
import { toMillimetres } from './join_vertices.ts';
import { NONE, type Network } from './network.ts';
import type { ObstacleCut } from './obstacle_cells.ts';
import type { ReverseArcs } from './reverse_arcs.ts';
import type { StreetSet } from './street_set.ts';

/** How a street is now: its own clear size and what stands on it. */
export interface StreetState extends ClearSize {
  /** In the order that decides between obstacles in one place: ascending by row. `street` is this street. */
  cuts: readonly ObstacleCut[];
}

/** A change worked out and not yet made. Valid until another is made. */
export interface StreetPlan {
  /** Arcs whose head, opposite, cost or pass may change, each once. Empty: nothing changes. */
  arcs: Uint32Array;
  /** Base edges whose parts or sizes change, ascending. */
  edges: Uint32Array;
  /** Parts that are there afterwards on those edges, in order. Valid once made. */
  parts: Uint32Array;
  /** Parts that are there no more. */
  gone: Uint32Array;
  apply(): void;
}

interface EdgeChange {
  edge: number;
  parts: CutPart[];
  /** The spare nodes between the parts, in order. */
  spares: number[];
  /** Spare nodes given back. */
  freed: number[];
}

/**
 * A street graph with obstacles laid over it that come and go. It takes a network packed with both directions of every way
 * and no obstacles; what it shows as `network` has the same pieces as one packed with the obstacles (only nodes, edges
 * and arcs are numbered otherwise), so that costs, searches, arrivalAt, Reach and tracePath work on it alike.
 *
 * Base nodes, edges and arcs keep their numbers; behind them lie spare ones. A base edge with obstacles is a chain of
 * **parts**: the first keeps the edge's id, each other begins at a spare node x and has the id
 * base_edge_count + (x - base_node_count); `next_part` links them. A spare node has two arcs,
 * base_arc_count + 2 (x - base_node_count) along the way and the next against it. Unused spare nodes have arcs to
 * themselves over edges without length, which every ArcPricer blocks and no street lists (edge_arc NONE).
 * `street_first_edge` lists base edges only: `edgeAt` gives a base edge, `partAt` the part.
 */
export class LiveNetwork {
  readonly streets: StreetSet;
  readonly base_node_count: number;
  readonly base_edge_count: number;
  readonly base_arc_count: number;

  #network: Network;
  #partner: Uint32Array;
  #next_part: Uint32Array;
  /** Base edge of the part at a spare node, by node - base_node_count. */
  #base_of: Uint32Array;
  /** Spare nodes not in use; taken from the end. */
  #free: number[] = [];
  readonly #segments = new Map<number, EdgeSegments>();
  #revision = 0;

  /**
   * @throws RangeError where the network lacks a direction of an edge (packed with one-way obeyed).
   */
  constructor(base: Network, streets: StreetSet, options: { spare_nodes?: number } = {}) {
    if (base.edge_arc.includes(NONE)) {
      throw new RangeError('live network: expected a network packed with both directions of every way');
    }
    this.streets = streets;
    this.base_node_count = base.node_count;
    this.base_edge_count = base.edge_count;
    this.base_arc_count = base.arc_count;
    this.#network = base;
    this.#partner = new Uint32Array(base.arc_count);
    for (let edge = 0; edge < base.edge_count; edge++) {
      this.#partner[base.edge_arc[2 * edge]] = base.edge_arc[2 * edge + 1];
      this.#partner[base.edge_arc[2 * edge + 1]] = base.edge_arc[2 * edge];
    }
    this.#next_part = new Uint32Array(base.edge_count).fill(NONE);
    this.#base_of = new Uint32Array(0);
    this.#grow(options.spare_nodes ?? 256);
  }

  /** The graph as it is now: its columns change in place; a new object after `reserve` gave true. */
  get network(): Network {
    return this.#network;
  }

  /** The opposite arc of each. Arcs entering a node are the partners of those leaving it. */
  get partner(): Uint32Array {
    return this.#partner;
  }

  /** The arcs entering each node, for tracePath; not ascending. */
  get reverse(): ReverseArcs {
    return { first: this.#network.first_arc, arc: this.#partner };
  }

  /** The part that follows a part on its base edge, NONE at the last. */
  get next_part(): Uint32Array {
    return this.#next_part;
  }

  /**
   * Makes sure that so many spare nodes are free. An obstacle takes two at most. Gives true where columns had to be made
   * longer: `network`, `partner` and `next_part` are then new, with everything at its old number, and
   * whatever holds the old ones must be built anew.
   */
  reserve(spare_nodes: number): boolean {
    if (this.#free.length >= spare_nodes) return false;
    const spare_count = this.#base_of.length;
    this.#grow(Math.max(2 * spare_count, spare_count + spare_nodes - this.#free.length));
    return true;
  }

  /** The edge of the base network a part belongs to. */
  baseEdgeOf(part: number): number {
    return part < this.base_edge_count ? part : this.#base_of[part - this.base_edge_count];
  }

  /** The parts of a base edge in order along its way; the edge itself where nothing stands on it. */
  partsOf(base_edge: number): number[] {
    const parts = [base_edge];
    for (let part = this.#next_part[base_edge]; part !== NONE; part = this.#next_part[part]) parts.push(part);
    return parts;
  }

  /** The part of a base edge that holds a point of its way, clamped to the edge; at a boundary the later part. */
  partAt(base_edge: number, along_mm: number): number {
    let part = base_edge;
    let next = this.#next_part[part];
    while (next !== NONE && this.#network.edge_start_mm[next] <= along_mm) {
      part = next;
      next = this.#next_part[part];
    }
    return part;
  }

  /** The straight pieces of the parts of a base edge, part after part; null where nothing stands on it. */
  segmentsOf(base_edge: number): EdgeSegments | null {
    if (this.#next_part[base_edge] === NONE) return null;
    let segments = this.#segments.get(base_edge);
    if (!segments) {
      segments = edgeSegmentsOf(this.#network, this.streets, this.partsOf(base_edge));
      this.#segments.set(base_edge, segments);
    }
    return segments;
  }

  /** How a street is where nothing has been changed and nothing stands on it. */
  baseState(street: number): StreetState {
    const { clear_width_mm, clear_height_mm } = this.streets;
    return {
      cuts: [],
      clear_width_mm: clear_width_mm[street],
      clear_height_mm: clear_height_mm[street],
    };
  }

  /**
   * What it takes to bring a street into a state, given whole, from whatever it is in now. Nothing is changed until
   * `apply`.
   *
   * @throws RangeError where too few spare nodes are free (see reserve).
   */
  plan(street: number, state: StreetState): StreetPlan {
    const { street_first_edge, edge_start_mm, edge_end_mm } = this.#network;
    const way_length_mm = toMillimetres(wayLength_m(this.streets, street));
    const changes: EdgeChange[] = [];
    let taken = 0;
    for (let edge = street_first_edge[street]; edge < street_first_edge[street + 1]; edge++) {
      const now = this.partsOf(edge);
      const from_mm = edge_start_mm[edge];
      const to_mm = edge_end_mm[now[now.length - 1]];
      const parts = cutParts(state.cuts, from_mm, to_mm, way_length_mm, state);
      if (this.#same(now, parts)) continue;
      const old_spares = now.slice(1).map((part) => part - this.base_edge_count + this.base_node_count);
      const spares = old_spares.slice(0, parts.length - 1);
      const freed = old_spares.slice(parts.length - 1);
      while (spares.length < parts.length - 1) {
        if (taken === this.#free.length)
          throw new RangeError('live network: no spare node left, reserve more');
        spares.push(this.#free[this.#free.length - 1 - taken++]);
      }
      changes.push({ edge, parts, spares, freed });
    }
    return this.#planOf(changes, taken);
  }

  #planOf(changes: readonly EdgeChange[], taken: number): StreetPlan {
    const revision = this.#revision;
    const arcs: number[] = [];
    const parts: number[] = [];
    const gone: number[] = [];
    for (const { edge, spares, freed } of changes) {
      arcs.push(...this.#ends(edge));
      for (const node of [...spares, ...freed]) arcs.push(this.#slot(node), this.#slot(node) + 1);
      parts.push(edge, ...spares.map((node) => this.#partFrom(node)));
      gone.push(...freed.map((node) => this.#partFrom(node)));
    }
    return {
      arcs: Uint32Array.from(arcs),
      edges: Uint32Array.from(changes, ({ edge }) => edge),
      parts: Uint32Array.from(parts),
      gone: Uint32Array.from(gone),
      apply: () => {
        if (this.#revision !== revision) throw new Error('live network: this plan is out of date');
        this.#revision++;
        this.#free.length -= taken;
        for (const change of changes) this.#lay(change);
      },
    };
  }

  /** The arcs of a base edge that leave its two ends: they keep their numbers whatever stands on it. */
  #ends(edge: number): [along: number, against: number] {
    const { edge_arc } = this.#network;
    return [edge_arc[2 * edge], edge_arc[2 * this.#lastPart(edge) + 1]];
  }

  #lastPart(edge: number): number {
    let last = edge;
    while (this.#next_part[last] !== NONE) last = this.#next_part[last];
    return last;
  }

  #slot(spare_node: number): number {
    return this.base_arc_count + 2 * (spare_node - this.base_node_count);
  }

  #partFrom(spare_node: number): number {
    return this.base_edge_count + (spare_node - this.base_node_count);
  }

  #same(now: readonly number[], parts: readonly CutPart[]): boolean {
    const { edge_end_mm, edge_clear_width_mm, edge_clear_height_mm } = this.#network;
    return (
      now.length === parts.length &&
      parts.every(
        ({ end_mm, clear_width_mm, clear_height_mm }, i) =>
          end_mm === edge_end_mm[now[i]] &&
          clear_width_mm === edge_clear_width_mm[now[i]] &&
          clear_height_mm === edge_clear_height_mm[now[i]],
      )
    );
  }

  #lay({ edge, parts, spares, freed }: EdgeChange): void {
    const network = this.#network;
    const street = network.edge_street[edge];
    const [first_along, last_against] = this.#ends(edge);
    const end_node = network.edge_end_node[this.#lastPart(edge)];
    this.#segments.delete(edge);
    for (const node of freed) this.#clear(node);
    this.#free.push(...freed);

    let part = edge;
    let tail = network.edge_start_node[edge];
    let along = first_along;
    let start_mm = network.edge_start_mm[edge];
    parts.forEach(({ end_mm, clear_width_mm, clear_height_mm }, i) => {
      const last = i === spares.length;
      const head = last ? end_node : spares[i];
      const against = last ? last_against : this.#slot(head) + 1;
      network.edge_street[part] = street;
      network.edge_start_node[part] = tail;
      network.edge_end_node[part] = head;
      network.edge_start_mm[part] = start_mm;
      network.edge_end_mm[part] = end_mm;
      network.edge_clear_width_mm[part] = clear_width_mm;
      network.edge_clear_height_mm[part] = clear_height_mm;
      network.edge_arc[2 * part] = along;
      network.edge_arc[2 * part + 1] = against;
      network.arc_edge[along] = 2 * part;
      network.arc_edge[against] = 2 * part + 1;
      network.arc_head[along] = head;
      network.arc_head[against] = tail;
      this.#partner[along] = against;
      this.#partner[against] = along;
      if (part !== edge) this.#base_of[part - this.base_edge_count] = edge;
      this.#next_part[part] = last ? NONE : this.#partFrom(head);
      if (last) return;
      const [lon, lat] = pointAt(this.streets, street, end_mm / 1000);
      network.node_deg[2 * head] = lon;
      network.node_deg[2 * head + 1] = lat;
      part = this.#partFrom(head);
      tail = head;
      along = this.#slot(head);
      start_mm = end_mm;
    });
  }

  /** Takes a spare node out of use. */
  #clear(node: number): void {
    const network = this.#network;
    const part = this.#partFrom(node);
    const slot = this.#slot(node);
    network.edge_street[part] = 0;
    network.edge_start_node[part] = network.edge_end_node[part] = node;
    network.edge_start_mm[part] = network.edge_end_mm[part] = 0;
    network.edge_clear_width_mm[part] = network.edge_clear_height_mm[part] = 0;
    network.edge_arc[2 * part] = network.edge_arc[2 * part + 1] = NONE;
    network.arc_edge[slot] = 2 * part;
    network.arc_edge[slot + 1] = 2 * part + 1;
    network.arc_head[slot] = network.arc_head[slot + 1] = node;
    this.#partner[slot] = slot + 1;
    this.#partner[slot + 1] = slot;
    this.#next_part[part] = NONE;
    network.node_deg[2 * node] = network.node_deg[2 * node + 1] = NaN;
  }

  #grow(spare_count: number): void {
    const old = this.#network;
    const spare_before = this.#base_of.length;
    const node_count = this.base_node_count + spare_count;
    const edge_count = this.base_edge_count + spare_count;
    const arc_count = this.base_arc_count + 2 * spare_count;
    const first_arc = longer(old.first_arc, node_count + 1);
    for (let spare = 0; spare <= spare_count; spare++) {
      first_arc[this.base_node_count + spare] = this.base_arc_count + 2 * spare;
    }
    this.#network = {
      node_count,
      edge_count,
      arc_count,
      node_deg: longer(old.node_deg, 2 * node_count),
      first_arc,
      arc_head: longer(old.arc_head, arc_count),
      arc_edge: longer(old.arc_edge, arc_count),
      edge_arc: longer(old.edge_arc, 2 * edge_count),
      edge_start_node: longer(old.edge_start_node, edge_count),
      edge_end_node: longer(old.edge_end_node, edge_count),
      edge_street: longer(old.edge_street, edge_count),
      edge_start_mm: longer(old.edge_start_mm, edge_count),
      edge_end_mm: longer(old.edge_end_mm, edge_count),
      edge_clear_width_mm: longer(old.edge_clear_width_mm, edge_count),
      edge_clear_height_mm: longer(old.edge_clear_height_mm, edge_count),
      street_first_edge: old.street_first_edge,
    };
    this.#partner = longer(this.#partner, arc_count);
    this.#next_part = longer(this.#next_part, edge_count);
    this.#base_of = longer(this.#base_of, spare_count);
    const added: number[] = [];
    for (let spare = spare_count - 1; spare >= spare_before; spare--)
      added.push(this.base_node_count + spare);
    for (const node of added) this.#clear(node);
    this.#free = [...added, ...this.#free];
    this.#revision++;
  }
}

/** A copy with room at the end, zeros there. */
function longer<Column extends Uint32Array | Uint16Array | Float64Array>(
  column: Column,
  length: number,
): Column {
  const copy = new (column.constructor as new (length: number) => Column)(length);
  copy.set(column);
  return copy;
}

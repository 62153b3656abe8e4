import { pointAt, vertexAlong_m } from './along.ts';
import { cutParts } from './cut_parts.ts';
import { connectivityOf, joinVertices, toMillimetres, type Connectivity } from './join_vertices.ts';
import { nearMisses, type NearMiss } from './near_misses.ts';
import { NONE, type Network } from './network.ts';
import type { ObstacleCut } from './obstacle_cells.ts';
import { orderedNetwork, type EdgeRows } from './ordered_network.ts';
import type { StreetSet } from './street_set.ts';

export type { ObstacleCut };

export interface PackOptions {
  /** Which ways take part. */
  include: (street: number) => boolean;
  /** Vertices without a key join within this distance, metres (0.1 in the shipped rule set). */
  join_m: number;
  /** Where ways without vertex keys meet; left out, it is read from the whole street set (connectivityOf). */
  connectivity?: Connectivity;
  cuts: readonly ObstacleCut[];
  /** 'ignore' gives every edge both arcs: for walkers, and for engines that may drive against one-way. */
  oneway: 'obey' | 'ignore';
}

/** What the packer saw that a person may want to mend. */
export interface PackNotes {
  connectivity: Connectivity;
  /** Way ends that all but meet another way and were not joined to it. */
  near_misses: NearMiss[];
  /** Joins made by distance rather than by key. */
  joined_by_distance: number;
  /** Ways left out because they have no length. */
  zero_length: number;
  /** Pieces of way that began and ended in one node and were split in their middle, obstacles or not. */
  loops_split: number;
}

/**
 * Packs the ways into a graph. A node is a way's end, a vertex that ways share (see joinVertices) or the end of an
 * obstacle's cell. The result holds no reference to `streets`, but its `edge_street` and along-way distances
 * refer to it. The same rows give the same bytes.
 */
export function packNetwork(
  streets: StreetSet,
  options: PackOptions,
): { network: Network; notes: PackNotes } {
  const ways: number[] = [];
  for (let way = 0; way < streets.count; way++) {
    if (streets.first_vertex[way + 1] - streets.first_vertex[way] >= 2 && options.include(way))
      ways.push(way);
  }
  const along_m = vertexAlong_m(streets);
  const connectivity = options.connectivity ?? connectivityOf(streets, options.join_m);
  const { group, joined_by_distance } = joinVertices(streets, ways, along_m, options.join_m, connectivity);
  const edges = new EdgeList(streets, along_m, group, cutsByStreet(options.cuts));
  for (const way of ways) edges.addWay(way);
  return {
    network: orderedNetwork(streets, edges, options.oneway),
    notes: {
      connectivity,
      near_misses: nearMisses(streets, ways, group),
      joined_by_distance,
      zero_length: edges.zero_length,
      loops_split: edges.loops_split,
    },
  };
}

function cutsByStreet(cuts: readonly ObstacleCut[]): Map<number, ObstacleCut[]> {
  const by_street = new Map<number, ObstacleCut[]>();
  for (const cut of cuts) {
    if (!(cut.along_m >= 0))
      throw new RangeError(`obstacle on street ${cut.street}: along_m is ${cut.along_m}`);
    const here = by_street.get(cut.street);
    if (here) here.push(cut);
    else by_street.set(cut.street, [cut]);
  }
  return by_street;
}

/** Edges in way order over provisional node numbers (in order of first appearance). */
class EdgeList implements EdgeRows {
  readonly node_deg: number[] = [];
  readonly start_node: number[] = [];
  readonly end_node: number[] = [];
  readonly street: number[] = [];
  readonly start_mm: number[] = [];
  readonly end_mm: number[] = [];
  readonly width_mm: number[] = [];
  readonly height_mm: number[] = [];
  zero_length = 0;
  loops_split = 0;

  readonly #streets: StreetSet;
  readonly #along_m: Float64Array;
  readonly #group: Uint32Array;
  readonly #cuts: Map<number, ObstacleCut[]>;
  /** How often ways pass or touch each group: 2 makes a junction. */
  readonly #uses: Uint8Array;
  readonly #node_of_group: Uint32Array;

  constructor(
    streets: StreetSet,
    along_m: Float64Array,
    group: Uint32Array,
    cuts: Map<number, ObstacleCut[]>,
  ) {
    this.#streets = streets;
    this.#along_m = along_m;
    this.#group = group;
    this.#cuts = cuts;
    this.#node_of_group = new Uint32Array(group.length).fill(NONE);
    this.#uses = countUses(streets, group);
  }

  addWay(way: number): void {
    const first = this.#streets.first_vertex[way];
    const last = this.#streets.first_vertex[way + 1] - 1;
    const group = this.#group;
    const length_mm = toMillimetres(this.#along_m[last]);
    if (length_mm === 0 || this.#staysInGroup(first, last)) {
      this.zero_length++;
      return;
    }
    let from_group = group[first];
    let from_mm = 0;
    for (let v = first + 1; v <= last; v++) {
      const here = group[v];
      const at_end = this.#staysInGroup(v, last);
      if (here === group[v - 1] || (!at_end && this.#uses[here] < 2)) continue;
      const to_mm = at_end ? length_mm : toMillimetres(this.#along_m[v]);
      this.#addPiece(way, from_group, here, from_mm, to_mm, length_mm);
      from_group = here;
      from_mm = to_mm;
    }
  }

  /** Whether all vertices from v to the way's last are one place: the way's end. */
  #staysInGroup(v: number, last: number): boolean {
    for (let next = v + 1; next <= last; next++) if (this.#group[next] !== this.#group[v]) return false;
    return true;
  }

  #addPiece(
    way: number,
    from_group: number,
    to_group: number,
    from_mm: number,
    to_mm: number,
    length_mm: number,
  ): void {
    const loop = from_group === to_group;
    if (loop && to_mm - from_mm < 2) return;
    const from_node = this.#groupNode(from_group);
    const middle_mm = loop ? Math.floor((from_mm + to_mm) / 2) : from_mm;
    const node = loop
      ? this.#addStretch(way, from_node, from_mm, middle_mm, length_mm, () => this.#newNode(way, middle_mm))
      : from_node;
    this.#addStretch(way, node, middle_mm, to_mm, length_mm, () => this.#groupNode(to_group));
    if (loop) this.loops_split++;
  }

  /** The edges of a stretch without a junction inside; gives the node it ends in. */
  #addStretch(
    way: number,
    from_node: number,
    from_mm: number,
    to_mm: number,
    length_mm: number,
    lastNode: () => number,
  ): number {
    const open = {
      clear_width_mm: this.#streets.clear_width_mm[way],
      clear_height_mm: this.#streets.clear_height_mm[way],
    };
    let node = from_node;
    let start_mm = from_mm;
    for (const part of cutParts(this.#cuts.get(way) ?? [], from_mm, to_mm, length_mm, open)) {
      const next = part.end_mm === to_mm ? lastNode() : this.#newNode(way, part.end_mm);
      this.street.push(way);
      this.start_node.push(node);
      this.end_node.push(next);
      this.start_mm.push(start_mm);
      this.end_mm.push(part.end_mm);
      this.width_mm.push(part.clear_width_mm);
      this.height_mm.push(part.clear_height_mm);
      node = next;
      start_mm = part.end_mm;
    }
    return node;
  }

  #groupNode(group: number): number {
    if (this.#node_of_group[group] === NONE) {
      const { coords_deg } = this.#streets;
      this.#node_of_group[group] = this.#push(coords_deg[2 * group], coords_deg[2 * group + 1]);
    }
    return this.#node_of_group[group];
  }

  #newNode(way: number, at_mm: number): number {
    return this.#push(...pointAt(this.#streets, way, at_mm / 1000));
  }

  #push(lon: number, lat: number): number {
    return this.node_deg.push(lon, lat) / 2 - 1;
  }
}

/** 2 for groups that are a junction: a way's end, or met more than once by ways passing. */
function countUses(streets: StreetSet, group: Uint32Array): Uint8Array {
  const uses = new Uint8Array(group.length);
  for (let way = 0; way < streets.count; way++) {
    const first = streets.first_vertex[way];
    const end = streets.first_vertex[way + 1];
    if (first === end || group[first] === NONE) continue;
    for (let v = first; v < end; v++) {
      const here = group[v];
      if (v === first || v === end - 1) uses[here] = 2;
      else if (here !== group[v - 1]) uses[here] = Math.min(2, uses[here] + 1);
    }
  }
  return uses;
}

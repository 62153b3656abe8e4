import { HILBERT_SIDE, hilbertIndex } from '../geometry/hilbert.ts';
import { pointAt, vertexAlong_m } from './along.ts';
import { connectivityOf, joinVertices, toMillimetres, type Connectivity } from './join_vertices.ts';
import { nearMisses, type NearMiss } from './near_misses.ts';
import { NONE, type Network } from './network.ts';
import { lowest, obstacleCells, type ObstacleCut } from './obstacle_cells.ts';
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
  /** Edges that began and ended in one node and were split in two. */
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
class EdgeList {
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
    const cuts = this.#cuts.get(way) ?? [];
    let from_group = group[first];
    let from_mm = 0;
    for (let v = first + 1; v <= last; v++) {
      const here = group[v];
      const at_end = this.#staysInGroup(v, last);
      if (here === group[v - 1] || (!at_end && this.#uses[here] < 2)) continue;
      const to_mm = at_end ? length_mm : toMillimetres(this.#along_m[v]);
      this.#addPiece(way, from_group, here, from_mm, to_mm, cutsOn(cuts, from_mm, to_mm, length_mm));
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
    cuts: ObstacleCut[],
  ): void {
    const { clear_width_mm, clear_height_mm } = this.#streets;
    if (from_group === to_group && to_mm - from_mm < 2) return;
    const open = { width_mm: clear_width_mm[way], height_mm: clear_height_mm[way] };
    const parts: { end_mm: number; width_mm: number; height_mm: number }[] = [];
    for (const cell of obstacleCells(cuts, from_mm, to_mm)) {
      if (cell.from_mm > (parts.at(-1)?.end_mm ?? from_mm)) parts.push({ end_mm: cell.from_mm, ...open });
      const width_mm = cell.cut.clear_width_mm && lowest(cell.cut.clear_width_mm, open.width_mm);
      parts.push({
        end_mm: cell.to_mm,
        width_mm,
        height_mm: lowest(cell.cut.clear_height_mm, open.height_mm),
      });
    }
    if ((parts.at(-1)?.end_mm ?? from_mm) < to_mm) parts.push({ end_mm: to_mm, ...open });
    if (parts.length === 1 && from_group === to_group) {
      parts.unshift({ ...parts[0], end_mm: Math.floor((from_mm + to_mm) / 2) });
      this.loops_split++;
    }
    let node = this.#groupNode(from_group);
    let start_mm = from_mm;
    for (const { end_mm, width_mm, height_mm } of parts) {
      const next = end_mm === to_mm ? this.#groupNode(to_group) : this.#newNode(way, end_mm);
      this.street.push(way);
      this.start_node.push(node);
      this.end_node.push(next);
      this.start_mm.push(start_mm);
      this.end_mm.push(end_mm);
      this.width_mm.push(width_mm);
      this.height_mm.push(height_mm);
      node = next;
      start_mm = end_mm;
    }
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

/** The obstacles of a piece [from, to); the way's last piece holds its end too. */
function cutsOn(
  cuts: readonly ObstacleCut[],
  from_mm: number,
  to_mm: number,
  length_mm: number,
): ObstacleCut[] {
  return cuts.filter((cut) => {
    const at_mm = Math.min(toMillimetres(cut.along_m), length_mm);
    return at_mm >= from_mm && (at_mm < to_mm || (at_mm === to_mm && to_mm === length_mm));
  });
}

function orderedNetwork(streets: StreetSet, edges: EdgeList, oneway: 'obey' | 'ignore'): Network {
  const node_count = edges.node_deg.length / 2;
  const edge_count = edges.street.length;
  const order = hilbertOrder(edges.node_deg);
  const number_of = new Uint32Array(node_count);
  const node_deg = new Float64Array(2 * node_count);
  order.forEach((provisional, node) => {
    number_of[provisional] = node;
    node_deg[2 * node] = edges.node_deg[2 * provisional];
    node_deg[2 * node + 1] = edges.node_deg[2 * provisional + 1];
  });
  const edge_start_node = Uint32Array.from(edges.start_node, (node) => number_of[node]);
  const edge_end_node = Uint32Array.from(edges.end_node, (node) => number_of[node]);
  const edge_street = Uint32Array.from(edges.street);
  const directions = (edge: number) => (oneway === 'ignore' ? 0 : streets.oneway[edge_street[edge]]);
  return {
    node_count,
    edge_count,
    node_deg,
    ...arcsOf(node_count, edge_start_node, edge_end_node, directions),
    edge_start_node,
    edge_end_node,
    edge_street,
    edge_start_mm: Uint32Array.from(edges.start_mm),
    edge_end_mm: Uint32Array.from(edges.end_mm),
    edge_clear_width_mm: Uint16Array.from(edges.width_mm),
    edge_clear_height_mm: Uint16Array.from(edges.height_mm),
    street_first_edge: firstEdges(streets.count, edge_street),
  };
}

/** Provisional nodes along the Hilbert curve of their bounding box; ties by lon, lat, then first appearance. */
function hilbertOrder(node_deg: readonly number[]): Uint32Array {
  const count = node_deg.length / 2;
  let [min_lon, min_lat, max_lon, max_lat] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    min_lon = Math.min(min_lon, node_deg[2 * i]);
    max_lon = Math.max(max_lon, node_deg[2 * i]);
    min_lat = Math.min(min_lat, node_deg[2 * i + 1]);
    max_lat = Math.max(max_lat, node_deg[2 * i + 1]);
  }
  const across = (HILBERT_SIDE - 1) / (max_lon - min_lon || 1);
  const up = (HILBERT_SIDE - 1) / (max_lat - min_lat || 1);
  const place = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const x = Math.floor((node_deg[2 * i] - min_lon) * across);
    const y = Math.floor((node_deg[2 * i + 1] - min_lat) * up);
    place[i] = hilbertIndex(x, y);
  }
  return Uint32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) =>
      place[a] - place[b] ||
      node_deg[2 * a] - node_deg[2 * b] ||
      node_deg[2 * a + 1] - node_deg[2 * b + 1] ||
      a - b,
  );
}

/** Arcs by from-node, then by edge and direction. */
function arcsOf(
  node_count: number,
  edge_start_node: Uint32Array,
  edge_end_node: Uint32Array,
  directions: (edge: number) => number,
): Pick<Network, 'arc_count' | 'first_arc' | 'arc_head' | 'arc_edge' | 'edge_arc'> {
  const edge_count = edge_start_node.length;
  const first_arc = new Uint32Array(node_count + 1);
  for (let edge = 0; edge < edge_count; edge++) {
    if (directions(edge) >= 0) first_arc[edge_start_node[edge] + 1]++;
    if (directions(edge) <= 0) first_arc[edge_end_node[edge] + 1]++;
  }
  for (let node = 0; node < node_count; node++) first_arc[node + 1] += first_arc[node];
  const arc_count = first_arc[node_count];
  const arc_head = new Uint32Array(arc_count);
  const arc_edge = new Uint32Array(arc_count);
  const edge_arc = new Uint32Array(2 * edge_count).fill(NONE);
  const next = first_arc.slice(0, node_count);
  const add = (directed: number, tail: number, head: number) => {
    const arc = next[tail]++;
    arc_head[arc] = head;
    arc_edge[arc] = directed;
    edge_arc[directed] = arc;
  };
  for (let edge = 0; edge < edge_count; edge++) {
    const start = edge_start_node[edge];
    const end = edge_end_node[edge];
    if (directions(edge) >= 0) add(2 * edge, start, end);
    if (directions(edge) <= 0) add(2 * edge + 1, end, start);
  }
  return { arc_count, first_arc, arc_head, arc_edge, edge_arc };
}

function firstEdges(street_count: number, edge_street: Uint32Array): Uint32Array {
  const first = new Uint32Array(street_count + 1);
  for (const street of edge_street) first[street + 1]++;
  for (let street = 0; street < street_count; street++) first[street + 1] += first[street];
  return first;
}

import { NONE, type Network } from '../network/network.ts';
import { whole, type WalkGround } from '../search/walk_field.ts';
import type { BuildingColumns } from './town_data.ts';

/** Walk edges around a door, in the order in which the nearer of their ends comes. */
export interface WalkList {
  edge: Uint32Array;
  /** Distance on foot from the door to where the edge begins and ends, whole mm; NONE beyond the list's limit. */
  start_mm: Uint32Array;
  end_mm: Uint32Array;
  /** The entries are [from, to). */
  from: number;
  to: number;
  /** Every edge whose nearer end lies within this is listed; Infinity: all that can be walked to. */
  limit_mm: number;
}

export interface DoorReachInput {
  ground: WalkGround;
  buildings: BuildingColumns;
  /** Per walk edge: how far a hose may reach to it from a door, mm; 0 leaves it out. */
  hose_mm: (walk_edge: number) => number;
  onProgress?: (share: number) => void;
}

const DOORS_BETWEEN_REPORTS = 1024;

/**
 * What lies within hose length of each door, found once by a bounded walking search from it, and turned round: the doors
 * that have a walk edge in their list. 16 bytes an entry.
 */
export class DoorReach {
  readonly #ground: WalkGround;
  readonly #buildings: BuildingColumns;
  readonly #first: Uint32Array;
  /** All lists one after another, its bounds set for the door asked about. */
  readonly #near: WalkList;
  readonly #limit_mm: Float64Array;
  readonly #first_door: Uint32Array;
  readonly #door: Uint32Array;
  readonly #farther = new Map<number, WalkList>();
  readonly #search: DoorSearch;

  constructor({ ground, buildings, hose_mm, onProgress }: DoorReachInput) {
    this.#ground = ground;
    this.#buildings = buildings;
    this.#search = new DoorSearch(ground);
    const longest_mm = longest(ground.network, hose_mm);
    const columns = new GrowingLists(16 * buildings.count);
    this.#first = new Uint32Array(buildings.count + 1);
    this.#limit_mm = new Float64Array(buildings.count);
    for (let door = 0; door < buildings.count; door++) {
      if (door % DOORS_BETWEEN_REPORTS === 0) onProgress?.(door / buildings.count);
      const straight_mm = Math.floor(buildings.door_straight_m[door] * 1000 + 0.5);
      const limit_mm = longest_mm - straight_mm;
      this.#limit_mm[door] = limit_mm;
      if (buildings.door_edge[door] !== NONE && limit_mm >= 0) {
        const found = this.#search.around(
          buildings.door_edge[door],
          buildings.door_along_mm[door],
          limit_mm,
          (edge) => hose_mm(edge) - straight_mm,
        );
        columns.append(found);
      }
      this.#first[door + 1] = columns.count;
    }
    this.#near = { ...columns.trimmed(), from: 0, to: 0, limit_mm: 0 };
    [this.#first_door, this.#door] = turnedRound(this.#first, this.#near.edge, ground.network.edge_count);
  }

  get byte_length(): number {
    return 3 * this.#near.edge.byteLength + this.#door.byteLength;
  }

  /** What lies within hose length of a door. The same object each time: valid until the next call. */
  near(door: number): WalkList {
    const list = this.#near;
    list.from = this.#first[door];
    list.to = this.#first[door + 1];
    list.limit_mm = this.#limit_mm[door];
    return list;
  }

  /** Everything within at least `limit_mm` of a door; kept for the next time. */
  farther(door: number, limit_mm: number): WalkList {
    const kept = this.#farther.get(door);
    if (kept && kept.limit_mm >= limit_mm) return kept;
    const { door_edge, door_along_mm } = this.#buildings;
    const found = this.#search.around(door_edge[door], door_along_mm[door], limit_mm, () => Infinity);
    const all = found.reached_all ? Infinity : limit_mm;
    const list: WalkList = { ...found, from: 0, to: found.edge.length, limit_mm: all };
    this.#farther.set(door, list);
    return list;
  }

  /** Calls for every door that has a walk edge within hose length. */
  eachDoorOf(walk_edge: number, take: (door: number) => void): void {
    const end = this.#first_door[walk_edge + 1];
    for (let i = this.#first_door[walk_edge]; i < end; i++) take(this.#door[i]);
  }

  get walk(): Network {
    return this.#ground.network;
  }
}

interface Found {
  edge: Uint32Array;
  start_mm: Uint32Array;
  end_mm: Uint32Array;
  /** Nothing lies beyond the limit. */
  reached_all: boolean;
}

/** The walking search from one door. */
class DoorSearch {
  readonly #ground: WalkGround;
  /** Number of the search that listed an edge last. */
  readonly #listed_by: Uint32Array;
  #search = 0;

  constructor(ground: WalkGround) {
    this.#ground = ground;
    this.#listed_by = new Uint32Array(ground.network.edge_count);
  }

  around(door_edge: number, along_mm: number, limit_mm: number, wanted_mm: (edge: number) => number): Found {
    const { network, searcher, costs } = this.#ground;
    const { edge_start_node, edge_end_node, edge_start_mm, edge_end_mm, first_arc, arc_edge } = network;
    const seeds = {
      node: Uint32Array.of(edge_start_node[door_edge], edge_end_node[door_edge]),
      delay: Uint32Array.of(
        whole(along_mm - edge_start_mm[door_edge]),
        whole(edge_end_mm[door_edge] - along_mm),
      ),
      label: Uint32Array.of(0, 0),
    };
    const { arrival, reached } = searcher.run(costs, seeds, { least_pass: 0, limit: limit_mm });
    const search = ++this.#search;
    const edges: number[] = [];
    let reached_all = true;
    const list = (edge: number) => {
      if (this.#listed_by[edge] === search) return;
      this.#listed_by[edge] = search;
      const [start, end] = [arrival[edge_start_node[edge]], arrival[edge_end_node[edge]]];
      if (start === NONE || end === NONE) reached_all = false;
      const nearer_mm = edge === door_edge ? 0 : Math.min(start, end);
      if (nearer_mm <= wanted_mm(edge)) edges.push(nearer_mm, edge);
    };
    list(door_edge);
    for (const node of reached) {
      for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) list(arc_edge[arc] >>> 1);
    }
    const count = edges.length / 2;
    const order = new Float64Array(count);
    for (let i = 0; i < count; i++) order[i] = edges[2 * i] * PLACES + i;
    order.sort();
    const edge = new Uint32Array(count);
    const start_mm = new Uint32Array(count);
    const end_mm = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      edge[i] = edges[2 * (order[i] % PLACES) + 1];
      start_mm[i] = arrival[edge_start_node[edge[i]]];
      end_mm[i] = arrival[edge_end_node[edge[i]]];
    }
    return { edge, start_mm, end_mm, reached_all };
  }
}

/** More than a list has entries; distances times this stay whole in a double up to 8,000 km. */
const PLACES = 2 ** 20;

function longest(walk: Network, hose_mm: (edge: number) => number): number {
  let longest_mm = 0;
  for (let edge = 0; edge < walk.edge_count; edge++) longest_mm = Math.max(longest_mm, hose_mm(edge));
  return longest_mm;
}

function turnedRound(
  first: Uint32Array,
  edge: Uint32Array,
  edge_count: number,
): [first_door: Uint32Array, door: Uint32Array] {
  const first_door = new Uint32Array(edge_count + 1);
  for (const e of edge) first_door[e + 1]++;
  for (let e = 0; e < edge_count; e++) first_door[e + 1] += first_door[e];
  const next = first_door.slice(0, edge_count);
  const door = new Uint32Array(edge.length);
  for (let d = 0; d + 1 < first.length; d++) {
    for (let i = first[d]; i < first[d + 1]; i++) door[next[edge[i]]++] = d;
  }
  return [first_door, door];
}

class GrowingLists {
  count = 0;
  #edge: Uint32Array;
  #start_mm: Uint32Array;
  #end_mm: Uint32Array;

  constructor(room: number) {
    this.#edge = new Uint32Array(room);
    this.#start_mm = new Uint32Array(room);
    this.#end_mm = new Uint32Array(room);
  }

  append({ edge, start_mm, end_mm }: Found): void {
    if (this.count + edge.length > this.#edge.length) {
      const room = Math.max(2 * this.#edge.length, this.count + edge.length);
      this.#edge = longer(this.#edge, room);
      this.#start_mm = longer(this.#start_mm, room);
      this.#end_mm = longer(this.#end_mm, room);
    }
    this.#edge.set(edge, this.count);
    this.#start_mm.set(start_mm, this.count);
    this.#end_mm.set(end_mm, this.count);
    this.count += edge.length;
  }

  trimmed() {
    const trim = (column: Uint32Array) => column.slice(0, this.count);
    return { edge: trim(this.#edge), start_mm: trim(this.#start_mm), end_mm: trim(this.#end_mm) };
  }
}

function longer(column: Uint32Array, room: number): Uint32Array {
  const copy = new Uint32Array(room);
  copy.set(column);
  return copy;
}

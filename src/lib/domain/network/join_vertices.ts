import { distance_m } from '../geometry/metric.ts';
import { vertexAlong_m } from './along.ts';
import { NONE } from './network.ts';
import type { StreetSet } from './street_set.ts';
import { VertexGrid } from './vertex_grid.ts';

/**
 * Where ways without vertex keys may meet.
 * - 'ends': in their ends only. Street layers drawn piece by piece between junctions are meant so; lines
 *   that cross in a vertex pass over one another, ends that touch a line inside are drawing mistakes.
 * - 'vertices': in any vertex, as in OpenStreetMap and files made from it.
 */
export type Connectivity = 'ends' | 'vertices';

/** Fewer ends than this say nothing about how a layer was drawn. */
const TELLING_ENDS = 200;

/**
 * Which of the two a street layer is meant to be, read from the layer: 'ends' where, of at least 200 way ends that touch
 * another way at all, fewer than one in twenty touch it inside only; else 'vertices'. (One in 58 in a shapefile of
 * centre lines drawn piece by piece; one in six to one in three in OpenStreetMap towns.) Ways with keys have no say.
 */
export function connectivityOf(streets: StreetSet, join_m: number): Connectivity {
  const ways: number[] = [];
  for (let way = 0; way < streets.count; way++) {
    const first = streets.first_vertex[way];
    if (streets.first_vertex[way + 1] - first >= 2 && streets.vertex_key[first] === 0) ways.push(way);
  }
  const is_end = endVertices(streets, ways);
  const meets_end = new Uint8Array(is_end.length);
  const meets_inside = new Uint8Array(is_end.length);
  for (const { a, b } of pairsWithin(streets, ways, vertexAlong_m(streets), join_m)) {
    (is_end[b] ? meets_end : meets_inside)[a] = 1;
    (is_end[a] ? meets_end : meets_inside)[b] = 1;
  }
  let touching = 0;
  let inside_only = 0;
  for (let v = 0; v < is_end.length; v++) {
    if (!is_end[v] || (!meets_end[v] && !meets_inside[v])) continue;
    touching++;
    if (!meets_end[v]) inside_only++;
  }
  return touching >= TELLING_ENDS && inside_only * 20 < touching ? 'ends' : 'vertices';
}

/**
 * Which vertices are one place: `group[v]` is the lowest vertex joined with v, NONE on ways left out.
 * - Vertices of equal non-zero key are one.
 * - Two vertices of which at least one has no key are one where they lie within `join_m`, unless both are inside
 *   ways of different `level` (a bridge over a road) or follow one another on the same way. Where neither has a
 *   key, `connectivity` has a say.
 * - Neighbours on a way less than half a millimetre apart are one.
 * Nearest pairs join first and a group joined by distance grows to at most 4 x `join_m` across, so that densely
 * drawn lines (a vertex every few centimetres) do not shrink to a point.
 */
export function joinVertices(
  streets: StreetSet,
  ways: readonly number[],
  along_m: Float64Array,
  join_m: number,
  connectivity: Connectivity,
): { group: Uint32Array; joined_by_distance: number } {
  const group = new Uint32Array(along_m.length).fill(NONE);
  for (const way of ways) {
    for (let v = streets.first_vertex[way]; v < streets.first_vertex[way + 1]; v++) group[v] = v;
  }
  const keyless = joinByKey(streets, ways, group);
  let joined_by_distance = 0;
  if (keyless > 0) {
    const is_end = endVertices(streets, ways);
    const { vertex_key } = streets;
    const joins = ({ a, b }: Pair) =>
      connectivity === 'vertices' || (is_end[a] && is_end[b]) || vertex_key[a] !== 0 || vertex_key[b] !== 0;
    const pairs = pairsWithin(streets, ways, along_m, join_m).filter(joins);
    joined_by_distance = joinPairs(pairs, new GroupExtent(streets.coords_deg, 4 * join_m), group);
  }
  for (const way of ways) {
    for (let v = streets.first_vertex[way] + 1; v < streets.first_vertex[way + 1]; v++) {
      if (toMillimetres(along_m[v]) === toMillimetres(along_m[v - 1])) unite(group, v - 1, v);
    }
  }
  for (let v = 0; v < group.length; v++) if (group[v] !== NONE) group[v] = find(group, v);
  return { group, joined_by_distance };
}

/** Metres to whole millimetres, half up. */
export const toMillimetres = (value_m: number) => Math.floor(value_m * 1000 + 0.5);

function joinByKey(streets: StreetSet, ways: readonly number[], group: Uint32Array): number {
  const first_of_key = new Map<number, number>();
  let keyless = 0;
  for (const way of ways) {
    for (let v = streets.first_vertex[way]; v < streets.first_vertex[way + 1]; v++) {
      const key = streets.vertex_key[v];
      if (key === 0) {
        keyless++;
        continue;
      }
      const first = first_of_key.get(key);
      if (first === undefined) first_of_key.set(key, v);
      else unite(group, first, v);
    }
  }
  return keyless;
}

interface Pair {
  a: number;
  b: number;
  gap_m: number;
}

function joinPairs(pairs: readonly Pair[], extent: GroupExtent, group: Uint32Array): number {
  let joined = 0;
  for (const { a, b } of pairs) {
    const root_a = find(group, a);
    const root_b = find(group, b);
    if (root_a === root_b || !extent.merge(root_a, root_b)) continue;
    unite(group, a, b);
    joined++;
  }
  return joined;
}

function endVertices(streets: StreetSet, ways: readonly number[]): Uint8Array {
  const is_end = new Uint8Array(streets.first_vertex[streets.count]);
  for (const way of ways) {
    is_end[streets.first_vertex[way]] = 1;
    is_end[streets.first_vertex[way + 1] - 1] = 1;
  }
  return is_end;
}

/** Pairs that may join by distance, nearest first. */
function pairsWithin(
  streets: StreetSet,
  ways: readonly number[],
  along_m: Float64Array,
  join_m: number,
): Pair[] {
  const { first_vertex, vertex_key, level } = streets;
  const grid = new VertexGrid(streets.coords_deg, join_m);
  const way_of = new Uint32Array(along_m.length);
  const isInside = (v: number) => v > first_vertex[way_of[v]] && v < first_vertex[way_of[v] + 1] - 1;
  const mayJoin = (a: number, b: number) => {
    if (vertex_key[a] !== 0 && vertex_key[b] !== 0) return false;
    if (way_of[a] === way_of[b] && Math.abs(along_m[b] - along_m[a]) <= 3 * join_m) return false;
    return level[way_of[a]] === level[way_of[b]] || !isInside(a) || !isInside(b);
  };
  const pairs: Pair[] = [];
  for (const way of ways) {
    for (let b = first_vertex[way]; b < first_vertex[way + 1]; b++) {
      way_of[b] = way;
      for (const { vertex: a, gap_m } of grid.near(b)) if (mayJoin(a, b)) pairs.push({ a, b, gap_m });
      grid.add(b);
    }
  }
  return pairs.sort((p, q) => p.gap_m - q.gap_m || p.a - q.a || p.b - q.b);
}

/** How far groups joined by distance stretch; only groups of more than one place are remembered. */
class GroupExtent {
  readonly #coords_deg: Float64Array;
  readonly #largest_m: number;
  readonly #boxes = new Map<number, [number, number, number, number]>();

  constructor(coords_deg: Float64Array, largest_m: number) {
    this.#coords_deg = coords_deg;
    this.#largest_m = largest_m;
  }

  /** Merges two groups under the lower root, or says no where they would stretch too far. */
  merge(root_a: number, root_b: number): boolean {
    const a = this.#box(root_a);
    const b = this.#box(root_b);
    const min_lon = Math.min(a[0], b[0]);
    const min_lat = Math.min(a[1], b[1]);
    const max_lon = Math.max(a[2], b[2]);
    const max_lat = Math.max(a[3], b[3]);
    if (distance_m(min_lon, min_lat, max_lon, max_lat) > this.#largest_m) return false;
    this.#boxes.delete(Math.max(root_a, root_b));
    this.#boxes.set(Math.min(root_a, root_b), [min_lon, min_lat, max_lon, max_lat]);
    return true;
  }

  #box(root: number): [number, number, number, number] {
    const lon = this.#coords_deg[2 * root];
    const lat = this.#coords_deg[2 * root + 1];
    return this.#boxes.get(root) ?? [lon, lat, lon, lat];
  }
}

/** Root of a group, its lowest vertex; shortens the path on the way. */
function find(group: Uint32Array, v: number): number {
  while (group[v] !== v) {
    group[v] = group[group[v]];
    v = group[v];
  }
  return v;
}

function unite(group: Uint32Array, a: number, b: number): void {
  const root_a = find(group, a);
  const root_b = find(group, b);
  if (root_a < root_b) group[root_b] = root_a;
  else group[root_a] = root_b;
}

import { distance_m, metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import { vertexAlong_m } from './along.ts';
import { NONE } from './network.ts';
import type { StreetSet } from './street_set.ts';

/**
 * Where ways without vertex keys may meet.
 * - 'ends': in their ends only. Street layers drawn piece by piece between junctions are meant so; lines
 *   that cross in a vertex pass over one another, ends that touch a line inside are drawing mistakes.
 * - 'vertices': in any vertex, as in OpenStreetMap and files made from it.
 */
export type Connectivity = 'ends' | 'vertices';

/**
 * Which of the two a street layer is meant to be, read from the layer: 'ends' where, of the way ends that touch
 * another way at all, fewer than one in ten touch it inside only; else 'vertices' (in OpenStreetMap data it is one in
 * three and more). Ways with keys have no say.
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
  return inside_only * 10 < touching ? 'ends' : 'vertices';
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

/** Pairs that may join, nearest first. A grid of cells at least `join_m` wide finds them. */
function pairsWithin(
  streets: StreetSet,
  ways: readonly number[],
  along_m: Float64Array,
  join_m: number,
): Pair[] {
  const { coords_deg, first_vertex, vertex_key, level } = streets;
  const box = boundsOf(streets, ways);
  const steepest_deg = Math.min(89, Math.max(Math.abs(box.min_lat), Math.abs(box.max_lat)));
  const cell_m = Math.max(join_m, 0.001) * 1.001;
  const cell_lon_deg = cell_m / metresPerLonDegree(steepest_deg);
  const cell_lat_deg = cell_m / metresPerLatDegree(0);
  const columns = Math.ceil((box.max_lon - box.min_lon) / cell_lon_deg) + 3;

  const newest_in_cell = new Map<number, number>();
  const older = new Uint32Array(along_m.length);
  const way_of = new Uint32Array(along_m.length);
  const pairs: Pair[] = [];
  for (const way of ways) {
    const first = first_vertex[way];
    const last = first_vertex[way + 1] - 1;
    for (let b = first; b <= last; b++) {
      const lon = coords_deg[2 * b];
      const lat = coords_deg[2 * b + 1];
      const column = Math.floor((lon - box.min_lon) / cell_lon_deg) + 1;
      const row = Math.floor((lat - box.min_lat) / cell_lat_deg) + 1;
      for (let cell = 0; cell < 9; cell++) {
        const key = (row + Math.floor(cell / 3) - 1) * columns + column + (cell % 3) - 1;
        for (let a = newest_in_cell.get(key) ?? NONE; a !== NONE; a = older[a]) {
          if (vertex_key[a] !== 0 && vertex_key[b] !== 0) continue;
          const gap_m = distance_m(coords_deg[2 * a], coords_deg[2 * a + 1], lon, lat);
          if (gap_m > join_m) continue;
          const other = way_of[a];
          if (other === way && Math.abs(along_m[b] - along_m[a]) <= 3 * join_m) continue;
          const inside = b > first && b < last && a > first_vertex[other] && a < first_vertex[other + 1] - 1;
          if (inside && level[other] !== level[way]) continue;
          pairs.push({ a, b, gap_m });
        }
      }
      const key = row * columns + column;
      older[b] = newest_in_cell.get(key) ?? NONE;
      newest_in_cell.set(key, b);
      way_of[b] = way;
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

function boundsOf(streets: StreetSet, ways: readonly number[]) {
  const box = { min_lon: Infinity, min_lat: Infinity, max_lon: -Infinity, max_lat: -Infinity };
  for (const way of ways) {
    for (let v = streets.first_vertex[way]; v < streets.first_vertex[way + 1]; v++) {
      box.min_lon = Math.min(box.min_lon, streets.coords_deg[2 * v]);
      box.max_lon = Math.max(box.max_lon, streets.coords_deg[2 * v]);
      box.min_lat = Math.min(box.min_lat, streets.coords_deg[2 * v + 1]);
      box.max_lat = Math.max(box.max_lat, streets.coords_deg[2 * v + 1]);
    }
  }
  return box;
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

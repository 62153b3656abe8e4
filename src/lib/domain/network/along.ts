import { distance_m } from '../geometry/metric.ts';
import { NONE, type Network } from './network.ts';
import type { StreetSet } from './street_set.ts';

/** Distance of every vertex from its way's first vertex, metres; as long as there are vertices. */
export function vertexAlong_m(streets: StreetSet): Float64Array {
  const { coords_deg, first_vertex } = streets;
  const along_m = new Float64Array(first_vertex[streets.count]);
  for (let way = 0; way < streets.count; way++) {
    for (let v = first_vertex[way] + 1; v < first_vertex[way + 1]; v++) {
      along_m[v] = along_m[v - 1] + segmentLength_m(coords_deg, v - 1);
    }
  }
  return along_m;
}

/** The same of one way: distance of each of its vertices from its first, metres. */
export function wayAlong_m({ coords_deg, first_vertex }: StreetSet, street: number): Float64Array {
  const first = first_vertex[street];
  const along_m = new Float64Array(first_vertex[street + 1] - first);
  for (let i = 1; i < along_m.length; i++) {
    along_m[i] = along_m[i - 1] + segmentLength_m(coords_deg, first + i - 1);
  }
  return along_m;
}

/** Length of a way, metres. */
export function wayLength_m(streets: StreetSet, street: number): number {
  let length_m = 0;
  const end = streets.first_vertex[street + 1] - 1;
  for (let v = streets.first_vertex[street]; v < end; v++) length_m += segmentLength_m(streets.coords_deg, v);
  return length_m;
}

/** The point of a way at a distance from its first vertex, clamped to the way: [lon, lat] in degrees. */
export function pointAt(streets: StreetSet, street: number, along_m: number): [number, number] {
  const { coords_deg, first_vertex } = streets;
  const end = first_vertex[street + 1] - 1;
  let rest_m = Math.max(0, along_m);
  for (let v = first_vertex[street]; v < end; v++) {
    const length_m = segmentLength_m(coords_deg, v);
    if (rest_m < length_m) return between(coords_deg, v, rest_m / length_m);
    rest_m -= length_m;
  }
  return [coords_deg[2 * end], coords_deg[2 * end + 1]];
}

/**
 * The stretch of a way between two distances from its first vertex (clamped, from <= to): lon,lat pairs in degrees,
 * both ends and every vertex strictly between. At least two points.
 */
export function slice(streets: StreetSet, street: number, from_m: number, to_m: number): number[] {
  const { coords_deg, first_vertex } = streets;
  const end = first_vertex[street + 1] - 1;
  const line_deg = pointAt(streets, street, from_m) as number[];
  let along_m = 0;
  for (let v = first_vertex[street]; v < end; v++) {
    if (along_m > from_m && along_m < to_m) line_deg.push(coords_deg[2 * v], coords_deg[2 * v + 1]);
    along_m += segmentLength_m(coords_deg, v);
  }
  line_deg.push(...pointAt(streets, street, to_m));
  return line_deg;
}

/**
 * The edge of a street that holds the point `along_m` from its first vertex, clamped to the street; at a
 * boundary the later edge. NONE where the street has no edge in this network.
 */
export function edgeAt(network: Network, street: number, along_m: number): number {
  const first = network.street_first_edge[street];
  let low = first;
  let high = network.street_first_edge[street + 1];
  if (low === high) return NONE;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (network.edge_start_mm[middle] <= along_m * 1000) low = middle;
    else high = middle;
  }
  return low;
}

/** Length of an edge, whole millimetres. */
export const edgeLength_mm = (network: Network, edge: number) =>
  network.edge_end_mm[edge] - network.edge_start_mm[edge];

function segmentLength_m(coords_deg: Float64Array, v: number): number {
  return distance_m(coords_deg[2 * v], coords_deg[2 * v + 1], coords_deg[2 * v + 2], coords_deg[2 * v + 3]);
}

function between(coords_deg: Float64Array, v: number, t: number): [number, number] {
  const lon = coords_deg[2 * v];
  const lat = coords_deg[2 * v + 1];
  return [lon + t * (coords_deg[2 * v + 2] - lon), lat + t * (coords_deg[2 * v + 3] - lat)];
}

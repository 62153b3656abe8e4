import { pointAt, wayAlong_m } from './along.ts';
import type { Network } from './network.ts';
import type { StreetSet } from './street_set.ts';

/** The straight pieces of edges, edge after edge, each edge along its way. */
export interface EdgeSegments {
  count: number;
  edge: Uint32Array;
  /** lon,lat of the first and of the last point of segment i at [4i, 4i+4), degrees. */
  ends_deg: Float64Array;
  /** Distance of both points from the way's first vertex, mm. */
  start_mm: Float64Array;
  end_mm: Float64Array;
}

/** The segments of the edges asked for. An edge that begins or ends between two vertices is cut there. */
export function edgeSegments(
  network: Network,
  streets: StreetSet,
  include: (edge: number) => boolean,
): EdgeSegments {
  const edges: number[] = [];
  for (let edge = 0; edge < network.edge_count; edge++) if (include(edge)) edges.push(edge);
  return edgeSegmentsOf(network, streets, edges);
}

/** The segments of these edges, in this order: edges of one way follow one another, each farther along it. */
export function edgeSegmentsOf(network: Network, streets: StreetSet, edges: readonly number[]): EdgeSegments {
  const { edge_street, edge_start_mm, edge_end_mm } = network;
  const edge: number[] = [];
  const ends_deg: number[] = [];
  const start_mm: number[] = [];
  const end_mm: number[] = [];
  let way: Way | null = null;
  let v = 0;
  for (const e of edges) {
    if (way?.street !== edge_street[e]) {
      way = wayOf(streets, edge_street[e]);
      v = 0;
    }
    const { along_mm } = way;
    const last = along_mm.length - 1;
    while (v < last && along_mm[v] <= edge_start_mm[e] + NEAR_MM) v++;
    let [lon, lat] = pointNear(streets, way, v - 1, edge_start_mm[e]);
    let at_mm = edge_start_mm[e];
    while (at_mm < edge_end_mm[e]) {
      const inner = along_mm[v] < edge_end_mm[e] - NEAR_MM && v < last;
      const to_mm = inner ? along_mm[v] : edge_end_mm[e];
      const [to_lon, to_lat] = pointNear(streets, way, v, to_mm);
      edge.push(e);
      ends_deg.push(lon, lat, to_lon, to_lat);
      start_mm.push(at_mm);
      end_mm.push(to_mm);
      [lon, lat, at_mm] = [to_lon, to_lat, to_mm];
      if (inner) v++;
    }
  }
  return {
    count: edge.length,
    edge: Uint32Array.from(edge),
    ends_deg: Float64Array.from(ends_deg),
    start_mm: Float64Array.from(start_mm),
    end_mm: Float64Array.from(end_mm),
  };
}

/** A way and the distance of each of its vertices from its first, mm. */
interface Way {
  street: number;
  first_vertex: number;
  along_mm: Float64Array;
}

const wayOf = (streets: StreetSet, street: number): Way => ({
  street,
  first_vertex: streets.first_vertex[street],
  along_mm: wayAlong_m(streets, street).map((along_m) => along_m * 1000),
});

/** Edges end on whole millimetres; a vertex this near is their end itself. */
const NEAR_MM = 0.5;

/** The point of a way at a distance, vertex `v` of it where that is near enough. */
function pointNear(
  streets: StreetSet,
  { street, first_vertex, along_mm }: Way,
  v: number,
  at_mm: number,
): [number, number] {
  if (Math.abs(along_mm[v] - at_mm) <= NEAR_MM) {
    const vertex = first_vertex + v;
    return [streets.coords_deg[2 * vertex], streets.coords_deg[2 * vertex + 1]];
  }
  return pointAt(streets, street, at_mm / 1000);
}

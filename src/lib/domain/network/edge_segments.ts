import { pointAt, vertexAlong_m } from './along.ts';
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
  const { edge_street, edge_start_mm, edge_end_mm } = network;
  const along_m = vertexAlong_m(streets);
  const edge: number[] = [];
  const ends_deg: number[] = [];
  const start_mm: number[] = [];
  const end_mm: number[] = [];
  let vertex = 0;
  for (let e = 0; e < network.edge_count; e++) {
    const street = edge_street[e];
    const last = streets.first_vertex[street + 1] - 1;
    if (e === 0 || edge_street[e - 1] !== street) vertex = streets.first_vertex[street];
    while (vertex < last && along_m[vertex] * 1000 <= edge_start_mm[e] + NEAR_MM) vertex++;
    let [lon, lat] = pointNear(streets, street, along_m, vertex - 1, edge_start_mm[e]);
    let at_mm = edge_start_mm[e];
    while (at_mm < edge_end_mm[e]) {
      const inner = along_m[vertex] * 1000 < edge_end_mm[e] - NEAR_MM && vertex < last;
      const to_mm = inner ? along_m[vertex] * 1000 : edge_end_mm[e];
      const [to_lon, to_lat] = pointNear(streets, street, along_m, vertex, to_mm);
      if (include(e)) {
        edge.push(e);
        ends_deg.push(lon, lat, to_lon, to_lat);
        start_mm.push(at_mm);
        end_mm.push(to_mm);
      }
      [lon, lat, at_mm] = [to_lon, to_lat, to_mm];
      if (inner) vertex++;
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

/** Edges end on whole millimetres; a vertex this near is their end itself. */
const NEAR_MM = 0.5;

function pointNear(
  streets: StreetSet,
  street: number,
  along_m: Float64Array,
  vertex: number,
  at_mm: number,
): [number, number] {
  if (Math.abs(along_m[vertex] * 1000 - at_mm) <= NEAR_MM) {
    return [streets.coords_deg[2 * vertex], streets.coords_deg[2 * vertex + 1]];
  }
  return pointAt(streets, street, at_mm / 1000);
}

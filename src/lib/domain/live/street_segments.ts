import { edgeLength_mm } from '../network/along.ts';
import { edgeSegments } from '../network/edge_segments.ts';
import type { Network } from '../network/network.ts';
import type { StreetSet } from '../network/street_set.ts';

/** The straight pieces of all edges, for drawing what a live answer says of each edge. */
export interface StreetSegments {
  count: number;
  /** lon, lat where segment i begins and where it ends at [4i, 4i+4), WGS 84 degrees. */
  ends_deg: Float64Array;
  /** Share of its edge there, 0 to 1, at [2i, 2i+2). */
  shares: Float32Array;
  /** Edge of the network; segments of an edge follow one another along it. */
  edge: Uint32Array;
}

export function streetSegments(network: Network, streets: StreetSet): StreetSegments {
  const { count, edge, ends_deg, start_mm, end_mm } = edgeSegments(network, streets, () => true);
  const shares = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const from_mm = network.edge_start_mm[edge[i]];
    const length_mm = edgeLength_mm(network, edge[i]);
    shares[2 * i] = (start_mm[i] - from_mm) / length_mm;
    shares[2 * i + 1] = (end_mm[i] - from_mm) / length_mm;
  }
  return { count, ends_deg, shares, edge };
}

/**
 * A packed street graph. Nodes are junctions, way ends and the ends of obstacle cells, in Hilbert order; an
 * **edge** is a piece of one way between two different nodes; an **arc** is one direction of an edge. Edges are
 * numbered way after way, along each way; arcs are sorted by from-node (CSR). Ids are dense and the same
 * for the same input.
 *
 * Bytes an arc, at 0.44 nodes and 0.52 edges an arc (a town): 28 here without coordinates, 5 for costs,
 * 6 for the reverse index, 6 for a search.
 */
export interface Network {
  node_count: number;
  edge_count: number;
  arc_count: number;

  /** lon,lat of each node, WGS 84 degrees. */
  node_deg: Float64Array;

  /** Arcs leaving node n are [first_arc[n], first_arc[n+1]). Length node_count + 1. */
  first_arc: Uint32Array;
  /** Node an arc leads to. */
  arc_head: Uint32Array;
  /** edge * 2 + 0 where the arc follows the way's vertices, + 1 where it runs against them. */
  arc_edge: Uint32Array;

  /** Arc of edge e along its vertices at [2e], against them at [2e+1]; NONE where one-way. */
  edge_arc: Uint32Array;
  /** Node where an edge begins and where it ends, along the way's vertices; never the same. */
  edge_start_node: Uint32Array;
  edge_end_node: Uint32Array;
  /** Index of the way in the StreetSet. */
  edge_street: Uint32Array;
  /**
   * Distance along the way where the edge begins and ends, whole millimetres, end > start; the edges of a way
   * follow one another without a gap. (Doubles in metres cost 4 bytes an arc more.)
   */
  edge_start_mm: Uint32Array;
  edge_end_mm: Uint32Array;
  /** Clear width and height of the edge after obstacles, mm; 0 unknown width / no height limit. */
  edge_clear_width_mm: Uint16Array;
  edge_clear_height_mm: Uint16Array;
  /** Edges of way s are [street_first_edge[s], street_first_edge[s+1]), in order along it; may be none. */
  street_first_edge: Uint32Array;
}

/** "No such arc / node / label" in every Uint32 column. */
export const NONE = 0xffffffff;

/** Node an arc leaves from. */
export function arcTail(network: Network, arc: number): number {
  const directed = network.arc_edge[arc];
  return directed & 1 ? network.edge_end_node[directed >>> 1] : network.edge_start_node[directed >>> 1];
}

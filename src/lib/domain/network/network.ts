/**
 * A packed street graph. Nodes are junctions and way ends in Hilbert order; an **edge** is a
 * piece of one way between two nodes; an **arc** is one direction of an edge. Arcs are sorted by from-node
 * (CSR), so arc ids are dense and stable for one input.
 */
export interface Network {
  node_count: number;
  edge_count: number;
  arc_count: number;

  /** lon,lat of each node, degrees. */
  node_deg: Float64Array;

  /** Arcs leaving node n are [first_arc[n], first_arc[n+1]). Length node_count + 1. */
  first_arc: Uint32Array;
  /** Node an arc leads to. */
  arc_head: Uint32Array;
  /** edge * 2 + 0 where the arc follows the way's vertices, + 1 where it runs against them. */
  arc_edge: Uint32Array;

  /** Arc of edge e along its vertices at [2e], against them at [2e+1]; NONE where one-way. */
  edge_arc: Uint32Array;
  /** Index of the way in the StreetSet. */
  edge_street: Uint32Array;
  /** Distance along the way where the edge begins and ends, metres (edge_end_m > edge_start_m). */
  edge_start_m: Float64Array;
  edge_end_m: Float64Array;
  /** Clear width and height of the edge after obstacles, mm; 0 unknown width / no height limit. */
  edge_clear_width_mm: Uint16Array;
  edge_clear_height_mm: Uint16Array;
  /** Edges of way s in order along it are way_edges [first_edge_of_street[s], first_edge_of_street[s+1]). */
  street_first_edge: Uint32Array;
  street_edge: Uint32Array;
}

/** "No such arc / node / label" in every Uint32 column. */
export const NONE = 0xffffffff;

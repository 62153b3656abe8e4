import { HILBERT_SIDE, hilbertIndex } from '../geometry/hilbert.ts';
import { NONE, type Network } from './network.ts';
import type { StreetSet } from './street_set.ts';

/** Edges in way order over nodes numbered as they came: what the packer has found before putting it in order. */
export interface EdgeRows {
  /** lon,lat of each node, degrees. */
  node_deg: readonly number[];
  start_node: readonly number[];
  end_node: readonly number[];
  street: readonly number[];
  start_mm: readonly number[];
  end_mm: readonly number[];
  width_mm: readonly number[];
  height_mm: readonly number[];
}

/** Numbers the nodes along the Hilbert curve and lays out the arcs. */
export function orderedNetwork(streets: StreetSet, edges: EdgeRows, oneway: 'obey' | 'ignore'): Network {
  const node_count = edges.node_deg.length / 2;
  const edge_count = edges.street.length;
  const order = hilbertOrder(new HilbertFrame(streets, edges.street), edges.node_deg);
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

/** The Hilbert curve over the bounding box of some ways: the same whatever nodes obstacles add on them. */
export class HilbertFrame {
  #west = Infinity;
  #south = Infinity;
  #across = 1;
  #up = 1;

  constructor({ first_vertex, coords_deg }: StreetSet, ways: ArrayLike<number>) {
    let [east, north] = [-Infinity, -Infinity];
    for (let i = 0; i < ways.length; i++) {
      if (i > 0 && ways[i] === ways[i - 1]) continue;
      for (let v = first_vertex[ways[i]]; v < first_vertex[ways[i] + 1]; v++) {
        this.#west = Math.min(this.#west, coords_deg[2 * v]);
        this.#south = Math.min(this.#south, coords_deg[2 * v + 1]);
        east = Math.max(east, coords_deg[2 * v]);
        north = Math.max(north, coords_deg[2 * v + 1]);
      }
    }
    this.#across = (HILBERT_SIDE - 1) / (east - this.#west || 1);
    this.#up = (HILBERT_SIDE - 1) / (north - this.#south || 1);
  }

  /** Place of a point of the ways along the curve. */
  place(lon_deg: number, lat_deg: number): number {
    return hilbertIndex(
      cell((lon_deg - this.#west) * this.#across),
      cell((lat_deg - this.#south) * this.#up),
    );
  }
}

const cell = (place: number) => Math.min(HILBERT_SIDE - 1, Math.max(0, Math.floor(place)));

/** Provisional nodes along the Hilbert curve; ties by lon, lat, then first appearance. */
function hilbertOrder(frame: HilbertFrame, node_deg: readonly number[]): Uint32Array {
  const count = node_deg.length / 2;
  const place = new Uint32Array(count);
  for (let i = 0; i < count; i++) place[i] = frame.place(node_deg[2 * i], node_deg[2 * i + 1]);
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

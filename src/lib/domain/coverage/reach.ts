import type { ArcCosts } from '../network/costs.ts';
import { NONE, type Network } from '../network/network.ts';
import type { ReverseArcs } from '../network/reverse_arcs.ts';
import type { SearchResult } from '../search/search.ts';
import { arrivalAt, type EdgePosition } from '../search/seeds.ts';
import { tracePath, type PathStep } from '../search/trace_path.ts';

/** Stations by the edge they stand on. */
export type StationsByEdge = ReadonlyMap<number, readonly EdgePosition[]>;

/**
 * Everything a fleet reaches at one level of confidence: arrivals at nodes, and the stations standing on
 * the edges themselves. `least_pass` is 0 (sizes and obstacles ignored), 1 (unknown widths passable) or 2 (known only).
 */
export class Reach {
  readonly #network: Network;
  readonly #costs: ArcCosts;
  readonly #nodes: Pick<SearchResult, 'arrival' | 'label'>;
  readonly #own: StationsByEdge;
  readonly #least_pass: 0 | 1 | 2;

  /** `nodes` is a search result that is kept: a copy, or the columns of a live search. */
  constructor(
    network: Network,
    costs: ArcCosts,
    nodes: Pick<SearchResult, 'arrival' | 'label'>,
    stations: readonly EdgePosition[] | StationsByEdge,
    least_pass: 0 | 1 | 2,
  ) {
    this.#network = network;
    this.#costs = costs;
    this.#nodes = nodes;
    this.#least_pass = least_pass;
    this.#own = stations instanceof Map ? stations : byEdge(stations as readonly EdgePosition[]);
  }

  /** Arrival at a node in whole ms, NONE where not reached. */
  atNode = (node: number) => this.#nodes.arrival[node];

  /** Arrival at share `t` of an edge in whole ms and the station it comes from; NONE, NONE where not reached. */
  at(edge: number, t: number): { arrival: number; label: number } {
    const own = this.#own.get(edge) ?? [];
    return arrivalAt(this.#network, this.#costs, this.#nodes, edge, t, own, this.#least_pass);
  }

  /** The way from the station to share `t` of an edge, null where nothing gets there. */
  pathTo(reverse: ReverseArcs, edge: number, t: number): PathStep[] | null {
    return tracePath(
      {
        network: this.#network,
        reverse,
        costs: this.#costs,
        nodes: this.#nodes,
        sources: [...this.#own.values()].flat(),
        least_pass: this.#least_pass,
      },
      { edge, t },
    );
  }

  /**
   * The pieces [from, to] of an edge (shares along its vertices) reached within `limit_ms` inclusive, disjoint and
   * ascending, flat: [from0, to0, from1, to1, …]. An infinite limit gives all that is reached at all.
   */
  pieces(edge: number, limit_ms: number): number[] {
    const along = this.#cost(this.#network.edge_arc[2 * edge]);
    const against = this.#cost(this.#network.edge_arc[2 * edge + 1]);
    if (along === null && against === null) return [];
    const pieces: [number, number][] = [];
    const offer = (t: number, arrival: number) => {
      if (arrival === NONE || arrival > limit_ms) return;
      if (along !== null) pieces.push([t, Math.min(1, t + (limit_ms - arrival) / along)]);
      if (against !== null) pieces.push([Math.max(0, t - (limit_ms - arrival) / against), t]);
    };
    offer(0, this.#nodes.arrival[this.#network.edge_start_node[edge]]);
    offer(1, this.#nodes.arrival[this.#network.edge_end_node[edge]]);
    for (const station of this.#own.get(edge) ?? []) offer(station.t, station.delay);
    return merged(pieces);
  }

  #cost(arc: number): number | null {
    return arc !== NONE && this.#costs.pass[arc] >= this.#least_pass ? this.#costs.cost_ms[arc] : null;
  }
}

function byEdge(stations: readonly EdgePosition[]): StationsByEdge {
  const own = new Map<number, EdgePosition[]>();
  for (const station of stations) {
    const here = own.get(station.edge);
    if (here) here.push(station);
    else own.set(station.edge, [station]);
  }
  return own;
}

function merged(pieces: [number, number][]): number[] {
  pieces.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const flat: number[] = [];
  for (const [from, to] of pieces) {
    const last = flat.length - 1;
    if (last > 0 && from <= flat[last]) flat[last] = Math.max(flat[last], to);
    else if (to > from) flat.push(from, to);
  }
  return flat;
}

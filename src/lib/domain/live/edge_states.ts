import type { Reach } from '../coverage/reach.ts';
import type { ArcCosts } from '../network/costs.ts';
import { NONE, type Network } from '../network/network.ts';
import type { SearchResult } from '../search/search.ts';

/** How much of an edge is reached. */
export const NOTHING = 0;
const WHOLE = 1;
const PIECES = 2;

export interface LevelInput {
  network: Network;
  costs: Pick<ArcCosts, 'cost_ms' | 'pass'>;
  least_pass: 0 | 1 | 2;
  nodes: Pick<SearchResult, 'arrival' | 'label'>;
  reach: Reach;
  /** Stations by the edge they stand on. */
  own: ReadonlyMap<number, unknown>;
}

/** Which pieces of each edge one level of confidence reaches within a limit, as Reach.pieces tells, kept up edge by edge. */
export class EdgeStates {
  readonly state: Uint8Array;
  limit_ms: number;

  readonly #input: LevelInput;
  /** Of edges in state PIECES. */
  readonly #pieces = new Map<number, readonly number[]>();

  constructor(input: LevelInput, limit_ms: number) {
    this.#input = input;
    this.limit_ms = limit_ms;
    this.state = new Uint8Array(input.network.edge_count);
  }

  /** Flat [from, to, …] shares of the edge. */
  pieces(edge: number): readonly number[] {
    return this.state[edge] === WHOLE ? ALL : (this.#pieces.get(edge) ?? NO_PIECES);
  }

  /** Works an edge out again; true where its pieces are other than before. */
  refresh(edge: number): boolean {
    const before = this.state[edge];
    let state = this.#atOnce(edge);
    if (state === PIECES) {
      const pieces = this.#input.reach.pieces(edge, this.limit_ms);
      state =
        pieces.length === 0
          ? NOTHING
          : pieces.length === 2 && pieces[0] === 0 && pieces[1] === 1
            ? WHOLE
            : PIECES;
      if (state === PIECES) {
        const old = this.#pieces.get(edge);
        if (old && old.length === pieces.length && old.every((share, i) => share === pieces[i])) return false;
        this.#pieces.set(edge, pieces);
      }
    }
    if (before === PIECES && state !== PIECES) this.#pieces.delete(edge);
    this.state[edge] = state;
    return state !== before || state === PIECES;
  }

  /** NOTHING or WHOLE where both ends tell, else PIECES. */
  #atOnce(edge: number): number {
    const { network, costs, least_pass, nodes, own } = this.#input;
    const along = network.edge_arc[2 * edge];
    const against = network.edge_arc[2 * edge + 1];
    const along_open = along !== NONE && costs.pass[along] >= least_pass;
    const against_open = against !== NONE && costs.pass[against] >= least_pass;
    if (!along_open && !against_open) return NOTHING;
    const start = nodes.arrival[network.edge_start_node[edge]];
    const end = nodes.arrival[network.edge_end_node[edge]];
    const limit = this.limit_ms;
    if (along_open && start !== NONE && start + costs.cost_ms[along] <= limit) return WHOLE;
    if (against_open && end !== NONE && end + costs.cost_ms[against] <= limit) return WHOLE;
    const from_start = start !== NONE && start <= limit;
    const from_end = end !== NONE && end <= limit;
    return from_start || from_end || own.has(edge) ? PIECES : NOTHING;
  }
}

const ALL: readonly number[] = [0, 1];
const NO_PIECES: readonly number[] = [];

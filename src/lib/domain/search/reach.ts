import { LAST_ARRIVAL, Searcher, WideSearcher, type SearchGraph } from './search.ts';

/** Arcs in any order, as rows of a file. */
export interface PlainArcs {
  node_count: number;
  from: ArrayLike<number>;
  to: ArrayLike<number>;
  /** Whole milliseconds, 0 to 2,000,000,000. */
  cost_ms: ArrayLike<number>;
}

/** One row a source; a node may stand in several. */
export interface PlainSources {
  node: ArrayLike<number>;
  delay_ms: ArrayLike<number>;
}

/** The nodes reached, ascending by number, with their arrival and the source row it comes from. */
export interface PlainReach {
  node: Uint32Array;
  arrival_ms: Float64Array;
  source: Uint32Array;
}

/**
 * The engine on plain arrays: which nodes are reached within the cutoff (inclusive), when and from which source row;
 * ties go to the first row. Exact up to 2^53 ms.
 */
export function reachFromArcs(arcs: PlainArcs, sources: PlainSources, cutoff_ms: number): PlainReach {
  const { graph, cost } = sortedByTail(arcs);
  const pass = new Uint8Array(cost.length).fill(2);
  const seeds = {
    node: Uint32Array.from(sources.node),
    delay: Uint32Array.from(sources.delay_ms),
    label: Uint32Array.from({ length: sources.node.length }, (_, row) => row),
  };
  const searcher = cutoff_ms <= LAST_ARRIVAL ? new Searcher(graph) : new WideSearcher(graph);
  const result = searcher.run({ cost, pass }, seeds, { limit: cutoff_ms, least_pass: 2 });
  const node = result.reached.slice().sort();
  return {
    node,
    arrival_ms: Float64Array.from(node, (n) => result.arrival[n]),
    source: Uint32Array.from(node, (n) => result.label[n]),
  };
}

function sortedByTail({ node_count, from, to, cost_ms }: PlainArcs): {
  graph: SearchGraph;
  cost: Uint32Array;
} {
  const count = from.length;
  const first_arc = new Uint32Array(node_count + 1);
  for (let row = 0; row < count; row++) first_arc[from[row] + 1]++;
  for (let node = 0; node < node_count; node++) first_arc[node + 1] += first_arc[node];
  const next = first_arc.slice(0, node_count);
  const arc_head = new Uint32Array(count);
  const cost = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const arc = next[from[row]]++;
    arc_head[arc] = to[row];
    cost[arc] = cost_ms[row];
  }
  return { graph: { node_count, first_arc, arc_head }, cost };
}

import fc from 'fast-check';

/** A small graph as rows, and where a search of it starts. */
export interface RandomGraph {
  node_count: number;
  arcs: { from: number; to: number; cost: number; pass: 0 | 1 | 2 }[];
  seeds: { node: number; delay: number; label: number }[];
}

/** Costs of few values, so that ties abound, of a town's size, or up to the largest a file may hold. */
const cost = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 5000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 40_000_000 }) },
);

const longCost = fc.oneof(cost, fc.integer({ min: 0, max: 2_000_000_000 }));

function graphOf(arc_cost: fc.Arbitrary<number>): fc.Arbitrary<RandomGraph> {
  return fc.integer({ min: 1, max: 14 }).chain((node_count) => {
    const node = fc.integer({ min: 0, max: node_count - 1 });
    const pass = fc.constantFrom<(0 | 1 | 2)[]>(0, 1, 2, 2, 2);
    return fc.record({
      node_count: fc.constant(node_count),
      arcs: fc.array(fc.record({ from: node, to: node, cost: arc_cost, pass }), { maxLength: 40 }),
      seeds: fc.array(fc.record({ node, delay: arc_cost, label: fc.integer({ min: 0, max: 5 }) }), {
        maxLength: 6,
      }),
    });
  });
}

/** Graphs with parallel arcs, self-loops, zero costs, one-way and blocked arcs, and ties. */
export const random_graph = graphOf(cost);
/** The same with arcs so long that arrivals pass 2^32. */
export const random_long_graph = graphOf(longCost);

/** The graph's arcs in the columns a search takes. */
export function columnsOf({ node_count, arcs, seeds }: RandomGraph) {
  const rows = arcs.map((arc) => ({ ...arc })).sort((a, b) => a.from - b.from);
  const first_arc = new Uint32Array(node_count + 1);
  for (const { from } of rows) first_arc[from + 1]++;
  for (let node = 0; node < node_count; node++) first_arc[node + 1] += first_arc[node];
  return {
    graph: { node_count, first_arc, arc_head: Uint32Array.from(rows, ({ to }) => to) },
    costs: {
      cost: Uint32Array.from(rows, (row) => row.cost),
      pass: Uint8Array.from(rows, (row) => row.pass),
    },
    seeds: {
      node: Uint32Array.from(seeds, ({ node }) => node),
      delay: Uint32Array.from(seeds, ({ delay }) => delay),
      label: Uint32Array.from(seeds, ({ label }) => label),
    },
  };
}

/**
 * The plainest possible twin: relax every arc until nothing changes (Bellman-Ford), in the order (arrival, label).
 * Infinity and -1 where not reached.
 */
export function bellmanFord(
  { node_count, arcs, seeds }: RandomGraph,
  least_pass: number,
  limit = Infinity,
): { arrival: number[]; label: number[] } {
  const arrival = new Array<number>(node_count).fill(Infinity);
  const label = new Array<number>(node_count).fill(-1);
  const offer = (node: number, there: number, from: number) => {
    if (there > limit) return false;
    if (there > arrival[node] || (there === arrival[node] && from >= label[node])) return false;
    arrival[node] = there;
    label[node] = from;
    return true;
  };
  for (const seed of seeds) offer(seed.node, seed.delay, seed.label);
  for (let changed = true; changed;) {
    changed = false;
    for (const arc of arcs) {
      if (arc.pass < least_pass || arrival[arc.from] === Infinity) continue;
      if (offer(arc.to, arrival[arc.from] + arc.cost, label[arc.from])) changed = true;
    }
  }
  return { arrival, label };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE } from '../../src/lib/domain/network/network.ts';
import { LiveSearch } from '../../src/lib/domain/search/live_search.ts';
import { LAST_ARRIVAL, WideSearcher } from '../../src/lib/domain/search/search.ts';
import { LiveTestGraph, type Street } from '../support/live_graph.ts';
import { LAST_LABEL, LiveTwin, type LiveStep, type Pass } from '../support/live_twin.ts';

/** Few values, so that ties abound; a town's; and up to the longest arc a file may hold. */
const cost = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 3 }) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 5000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 40_000_000 }) },
);
const pass = fc.constantFrom<Pass[]>(0, 1, 2, 2, 2);
const least_pass = fc.constantFrom<Pass[]>(0, 1, 2);
const any = fc.nat({ max: 1_000_000 });
const label = fc.constantFrom(0, 1, 2, 3, 2 ** 31, LAST_LABEL);
const delay = fc.oneof(fc.constant(0), cost);
const part = fc.record({ cost: fc.tuple(cost, cost), pass: fc.tuple(pass, pass) });
const spot = fc.record({
  street: any,
  part: any,
  t: fc.constantFrom(0, 0.25, 0.5, 1),
  turnout: delay,
});

const step: fc.Arbitrary<LiveStep> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('seed' as const),
      label,
      seeds: fc.array(fc.record({ node: any, delay }), { maxLength: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      label,
      spots: fc.array(spot, { minLength: 1, maxLength: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('nudge' as const),
      label,
      by: fc.constantFrom(-0.5, -0.1, 0.1, 0.5),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), label }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      arcs: fc.array(fc.record({ arc: any, cost: fc.option(cost), pass: fc.option(pass) }), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('close' as const), street: any }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('split' as const),
      street: any,
      parts: fc.array(part, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 6, arbitrary: fc.constant({ kind: 'settle' as const }) },
);
const steps = (maxLength: number) => fc.array(step, { minLength: 1, maxLength });

/** Parallel streets, loops, parts that nothing joins. */
const random_graph = fc.integer({ min: 1, max: 14 }).chain((nodes) => {
  const node = fc.integer({ min: 0, max: nodes - 1 });
  const street: fc.Arbitrary<Street> = fc
    .tuple(node, node, part)
    .map(([start, end, both]) => ({ start, end, ...both }));
  return fc.record({ nodes: fc.constant(nodes), streets: fc.array(street, { minLength: 1, maxLength: 24 }) });
});

/** Blocks of one length, where nearly everything ties. */
function grid(side: number, length: number): { nodes: number; streets: Street[] } {
  const both = { cost: [length, length] as const, pass: [2, 2] as const };
  const streets: Street[] = [];
  for (let k = 0; k < side * side; k++) {
    if (k % side < side - 1) streets.push({ start: k, end: k + 1, ...both });
    if (k + side < side * side) streets.push({ start: k + side, end: k, ...both });
  }
  return { nodes: side * side, streets };
}

describe('the live search against whole searches', () => {
  it('equals them after any edits, arrivals, labels and changed nodes, on random graphs', () => {
    fc.assert(
      fc.property(random_graph, least_pass, steps(30), ({ nodes, streets }, least, edits) => {
        const twin = new LiveTwin(new LiveTestGraph(nodes, streets, 6), least);
        for (const edit of edits) twin.take(edit);
        twin.check();
      }),
      { numRuns: 4000 },
    );
  });

  it('equals them after every single edit', () => {
    fc.assert(
      fc.property(random_graph, least_pass, steps(30), ({ nodes, streets }, least, edits) => {
        const twin = new LiveTwin(new LiveTestGraph(nodes, streets, 6), least);
        for (const edit of edits) {
          twin.take(edit);
          twin.check();
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('equals them on grids, where nearly everything ties', () => {
    const side = fc.integer({ min: 2, max: 7 });
    fc.assert(
      fc.property(side, fc.integer({ min: 1, max: 2 }), least_pass, steps(40), (n, length, least, edits) => {
        const { nodes, streets } = grid(n, length);
        const twin = new LiveTwin(new LiveTestGraph(nodes, streets, 8), least);
        for (const edit of edits) {
          twin.take(edit);
          if (edit.kind !== 'split') twin.check();
        }
        twin.check();
      }),
      { numRuns: 1500 },
    );
  });
});

/** Nodes in a row, `cost` apart both ways. */
function row(nodes: number, cost: number): LiveTestGraph {
  const both = { cost: [cost, cost] as const, pass: [2, 2] as const };
  const streets = Array.from({ length: nodes - 1 }, (_, start) => ({ start, end: start + 1, ...both }));
  return new LiveTestGraph(nodes, streets, 0);
}

describe('the nodes said to have changed', () => {
  it('leave out what went away and came back the same between two settles', () => {
    const graph = row(4, 10);
    const live = new LiveSearch(graph, graph.costs, 1);
    live.setSeeds(1, [{ node: 0, delay: 5 }]);
    expect(Array.from(live.settle()).sort()).toEqual([0, 1, 2, 3]);
    live.setSeeds(1, []);
    live.setSeeds(1, [{ node: 0, delay: 5 }]);
    expect(live.settle()).toEqual(new Uint32Array());
    const arc = graph.edge_arc[2];
    live.editArcs([arc], () => (graph.costs.pass[arc] = 0));
    live.editArcs([arc], () => (graph.costs.pass[arc] = 2));
    expect(live.settle()).toEqual(new Uint32Array());
    expect(Array.from(live.arrival)).toEqual([5, 15, 25, 35]);
  });

  it('hold those whose label alone changed', () => {
    const graph = row(5, 10);
    const live = new LiveSearch(graph, graph.costs, 1);
    live.setSeeds(1, [{ node: 0, delay: 0 }]);
    live.setSeeds(2, [{ node: 4, delay: 0 }]);
    live.settle();
    expect(Array.from(live.label)).toEqual([1, 1, 1, 2, 2]);
    live.setSeeds(0, [{ node: 4, delay: 0 }]);
    expect(Array.from(live.settle()).sort()).toEqual([2, 3, 4]);
    expect(Array.from(live.arrival)).toEqual([0, 10, 20, 10, 0]);
    expect(Array.from(live.label)).toEqual([1, 1, 0, 0, 0]);
  });

  it('stay as they are in the hand of the one who asked', () => {
    const graph = row(4, 10);
    const live = new LiveSearch(graph, graph.costs, 1);
    live.setSeeds(1, [{ node: 3, delay: 0 }]);
    const first = live.settle();
    const kept = first.slice();
    live.setSeeds(1, [{ node: 0, delay: 0 }]);
    live.settle();
    expect(first).toEqual(kept);
  });
});

it('settles two searches on one graph, one inside the other', () => {
  const graph = row(6, 10);
  const [strict, wide] = [2 as const, 1 as const].map((least) => new LiveSearch(graph, graph.costs, least));
  for (const live of [strict, wide]) {
    live.setSeeds(7, [{ node: 0, delay: 0 }]);
    live.settle();
  }
  const arc = graph.edge_arc[4];
  strict.editArcs([arc], () => wide.editArcs([arc], () => (graph.costs.pass[arc] = 1)));
  expect(Array.from(strict.settle()).sort()).toEqual([3, 4, 5]);
  expect(wide.settle()).toEqual(new Uint32Array());
  expect(Array.from(strict.arrival)).toEqual([0, 10, 20, NONE, NONE, NONE]);
  expect(Array.from(wide.arrival)).toEqual([0, 10, 20, 30, 40, 50]);
});

describe('what the live search refuses', () => {
  it('an arc that costs nothing, at once and after an edit, unless it may not be travelled', () => {
    const graph = row(3, 10);
    const arc = graph.edge_arc[0];
    const live = new LiveSearch(graph, graph.costs, 1);
    const free = () => (graph.costs.cost[arc] = 0);
    expect(() => live.editArcs([arc], free)).toThrow(RangeError);
    expect(() => new LiveSearch(graph, graph.costs, 1)).toThrow(RangeError);
    live.editArcs([arc], () => (graph.costs.pass[arc] = 0));
    live.setSeeds(0, [{ node: 0, delay: 0 }]);
    live.settle();
    expect(Array.from(new LiveSearch(graph, graph.costs, 1).arrival)).toEqual([NONE, NONE, NONE]);
    expect(Array.from(live.arrival)).toEqual([0, NONE, NONE]);
  });

  it('labels, nodes and delays that do not fit', () => {
    const graph = row(3, 10);
    const live = new LiveSearch(graph, graph.costs, 1);
    for (const wrong of [NONE, -1, 0.5]) expect(() => live.setSeeds(wrong, [])).toThrow(RangeError);
    for (const node of [3, -1, 0.5]) {
      expect(() => live.setSeeds(0, [{ node, delay: 0 }])).toThrow(RangeError);
    }
    for (const delay of [NONE, -1, 0.5]) {
      expect(() => live.setSeeds(0, [{ node: 0, delay }])).toThrow(RangeError);
    }
    live.setSeeds(LAST_LABEL, [{ node: 0, delay: LAST_ARRIVAL - 20 }]);
    live.settle();
    expect(live.arrival[2]).toBe(LAST_ARRIVAL);
  });

  it('to settle while anything arrives too late, and goes on where it stopped when that is mended', () => {
    const long = fc.oneof(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1_000_000_000, max: 2_100_000_000 }),
    );
    const street = (nodes: number) => {
      const node = fc.integer({ min: 0, max: nodes - 1 });
      return fc.record({
        start: node,
        end: node,
        cost: fc.tuple(long, long),
        pass: fc.tuple(pass, pass),
      });
    };
    const graphs = fc
      .integer({ min: 2, max: 8 })
      .chain((nodes) =>
        fc.tuple(fc.constant(nodes), fc.array(street(nodes), { minLength: 8, maxLength: 16 })),
      );
    const edits = fc.array(
      fc.oneof(
        fc.record({ label: fc.constantFrom(0, 1), node: any, delay: fc.option(long, { freq: 4 }) }),
        fc.record({ arc: any, cost: long, pass }),
      ),
      { minLength: 10, maxLength: 25 },
    );
    let [refused, mended] = [0, 0];
    fc.assert(
      fc.property(graphs, edits, ([nodes, streets], all) => {
        const graph = new LiveTestGraph(nodes, streets, 0);
        const live = new LiveSearch(graph, graph.costs, 1);
        const oracle = new WideSearcher(graph);
        const seeds = new Map<number, { node: number; delay: number }[]>();
        let last = live.arrival.map(() => NONE);
        let last_label = last;
        let was_late = false;
        for (const edit of all) {
          if ('arc' in edit) {
            const arc = edit.arc % graph.base_arcs;
            live.editArcs([arc], () => {
              graph.costs.cost[arc] = edit.cost;
              graph.costs.pass[arc] = edit.pass;
            });
          } else {
            const here = edit.delay === null ? [] : [{ node: edit.node % nodes, delay: edit.delay }];
            seeds.set(edit.label, here);
            live.setSeeds(edit.label, here);
          }
          const rows = [...seeds].flatMap(([of, here]) => here.map((seed) => ({ ...seed, of })));
          const whole = oracle.run(
            graph.costs,
            {
              node: Uint32Array.from(rows, (seed) => seed.node),
              delay: Uint32Array.from(rows, (seed) => seed.delay),
              label: Uint32Array.from(rows, (seed) => seed.of),
            },
            { least_pass: 1 },
          );
          const late = whole.arrival.some((arrival) => arrival !== Infinity && arrival > LAST_ARRIVAL);
          if (late) {
            expect(() => live.settle()).toThrow(RangeError);
            refused++;
          } else {
            const changed = Array.from(live.settle()).sort((a, b) => a - b);
            const arrival = Uint32Array.from(whole.arrival, (value) => Math.min(value, NONE));
            expect(live.arrival).toEqual(arrival);
            expect(live.label).toEqual(whole.label);
            const differs = (_: number, node: number) =>
              arrival[node] !== last[node] || whole.label[node] !== last_label[node];
            expect(changed).toEqual([...arrival.keys()].filter((node) => differs(0, node)));
            if (was_late) mended++;
            [last, last_label] = [arrival, whole.label.slice()];
          }
          was_late = late;
        }
      }),
      { numRuns: 1500 },
    );
    expect(refused).toBeGreaterThan(200);
    expect(mended).toBeGreaterThan(100);
  });
});

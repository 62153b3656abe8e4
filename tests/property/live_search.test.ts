import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveSearch } from '../../src/lib/domain/search/live_search.ts';
import { LAST_ARRIVAL } from '../../src/lib/domain/search/search.ts';
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

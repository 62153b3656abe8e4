import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE } from '../../src/lib/domain/network/network.ts';
import { copy, LAST_ARRIVAL, Searcher, WideSearcher } from '../../src/lib/domain/search/search.ts';
import { bellmanFord, columnsOf, random_graph, random_long_graph } from '../support/random_network.ts';

const least_pass = fc.constantFrom<(0 | 1 | 2)[]>(0, 1, 2);
const found = (value: number) => (value === NONE || value === Infinity ? Infinity : value);
const named = (value: number) => (value === NONE ? -1 : value);

describe('the search against a Bellman-Ford twin', () => {
  it('settles whole graphs: arrivals and labels equal, ties included', () => {
    fc.assert(
      fc.property(random_graph, least_pass, (graph, least) => {
        const { graph: columns, costs, seeds } = columnsOf(graph);
        const result = new Searcher(columns).run(costs, seeds, { least_pass: least });
        const twin = bellmanFord(graph, least);
        expect(Array.from(result.arrival, found)).toEqual(twin.arrival);
        expect(Array.from(result.label, named)).toEqual(twin.label);
      }),
      { numRuns: 1500 },
    );
  });

  it('bounds a run inclusively, again and again on one resident searcher', () => {
    const bounds = fc.array(fc.tuple(fc.integer({ min: 0, max: 12_000 }), least_pass), { maxLength: 4 });
    fc.assert(
      fc.property(random_graph, bounds, (graph, runs) => {
        const { graph: columns, costs, seeds } = columnsOf(graph);
        const searcher = new Searcher(columns);
        for (const [limit, least] of runs) {
          const result = searcher.run(costs, seeds, { limit, least_pass: least });
          const twin = bellmanFord(graph, least, limit);
          expect(Array.from(result.arrival, found)).toEqual(twin.arrival);
          expect(Array.from(result.label, named)).toEqual(twin.label);
          const reached = twin.arrival.flatMap((arrival, node) => (arrival === Infinity ? [] : [node]));
          expect(Array.from(result.reached).sort((a, b) => a - b)).toEqual(reached);
        }
      }),
      { numRuns: 800 },
    );
  });

  it('takes any limit that an arrival hits exactly', () => {
    fc.assert(
      fc.property(random_graph, (graph) => {
        const { graph: columns, costs, seeds } = columnsOf(graph);
        const whole = bellmanFord(graph, 1);
        const searcher = new Searcher(columns);
        for (const limit of whole.arrival) {
          if (limit === Infinity) continue;
          const result = searcher.run(costs, seeds, { limit, least_pass: 1 });
          const expected = whole.arrival.map((arrival) => (arrival <= limit ? arrival : Infinity));
          expect(Array.from(result.arrival, found)).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('goes beyond 2^32 in a wide search, exactly', () => {
    fc.assert(
      fc.property(random_long_graph, least_pass, (graph, least) => {
        const { graph: columns, costs, seeds } = columnsOf(graph);
        const result = new WideSearcher(columns).run(costs, seeds, { least_pass: least });
        const twin = bellmanFord(graph, least);
        expect(Array.from(result.arrival)).toEqual(twin.arrival);
        expect(Array.from(result.label, named)).toEqual(twin.label);
      }),
      { numRuns: 800 },
    );
  });

  it('refuses an unlimited run whose arrivals do not fit, instead of losing them', () => {
    const graph = {
      node_count: 4,
      arcs: [0, 1, 2].map((from) => ({ from, to: from + 1, cost: 2_000_000_000, pass: 2 as const })),
      seeds: [{ node: 0, delay: 0, label: 0 }],
    };
    const { graph: columns, costs, seeds } = columnsOf(graph);
    const searcher = new Searcher(columns);
    expect(() => searcher.run(costs, seeds, { least_pass: 1 })).toThrow(RangeError);
    const bounded = searcher.run(costs, seeds, { least_pass: 1, limit: LAST_ARRIVAL });
    expect(Array.from(bounded.arrival)).toEqual([0, 2_000_000_000, 4_000_000_000, NONE]);
  });

  it('takes a node that is offered an arrival too late first, and one in time after that', () => {
    const graph = {
      node_count: 3,
      arcs: [
        { from: 0, to: 2, cost: LAST_ARRIVAL, pass: 2 as const },
        { from: 0, to: 1, cost: 5, pass: 2 as const },
        { from: 1, to: 2, cost: 5, pass: 2 as const },
      ],
      seeds: [{ node: 0, delay: 10, label: 0 }],
    };
    const { graph: columns, costs, seeds } = columnsOf(graph);
    const { arrival } = new Searcher(columns).run(costs, seeds, { least_pass: 1 });
    expect(Array.from(arrival)).toEqual([10, 15, 20]);
  });

  it('leaves a copied result alone when it runs again', () => {
    const graph = {
      node_count: 2,
      arcs: [{ from: 0, to: 1, cost: 5, pass: 2 as const }],
      seeds: [{ node: 0, delay: 1, label: 3 }],
    };
    const { graph: columns, costs, seeds } = columnsOf(graph);
    const searcher = new Searcher(columns);
    const kept = copy(searcher.run(costs, seeds, { least_pass: 2 }));
    searcher.run(costs, seeds, { least_pass: 2, limit: 0 });
    expect([...kept.arrival, ...kept.label, ...kept.reached]).toEqual([1, 6, 3, 3, 0, 1]);
  });
});

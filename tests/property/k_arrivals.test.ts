import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE } from '../../src/lib/domain/network/network.ts';
import { kArrivals, kArrivalsAt, type K } from '../../src/lib/domain/search/k_arrivals.ts';
import { copy, Searcher } from '../../src/lib/domain/search/search.ts';
import { arrivalAt, seedsFromPositions, type EdgePosition } from '../../src/lib/domain/search/seeds.ts';
import { packedCity } from '../support/packed_city.ts';
import { columnsOf, random_graph, random_long_graph, type RandomGraph } from '../support/random_network.ts';
import { seededRandom } from '../support/seeded_random.ts';

const least_pass = fc.constantFrom<(0 | 1 | 2)[]>(0, 1, 2);
const k = fc.constantFrom<K[]>(1, 2, 3, 4);
const limit = fc.option(fc.integer({ min: 0, max: 12_000 }), { nil: undefined });

const byRank = (a: readonly number[], b: readonly number[]) => a[0] - b[0] || a[1] - b[1];

/** One search for each facility, then sorted: per node up to k pairs of arrival and label. */
function oneByOne(graph: RandomGraph, least: 0 | 1 | 2, most: number, bound: number): number[][][] {
  const { graph: columns, costs } = columnsOf(graph);
  const searcher = new Searcher(columns);
  const found: number[][][] = Array.from({ length: graph.node_count }, () => []);
  for (const label of new Set(graph.seeds.map((seed) => seed.label))) {
    const own = columnsOf({ ...graph, seeds: graph.seeds.filter((seed) => seed.label === label) }).seeds;
    const { arrival, reached } = searcher.run(costs, own, { least_pass: least, limit: bound });
    for (const node of reached) found[node].push([arrival[node], label]);
  }
  return found.map((ranks) => ranks.sort(byRank).slice(0, most));
}

function ranksOf(found: ReturnType<typeof kArrivals>, node: number): number[][] {
  const slots = Array.from({ length: found.k }, (_, r) => found.k * node + r);
  const ranks = slots.map((slot) => [found.arrival[slot], found.label[slot]]);
  const reached = ranks.filter(([arrival]) => arrival !== NONE);
  expect(ranks.slice(reached.length).flat()).toEqual(Array(2 * (found.k - reached.length)).fill(NONE));
  return reached;
}

describe('the k earliest facilities against one search each', () => {
  it('are the same in order on graphs with ties, parallel and zero-cost arcs and parts apart', () => {
    fc.assert(
      fc.property(random_graph, least_pass, k, limit, (graph, least, most, bound) => {
        const { graph: columns, costs, seeds } = columnsOf(graph);
        const found = kArrivals(columns, costs, seeds, { k: most, least_pass: least, limit: bound });
        const twin = oneByOne(graph, least, most, bound ?? Infinity);
        expect(twin.map((_, node) => ranksOf(found, node))).toEqual(twin);
      }),
      { numRuns: 1500 },
    );
  });

  it('are the same where arcs are longer than the row of buckets', () => {
    fc.assert(
      fc.property(random_long_graph, least_pass, k, (graph, least, most) => {
        const { graph: columns, costs, seeds } = columnsOf(graph);
        const bound = 4_000_000_000;
        const found = kArrivals(columns, costs, seeds, { k: most, least_pass: least, limit: bound });
        const twin = oneByOne(graph, least, most, bound);
        expect(twin.map((_, node) => ranksOf(found, node))).toEqual(twin);
      }),
      { numRuns: 500 },
    );
  });

  it('are the same at crossings and along the streets of a grid city, stations on them included', () => {
    const random = seededRandom(5);
    const { network, costs } = packedCity(12, 9);
    const stations: EdgePosition[] = Array.from({ length: 9 }, (_, label) => ({
      edge: label < 3 ? 17 : Math.floor(random() * network.edge_count),
      t: Math.floor(random() * 5) / 4,
      delay: label % 2 === 0 ? 0 : 2000,
      label,
    }));
    const arcs = { cost: costs.cost_ms, pass: costs.pass };
    const found = kArrivals(network, arcs, seedsFromPositions(network, costs, stations, 1), {
      k: 3,
      least_pass: 1,
    });
    const searcher = new Searcher(network);
    const alone = stations.map((station) => {
      const seeds = seedsFromPositions(network, costs, [station], 1);
      return { station, result: copy(searcher.run(arcs, seeds, { least_pass: 1 })) };
    });
    for (let edge = 0; edge < network.edge_count; edge++) {
      for (const t of [0, 0.25, 1 / 3, 0.5, 1]) {
        const twin = alone
          .map(({ station, result }) => arrivalAt(network, costs, result, edge, t, [station], 1))
          .map(({ arrival, label }) => [arrival, label])
          .filter(([arrival]) => arrival !== NONE)
          .sort(byRank)
          .slice(0, 3);
        const ranks = kArrivalsAt(network, costs, found, edge, t, stations, 1);
        expect(ranks.map(({ arrival, label }) => [arrival, label])).toEqual(twin);
      }
    }
  });
});

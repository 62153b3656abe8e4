import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE } from '../../src/lib/domain/network/network.ts';
import { AreaSearcher, prepareArcs, WIDEST_AREA } from '../../src/lib/domain/search/area_search.ts';
import { Searcher } from '../../src/lib/domain/search/search.ts';
import { packedCity } from '../support/packed_city.ts';
import { columnsOf, random_graph, random_long_graph } from '../support/random_network.ts';

const least_pass = fc.constantFrom<(0 | 1 | 2)[]>(0, 1, 2);
const limit = fc.oneof(
  fc.integer({ min: 0, max: 12 }),
  fc.integer({ min: 0, max: 12_000 }),
  fc.integer({ min: 0, max: WIDEST_AREA }),
);

const ascending = (nodes: Uint32Array) => Array.from(nodes).sort((a, b) => a - b);

describe('an area on prepared arcs against the search', () => {
  it.each([
    ['short', random_graph],
    ['long', random_long_graph],
  ])('holds the same nodes with the same arrivals, run after run, on %s arcs', (_, graphs) => {
    fc.assert(
      fc.property(
        graphs,
        least_pass,
        fc.array(limit, { minLength: 1, maxLength: 12 }),
        (graph, least, limits) => {
          const { graph: columns, costs, seeds } = columnsOf(graph);
          const searcher = new Searcher(columns);
          const areas = new AreaSearcher(prepareArcs(columns, costs, least));
          for (const bound of limits) {
            const { arrival, reached } = searcher.run(costs, seeds, { limit: bound, least_pass: least });
            expect(ascending(areas.run(seeds, bound))).toEqual(ascending(reached));
            expect(Array.from(arrival, (_, node) => areas.arrivalAt(node))).toEqual(Array.from(arrival));
          }
        },
      ),
      { numRuns: 600 },
    );
  });

  it('goes on when its numbers have run out', () => {
    const { network, costs } = packedCity(30, 30);
    const arcs = { cost: costs.cost_ms, pass: costs.pass };
    const searcher = new Searcher(network);
    const areas = new AreaSearcher(prepareArcs(network, arcs, 2));
    for (let run = 0; run < 40; run++) {
      const seeds = {
        node: Uint32Array.of((run * 37) % network.node_count),
        delay: Uint32Array.of(60_000),
        label: Uint32Array.of(0),
      };
      const bound = run % 4 === 0 ? 300_000_000 : 90_000 + 777 * run;
      const { arrival, reached } = searcher.run(arcs, seeds, { limit: bound, least_pass: 2 });
      expect(ascending(areas.run(seeds, bound))).toEqual(ascending(reached));
      expect(Array.from(arrival, (_, node) => areas.arrivalAt(node))).toEqual(Array.from(arrival));
    }
  });

  it('is empty without seeds or with all of them too late, and refuses a limit beyond its numbers', () => {
    const { network, costs } = packedCity(3, 3);
    const areas = new AreaSearcher(prepareArcs(network, { cost: costs.cost_ms, pass: costs.pass }, 2));
    const at = (...delay: number[]) => ({
      node: new Uint32Array(delay.length),
      delay: Uint32Array.from(delay),
    });
    expect(areas.run(at(5), 9_000).length).toBeGreaterThan(0);
    expect(areas.run(at(), 9_000)).toHaveLength(0);
    expect(areas.run(at(9_001), 9_000)).toHaveLength(0);
    expect(areas.arrivalAt(0)).toBe(NONE);
    expect(() => areas.run(at(0), WIDEST_AREA + 1)).toThrow(RangeError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArcCosts } from '../../src/lib/domain/network/costs.ts';
import type { Network } from '../../src/lib/domain/network/network.ts';
import { Searcher, type SearchResult } from '../../src/lib/domain/search/search.ts';
import { TiledSweeper } from '../../src/lib/domain/search/tiled_sweep.ts';
import { packedCity, packedForPumper } from '../support/packed_city.ts';
import { columnsOf, random_graph, random_long_graph } from '../support/random_network.ts';
import { seededRandom } from '../support/seeded_random.ts';
import { streetsOfFile } from '../support/streets_of_file.ts';
import { describeWithData } from '../support/test_data.ts';

const least_pass = fc.constantFrom<(0 | 1 | 2)[]>(0, 1, 2);
const tile_bits = fc.integer({ min: 0, max: 4 });

describe('the sweep by tiles against the search', () => {
  it('finds the same arrivals and labels in tiles of any size, run after run', () => {
    const runs = fc.array(least_pass, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(random_graph, tile_bits, runs, (graph, bits, levels) => {
        const { graph: columns, costs, seeds } = columnsOf(graph);
        const sweeper = new TiledSweeper(columns, bits);
        for (const least of levels) {
          const { arrival, label } = new Searcher(columns).run(costs, seeds, { least_pass: least });
          expect(sweeper.run(costs, seeds, least)).toEqual({ arrival, label });
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('leaves arrivals that are too late for it to the search', () => {
    fc.assert(
      fc.property(random_long_graph, tile_bits, (graph, bits) => {
        const { graph: columns, costs, seeds } = columnsOf(graph);
        const sweep = () => new TiledSweeper(columns, bits).run(costs, seeds, 1);
        const found = answer(() => new Searcher(columns).run(costs, seeds, { least_pass: 1 }));
        if (found) expect(sweep()).toEqual({ arrival: found.arrival, label: found.label });
        else expect(sweep).toThrow(RangeError);
      }),
      { numRuns: 500 },
    );
  });

  it.each([400_000_000, 1_200_000_000])('goes over to the search where arcs of %i ms add up', (cost) => {
    const arcs = [0, 1, 2].map((from) => ({ from, to: from + 1, cost, pass: 2 as const }));
    const seeds = [{ node: 0, delay: 0, label: 9 }];
    const { graph, costs, seeds: columns } = columnsOf({ node_count: 4, arcs, seeds });
    const swept = new TiledSweeper(graph).run(costs, columns, 2);
    expect(Array.from(swept.arrival)).toEqual([0, cost, 2 * cost, 3 * cost]);
    expect(Array.from(swept.label)).toEqual([9, 9, 9, 9]);
  });

  it('finds the same in a grid city of many ties, from one station and from many', () => {
    for (const count of [1, 5, 60]) comparesIn(packedCity(70, 50), count, 6);
  });
});

describeWithData('the sweep by tiles', ['osm/liechtenstein-latest.osm.pbf'], (file) => {
  it('finds what the search finds in a real network', async () => {
    const town = packedForPumper(await streetsOfFile(file));
    for (const count of [1, 10, 300]) {
      comparesIn(town, count, 8);
      comparesIn(town, count);
    }
  }, 60_000);
});

function comparesIn(
  { network, costs }: { network: Network; costs: ArcCosts },
  stations: number,
  bits?: number,
) {
  const random = seededRandom(stations);
  const column = (value: (i: number) => number) => Uint32Array.from({ length: stations }, (_, i) => value(i));
  const seeds = {
    node: column(() => Math.floor(random() * network.node_count)),
    delay: column(() => 1000 * Math.floor(random() * 90)),
    label: column((i) => 3 * (stations - i)),
  };
  const arcs = { cost: costs.cost_ms, pass: costs.pass };
  const sweeper = new TiledSweeper(network, bits);
  for (const least of [0, 1, 2] as const) {
    const { arrival, label, reached } = new Searcher(network).run(arcs, seeds, { least_pass: least });
    expect(reached.length).toBeGreaterThan(least === 0 ? network.node_count / 2 : 0);
    expect(sweeper.run(arcs, seeds, least)).toEqual({ arrival, label });
  }
}

/** Null where the search refuses arrivals that are too late. */
function answer(work: () => SearchResult): SearchResult | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

import { describe, expect, it } from 'vitest';
import rule_set from '../../../../geodata/rules/cn.json' with { type: 'json' };
import { gridCity } from '../../../../tests/support/grid_city.ts';
import { seededRandom } from '../../../../tests/support/seeded_random.ts';
import { placeAt, streetSet, type StreetRow } from '../../../../tests/support/street_rows.ts';
import { arcCosts } from '../network/costs.ts';
import { NONE, type Network } from '../network/network.ts';
import { packNetwork } from '../network/pack.ts';
import { reverseArcs } from '../network/reverse_arcs.ts';
import { SnapIndex } from '../network/snap.ts';
import { Searcher } from './search.ts';
import { arrivalAt, seedsFromPositions, type EdgePosition } from './seeds.ts';
import { tracePath, type PathStep, type TracedSearch } from './trace_path.ts';

/** Streets searched by a pumper from places in metres; delays and labels by their order. */
function searched(rows: readonly StreetRow[], places: readonly [number, number][], delay = 60_000) {
  const streets = streetSet(rows);
  const { network } = packNetwork(streets, { include: () => true, join_m: 0.1, cuts: [], oneway: 'obey' });
  const costs = arcCosts(network, streets, rule_set.vehicles.pumper, {
    oneway: 'obey',
    cap_at_maxspeed: false,
  });
  const snap = new SnapIndex(network, streets);
  const at = (x_m: number, y_m: number) => snap.nearest(...placeAt(x_m, y_m));
  const sources = places.map(([x_m, y_m], label): EdgePosition => {
    const { edge, t } = at(x_m, y_m);
    return { edge, t, delay, label };
  });
  const nodes = new Searcher(network).run(
    { cost: costs.cost_ms, pass: costs.pass },
    seedsFromPositions(network, costs, sources, 1),
    { least_pass: 1 },
  );
  const search: TracedSearch = {
    network,
    reverse: reverseArcs(network),
    costs,
    nodes,
    sources,
    least_pass: 1,
  };
  return { search, at };
}

/** Steps join end to end, each in a direction that is open; gives what they cost, exact but for rounded ends. */
function costOf({ network, costs }: TracedSearch, steps: readonly PathStep[]): number {
  let cost = 0;
  steps.forEach((step, i) => {
    const against = step.to_t < step.from_t ? 1 : 0;
    const arc = network.edge_arc[2 * step.edge + against];
    if (step.from_t !== step.to_t) {
      expect(arc).not.toBe(NONE);
      expect(costs.pass[arc]).toBeGreaterThan(0);
      cost += Math.abs(step.to_t - step.from_t) * costs.cost_ms[arc];
    }
    const next = steps[i + 1];
    if (next) expect(nodeAt(network, step.edge, step.to_t)).toBe(nodeAt(network, next.edge, next.from_t));
  });
  return cost;
}

function nodeAt(network: Network, edge: number, t: number): number {
  expect([0, 1]).toContain(t);
  return t === 0 ? network.edge_start_node[edge] : network.edge_end_node[edge];
}

describe('the way a search took', () => {
  const city = gridCity(9, 7, 100, { clear_width_mm: 6000 });

  it('in the grid city goes through as many blocks as lie between, ends included', () => {
    const { search, at } = searched(city, [[140, 200]]);
    const { edge, t } = at(630, 500);
    const steps = tracePath(search, { edge, t })!;
    // 140 m east to 600, three blocks north, 30 m east: a part of a block, seven blocks, a part of a block.
    const metres = steps.map(({ from_t, to_t }) => Math.round(Math.abs(to_t - from_t) * 100));
    expect(metres.reduce((sum, part_m) => sum + part_m, 0)).toBe(790);
    expect([metres[0], metres.at(-1)]).toEqual([60, 30]);
    expect(costOf(search, steps)).toBeCloseTo((790 / 30) * 3600, -2);
  });

  it('costs the arrival, for every station and place of a random city with one-way streets', () => {
    const random = seededRandom(5);
    const rows = city.map((row) => ({
      ...row,
      oneway: ([-1, 0, 0, 0, 1] as const)[Math.floor(random() * 5)],
    }));
    const spot = (): [number, number] => [random() * 800, random() * 600];
    const { search, at } = searched(rows, [spot(), spot(), spot()]);
    let reached = 0;
    for (let k = 0; k < 400; k++) {
      const { edge, t } = at(...spot());
      const best = arrivalAt(search.network, search.costs, search.nodes, edge, t, search.sources, 1);
      const steps = tracePath(search, { edge, t });
      expect(steps === null).toBe(best.arrival === NONE);
      if (!steps) continue;
      reached++;
      const source = search.sources[best.label];
      expect(steps[0]).toMatchObject({ edge: source.edge, from_t: source.t });
      expect(steps.at(-1)).toMatchObject({ edge, to_t: t });
      // The first and the last stretch are rounded to whole milliseconds each.
      expect(Math.abs(source.delay + costOf(search, steps) - best.arrival)).toBeLessThanOrEqual(1);
      expect(tracePath(search, { edge, t })).toEqual(steps);
    }
    expect(reached).toBeGreaterThan(200);
  });

  it('stays on the street where station and stop share it', () => {
    const { search, at } = searched(
      [
        {
          line_m: [
            [0, 0],
            [200, 0],
          ],
          clear_width_mm: 6000,
        },
      ],
      [[50, 0]],
    );
    const { edge, t } = at(80, 0);
    expect(tracePath(search, { edge, t })).toEqual([{ edge, from_t: search.sources[0].t, to_t: t }]);
    const back = at(20, 0);
    expect(tracePath(search, back)).toEqual([{ edge, from_t: search.sources[0].t, to_t: back.t }]);
    expect(tracePath(search, search.sources[0])).toEqual([
      { edge, from_t: search.sources[0].t, to_t: search.sources[0].t },
    ]);
  });

  it('goes round the block where the street both stand on is one-way the other way', () => {
    const block: StreetRow[] = [
      {
        line_m: [
          [0, 0],
          [100, 0],
        ],
        oneway: 1,
        clear_width_mm: 6000,
      },
      {
        line_m: [
          [100, 0],
          [100, 100],
          [0, 100],
          [0, 0],
        ],
        clear_width_mm: 6000,
      },
    ];
    const { search, at } = searched(block, [[60, 0]]);
    const { edge, t } = at(30, 0);
    const steps = tracePath(search, { edge, t })!;
    expect(steps.map((step) => step.edge === edge)).toEqual([true, false, true]);
    expect(costOf(search, steps)).toBeCloseTo((370 / 30) * 3600, -2);
  });

  it('says that nothing gets to a street nobody can reach', () => {
    const apart: StreetRow[] = [
      {
        line_m: [
          [0, 0],
          [100, 0],
        ],
      },
      {
        line_m: [
          [0, 500],
          [100, 500],
        ],
      },
    ];
    const { search, at } = searched(apart, [[10, 0]]);
    expect(tracePath(search, at(50, 500))).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import rule_set from '../../geodata/rules/cn.json' with { type: 'json' };
import { arcCosts, arcLengths_mm } from '../../src/lib/domain/network/costs.ts';
import { NONE, type Network } from '../../src/lib/domain/network/network.ts';
import { packNetwork } from '../../src/lib/domain/network/pack.ts';
import { SnapIndex } from '../../src/lib/domain/network/snap.ts';
import type { VehicleRule } from '../../src/lib/domain/rules/rule_set.ts';
import { Searcher } from '../../src/lib/domain/search/search.ts';
import { arrivalAt, seedsFromPositions } from '../../src/lib/domain/search/seeds.ts';
import { gridCity } from '../support/grid_city.ts';
import { placeAt, streetSet, type StreetRow } from '../support/street_rows.ts';

const COLUMNS = 21;
const ROWS = 17;
const BLOCK_M = 100;
const pumper: VehicleRule = rule_set.vehicles.pumper;
const options = { oneway: 'obey', cap_at_maxspeed: true } as const;

function city(street: Partial<StreetRow> = {}) {
  const streets = streetSet(gridCity(COLUMNS, ROWS, BLOCK_M, { clear_width_mm: 6000, ...street }));
  const { network } = packNetwork(streets, { include: () => true, join_m: 0.1, cuts: [], oneway: 'obey' });
  const snap = new SnapIndex(network, streets);
  const at = (x_m: number, y_m: number) => snap.nearest(...placeAt(x_m, y_m));
  return { streets, network, at };
}

/** Column and row of every node. */
function crossings(network: Network): [number, number][] {
  const [west, south] = placeAt(0, 0);
  const [east, north] = placeAt((COLUMNS - 1) * BLOCK_M, (ROWS - 1) * BLOCK_M);
  return Array.from({ length: network.node_count }, (_, node) => [
    Math.round(((network.node_deg[2 * node] - west) / (east - west)) * (COLUMNS - 1)),
    Math.round(((network.node_deg[2 * node + 1] - south) / (north - south)) * (ROWS - 1)),
  ]);
}

describe('the grid city, answers in closed form', () => {
  it('has a node at every crossing and an edge for every block', () => {
    const { network } = city();
    expect(network.node_count).toBe(COLUMNS * ROWS);
    expect(network.edge_count).toBe((COLUMNS - 1) * ROWS + COLUMNS * (ROWS - 1));
    for (const length_mm of arcLengths_mm(network))
      expect(Math.abs(length_mm - 100_000)).toBeLessThanOrEqual(1);
  });

  it('reaches every crossing by its blocks: 12 s each at 30 km/h', () => {
    const { network, streets } = city();
    const { cost_ms: cost, pass } = arcCosts(network, streets, pumper, options);
    const places = crossings(network);
    const start = places.findIndex(([x, y]) => x === 3 && y === 5);
    const seeds = { node: Uint32Array.of(start), delay: Uint32Array.of(60_000), label: Uint32Array.of(0) };
    const { arrival } = new Searcher(network).run({ cost, pass }, seeds, { least_pass: 2 });
    places.forEach(([x, y], node) => {
      const blocks = Math.abs(x - 3) + Math.abs(y - 5);
      expect(Math.abs(arrival[node] - (60_000 + blocks * 12_000))).toBeLessThanOrEqual(blocks);
    });
  });

  it('covers a diamond of the right number of crossings', () => {
    const { network, streets } = city();
    const { cost_ms: cost, pass } = arcCosts(network, streets, pumper, options);
    const start = crossings(network).findIndex(([x, y]) => x === 10 && y === 8);
    const seeds = { node: Uint32Array.of(start), delay: Uint32Array.of(0), label: Uint32Array.of(0) };
    const searcher = new Searcher(network);
    for (let blocks = 0; blocks <= 8; blocks++) {
      const limit = blocks * 12_000 + 100;
      const { reached } = searcher.run({ cost, pass }, seeds, { limit, least_pass: 2 });
      expect(reached.length).toBe(2 * blocks * blocks + 2 * blocks + 1);
    }
  });

  it('sets out and arrives in the middle of blocks, also of the same one', () => {
    const { network, streets, at } = city();
    const costs = arcCosts(network, streets, pumper, options);
    const { edge, t } = at(330, 500);
    const own = [{ edge, t, delay: 1000, label: 7 }];
    const seeds = seedsFromPositions(network, costs, own, 2);
    const arcs = { cost: costs.cost_ms, pass: costs.pass };
    const result = new Searcher(network).run(arcs, seeds, { least_pass: 2 });
    const arrival_ms = (x_m: number, y_m: number) => {
      const stop = at(x_m, y_m);
      return arrivalAt(network, costs, result, stop.edge, stop.t, own, 2);
    };
    const metres = (x_m: number, y_m: number) => (arrival_ms(x_m, y_m).arrival - 1000) / 120;
    expect(metres(380, 500)).toBeCloseTo(50, 1);
    expect(metres(310, 500)).toBeCloseTo(20, 1);
    expect(metres(300, 560)).toBeCloseTo(90, 1);
    expect(metres(400, 560)).toBeCloseTo(130, 1);
    expect(metres(350, 600)).toBeCloseTo(180, 1);
    expect(metres(1240, 1300)).toBeCloseTo(910 + 800, 0);
    expect(arrival_ms(1240, 1300).label).toBe(7);
  });

  it('goes round the block against a one-way street, straight on where one-way is ignored', () => {
    const { network, streets, at } = city({ oneway: 1 });
    const costs = arcCosts(network, streets, pumper, options);
    const from = at(550, 500);
    const to = at(520, 500);
    const own = [{ edge: from.edge, t: from.t, delay: 0, label: 0 }];
    const reach = (costs: ReturnType<typeof arcCosts>, network: Network) => {
      const seeds = seedsFromPositions(network, costs, own, 2);
      const arcs = { cost: costs.cost_ms, pass: costs.pass };
      const result = new Searcher(network).run(arcs, seeds, { least_pass: 2 });
      return arrivalAt(network, costs, result, to.edge, to.t, own, 2);
    };
    expect(reach(costs, network)).toEqual({ arrival: NONE, label: NONE });
    const both = packNetwork(streets, {
      include: () => true,
      join_m: 0.1,
      cuts: [],
      oneway: 'ignore',
    }).network;
    const ignoring = arcCosts(both, streets, pumper, { ...options, oneway: 'ignore' });
    expect(reach(ignoring, both).arrival / 120).toBeCloseTo(30, 1);
    expect(reach(arcCosts(both, streets, pumper, options), both).arrival).toBe(NONE);
  });

  it('shares the city between two stations along the line of equal distance, ties to the lower label', () => {
    const { network, streets } = city();
    const { pass } = arcCosts(network, streets, pumper, options);
    const cost = new Uint32Array(network.arc_count).fill(12_000);
    const places = crossings(network);
    const nodeAt = (column: number, row: number) => places.findIndex(([x, y]) => x === column && y === row);
    const seeds = {
      node: Uint32Array.of(nodeAt(16, 8), nodeAt(4, 8)),
      delay: Uint32Array.of(0, 0),
      label: Uint32Array.of(1, 0),
    };
    const { label } = new Searcher(network).run({ cost, pass }, seeds, { least_pass: 2 });
    places.forEach(([x], node) => expect(label[node]).toBe(x <= 10 ? 0 : 1));
  });
});

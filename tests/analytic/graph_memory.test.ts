import { expect, it } from 'vitest';
import { reverseArcs } from '../../src/lib/domain/network/reverse_arcs.ts';
import { packNetwork } from '../../src/lib/domain/network/pack.ts';
import { Searcher } from '../../src/lib/domain/search/search.ts';
import { gridCity } from '../support/grid_city.ts';
import { streetSet } from '../support/street_rows.ts';

it('keeps graph, costs, reverse index and one search within 48 bytes an arc, coordinates left out', () => {
  const streets = streetSet(gridCity(60, 60, 80));
  const { network } = packNetwork(streets, {
    include: () => true,
    join_m: 0.1,
    cuts: [],
    oneway: 'obey',
    connectivity: 'vertices',
  });
  const cost = new Uint32Array(network.arc_count).fill(9600);
  const pass = new Uint8Array(network.arc_count).fill(2);
  const searcher = new Searcher(network);
  const seeds = { node: Uint32Array.of(0), delay: Uint32Array.of(0), label: Uint32Array.of(0) };
  expect(searcher.run({ cost, pass }, seeds, { least_pass: 2 }).reached.length).toBe(3600);

  const { node_deg, ...columns } = network;
  const bytes = (parts: object) =>
    Object.values(parts).reduce((sum, part) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0), 0);
  expect(bytes({ node_deg })).toBe(16 * network.node_count);
  const resident =
    bytes(columns) + bytes({ cost, pass }) + bytes(reverseArcs(network)) + searcher.byte_length;
  expect(resident / network.arc_count).toBeLessThanOrEqual(48);
  expect(resident / network.arc_count).toBeGreaterThan(30);
});

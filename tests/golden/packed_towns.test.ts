import { expect, it } from 'vitest';
import type { Network } from '../../src/lib/domain/network/network.ts';
import { packNetwork } from '../../src/lib/domain/network/pack.ts';
import { isDrivable, STREET_CLASSES, type StreetSet } from '../../src/lib/domain/network/street_set.ts';
import { streetsOfFile } from '../support/streets_of_file.ts';
import { describeWithData } from '../support/test_data.ts';

const packed = (streets: StreetSet) =>
  packNetwork(streets, {
    include: (street) => isDrivable(STREET_CLASSES[streets.street_class[street]]),
    join_m: 0.1,
    cuts: [],
    oneway: 'obey',
  });

function components(network: Network): number {
  const parent = Uint32Array.from({ length: network.node_count }, (_, node) => node);
  const root = (node: number) => {
    while (parent[node] !== node) node = parent[node] = parent[parent[node]];
    return node;
  };
  for (let edge = 0; edge < network.edge_count; edge++) {
    parent[root(network.edge_start_node[edge])] = root(network.edge_end_node[edge]);
  }
  return parent.filter((above, node) => above === node).length;
}

/** Edges before rings that begin and end in one node were split in two. */
const TOWNS: [string, number][] = [
  ['osm/liechtenstein-latest.osm.pbf', 8090],
  ['osm/andorra-latest.osm.pbf', 5335],
  ['osm/monaco-valhalla.osm.pbf', 1192],
  ['osm/heidelberg.test.osm.pbf', 24590],
];

for (const [path, edges] of TOWNS) {
  describeWithData(`streets packed from ${path}`, [path], (file) => {
    it(`has ${edges} drivable edges`, async () => {
      const { network, notes } = packed(await streetsOfFile(file));
      expect(network.edge_count - notes.loops_split).toBe(edges);
      expect(notes.joined_by_distance).toBe(0);
    });
  });
}

describeWithData(
  'streets packed from a shapefile without vertex keys',
  ['freeport/shp/Roads.zip'],
  (file) => {
    it('joins ends within 0.1 m: 12,245 nodes, 15,630 edges, 623 components within 1 %', async () => {
      const { network, notes } = packed(await streetsOfFile(file));
      expect(notes.connectivity).toBe('ends');
      const off = (seen: number, expected: number) => Math.abs(seen / expected - 1);
      expect(off(network.node_count - notes.loops_split, 12_245)).toBeLessThan(0.01);
      expect(off(network.edge_count - notes.loops_split, 15_630)).toBeLessThan(0.01);
      expect(off(components(network), 623)).toBeLessThan(0.01);
      expect(notes.near_misses.length).toBeGreaterThan(400);
    });
  },
);

import { readFileSync } from 'node:fs';
import { arcCosts, type ArcCosts } from '../../src/lib/domain/network/costs.ts';
import type { Network } from '../../src/lib/domain/network/network.ts';
import { packNetwork } from '../../src/lib/domain/network/pack.ts';
import { STREET_CLASSES, type StreetSet } from '../../src/lib/domain/network/street_set.ts';
import { seededRandom } from './seeded_random.ts';

/** 45 by 50 m, as in an old town. */
const SPACING_DEG = 0.00045;

/**
 * Links missing from the grid: 1.6 edges a node. Real towns have 1.1 to 1.3, a quarter of their nodes being dead ends
 * or bends; a grid thinned out that far falls apart into mazes where an area holds a third of the nodes. At this
 * share 240 s reach about 3,000, more than in most real towns, which makes the area dearer to search.
 */
const LEFT_OUT = 0.2;
const ONE_WAY = 0.125;

/**
 * A town of about `nodes` junctions on a shaken grid, packed, with a fire engine's costs. Packed with 'ignore', every
 * street has both its arcs, and the costs block those against one-way.
 */
export function generatedTown(
  nodes: number,
  seed: number,
  oneway: 'obey' | 'ignore' = 'obey',
): { network: Network; streets: StreetSet; costs: ArcCosts } {
  const random = seededRandom(seed);
  const side = Math.round(Math.sqrt(nodes));
  const shaken = () => (random() - 0.5) * 0.5 * SPACING_DEG;
  const place = Array.from({ length: side * side }, (_, k) => [
    119 + (k % side) * SPACING_DEG + shaken(),
    26 + Math.floor(k / side) * SPACING_DEG + shaken(),
  ]);
  const ways: { from: number; to: number; street_class: number; oneway: number }[] = [];
  const main = STREET_CLASSES.indexOf('secondary');
  const classes = [main, STREET_CLASSES.indexOf('residential'), STREET_CLASSES.indexOf('service')];
  const link = (from: number, to: number, line: number) => {
    if (random() < LEFT_OUT) return;
    const street_class = line % 8 === 0 ? main : classes[1 + (line % 4 === 3 ? 1 : 0)];
    ways.push({ from, to, street_class, oneway: random() < ONE_WAY ? 1 : 0 });
  };
  for (let k = 0; k < side * side; k++) {
    const [x, y] = [k % side, Math.floor(k / side)];
    if (x + 1 < side) link(k, k + 1, y);
    if (y + 1 < side) link(k, k + side, x);
  }
  const streets: StreetSet = {
    count: ways.length,
    id: Float64Array.from(ways, (_, k) => k + 1),
    coords_deg: Float64Array.from(ways.flatMap(({ from, to }) => [...place[from], ...place[to]])),
    first_vertex: Uint32Array.from({ length: ways.length + 1 }, (_, k) => 2 * k),
    vertex_key: Float64Array.from(ways.flatMap(({ from, to }) => [from + 1, to + 1])),
    street_class: Uint8Array.from(ways, (way) => way.street_class),
    oneway: Int8Array.from(ways, (way) => way.oneway),
    maxspeed_kmh: new Uint8Array(ways.length),
    clear_width_mm: new Uint16Array(ways.length).fill(6000),
    clear_height_mm: new Uint16Array(ways.length),
    max_weight_kg: new Uint32Array(ways.length),
    level: new Int8Array(ways.length),
  };
  const { network } = packNetwork(streets, {
    include: () => true,
    join_m: 0.1,
    connectivity: 'vertices',
    cuts: [],
    oneway,
  });
  const rules = JSON.parse(readFileSync(new URL('../../geodata/rules/cn.json', import.meta.url), 'utf8'));
  const options = { oneway: 'obey', cap_at_maxspeed: false } as const;
  return { network, streets, costs: arcCosts(network, streets, rules.vehicles.pumper, options) };
}

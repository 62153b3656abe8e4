import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoTown } from '../../geodata/demo/town.ts';
import { writeDemoFiles } from '../../geodata/demo/write_files.ts';
import { arcCosts } from '../../src/lib/domain/network/costs.ts';
import { packNetwork } from '../../src/lib/domain/network/pack.ts';
import { isDrivable, STREET_CLASSES, type StreetSet } from '../../src/lib/domain/network/street_set.ts';
import { LiveTestGraph, type StreetPart } from '../support/live_graph.ts';
import { LiveTwin, type LiveStep, type Pass } from '../support/live_twin.ts';
import { RULES } from '../support/made_town.ts';
import { seededRandom } from '../support/seeded_random.ts';
import { streetsOfFile } from '../support/streets_of_file.ts';
import { describeWithData } from '../support/test_data.ts';

const STEPS = 300;
const STATIONS = 12;

for (const path of ['osm/liechtenstein-latest.osm.pbf', 'osm/heidelberg.test.osm.pbf']) {
  describeWithData(`live edits of ${path}`, [path], (file) => {
    it('leave what whole searches find', async () => editAtRandom(await streetsOfFile(file)), 120_000);
  });
}

describe('live edits of the sample town', () => {
  it('leave what whole searches find', async () => {
    const files = writeDemoFiles(demoTown(), mkdtempSync(join(tmpdir(), 'firecover-live-')));
    editAtRandom(await streetsOfFile(files.find((path) => path.endsWith('/street.geojson'))!));
  }, 120_000);
});

/** A fire engine's town, over unknown widths, with stations that come, go and are dragged while streets change. */
function editAtRandom(streets: StreetSet): void {
  const { network } = packNetwork(streets, {
    include: (street) => isDrivable(STREET_CLASSES[streets.street_class[street]]),
    join_m: 0.1,
    cuts: [],
    oneway: 'ignore',
  });
  const { cost_ms, pass } = arcCosts(network, streets, RULES.vehicles.pumper, {
    oneway: 'obey',
    cap_at_maxspeed: false,
  });
  const { edge_arc, edge_start_node, edge_end_node, edge_count, node_count } = network;
  const both = (column: ArrayLike<number>, edge: number) =>
    [column[edge_arc[2 * edge]], column[edge_arc[2 * edge + 1]]] as const;
  const rows = Array.from({ length: edge_count }, (_, edge) => ({
    start: edge_start_node[edge],
    end: edge_end_node[edge],
    cost: both(cost_ms, edge),
    pass: both(pass, edge),
  }));
  const twin = new LiveTwin(new LiveTestGraph(node_count, rows, 200), 1);
  const random = seededRandom(20_264);
  for (let label = 0; label < STATIONS; label++) twin.take(placing(random, label));
  twin.check();
  expect(twin.changes).toBeGreaterThan(node_count / 2);
  for (let i = 0; i < STEPS; i++) {
    twin.take(anyStep(random));
    if (random() < 0.8) twin.check();
  }
  twin.check();
  expect(twin.changes).toBeGreaterThan(2 * node_count);
}

const below = (random: () => number, count: number) => Math.floor(random() * count);
const among = <Value>(random: () => number, values: readonly Value[]) => values[below(random, values.length)];

function anyStep(random: () => number): LiveStep {
  const label = below(random, STATIONS);
  const street = below(random, 1e9);
  const kinds: (() => LiveStep)[] = [
    () => placing(random, label),
    () => ({ kind: 'nudge', label, by: random() - 0.5 }),
    () => ({ kind: 'remove', label }),
    () => ({ kind: 'close', street }),
    () => ({
      kind: 'split',
      street,
      parts: Array.from({ length: 1 + below(random, 5) }, () => aPart(random)),
    }),
    () => ({ kind: 'change', arcs: Array.from({ length: 1 + below(random, 20) }, () => aChange(random)) }),
  ];
  return among(random, [...kinds, kinds[1], kinds[1]])();
}

function placing(random: () => number, label: number): LiveStep {
  const spot = { street: below(random, 1e9), part: below(random, 5), t: random(), turnout: 60_000 };
  return { kind: 'place', label, spots: [spot] };
}

function aPart(random: () => number): StreetPart {
  const cost_ms = 1 + below(random, 9000);
  const pass = among<Pass>(random, [0, 1, 2, 2, 2]);
  return { cost: [cost_ms, cost_ms], pass: [pass, pass] };
}

function aChange(random: () => number) {
  return {
    arc: below(random, 1e9),
    cost: random() < 0.5 ? null : 1 + below(random, 20_000),
    pass: among<Pass | null>(random, [null, null, 0, 1, 2]),
  };
}

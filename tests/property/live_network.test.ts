import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  arcCosts,
  vehiclePricer,
  type ArcCosts,
  type ArcPricer,
} from '../../src/lib/domain/network/costs.ts';
import { footCosts, footPricer } from '../../src/lib/domain/network/foot_costs.ts';
import { LiveCosts } from '../../src/lib/domain/network/live_costs.ts';
import { LiveNetwork, type StreetState } from '../../src/lib/domain/network/live_network.ts';
import { wayLength_m } from '../../src/lib/domain/network/along.ts';
import { arcTail, NONE, type Network } from '../../src/lib/domain/network/network.ts';
import { packNetwork, type ObstacleCut } from '../../src/lib/domain/network/pack.ts';
import { SnapIndex } from '../../src/lib/domain/network/snap.ts';
import type { StreetSet } from '../../src/lib/domain/network/street_set.ts';
import { VEHICLES, type RuleSet, type VehicleCode } from '../../src/lib/domain/rules/rule_set.ts';
import { Searcher } from '../../src/lib/domain/search/search.ts';
import { arrivalAt, seedsFromPositions, type EdgePosition } from '../../src/lib/domain/search/seeds.ts';
import { tracePath } from '../../src/lib/domain/search/trace_path.ts';
import { seededRandom } from '../support/seeded_random.ts';
import { streetsOfFile } from '../support/streets_of_file.ts';
import { placeAt, streetSet, type StreetRow } from '../support/street_rows.ts';
import { describeWithData } from '../support/test_data.ts';

const rules = JSON.parse(readFileSync('geodata/rules/cn.json', 'utf8')) as RuleSet;

/** Places on a coarse grid, so that ways meet, cross, run twice along one line and come back to where they began. */
const grid = fc.integer({ min: 0, max: 4 }).map((i) => 37 * i);
const near = fc.integer({ min: 0, max: 3 });
const place = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(grid, grid) },
  { weight: 1, arbitrary: fc.tuple(near, near) },
);
const size = fc.constantFrom(0, 1, 1500, 2600, 4000, 7000);
const street: fc.Arbitrary<StreetRow> = fc.record({
  line_m: fc.array(place, { minLength: 2, maxLength: 6 }),
  oneway: fc.constantFrom<(0 | 1 | -1)[]>(0, 0, 0, 1, -1),
  clear_width_mm: size,
  clear_height_mm: fc.constantFrom(0, 0, 2000, 4500),
  street_class: fc.constantFrom('primary', 'residential', 'service', 'living_street'),
});
const ring: fc.Arbitrary<StreetRow> = street.map((row) => ({
  ...row,
  line_m: [...row.line_m, row.line_m[0]],
}));
const town = fc.array(fc.oneof({ weight: 3, arbitrary: street }, { weight: 1, arbitrary: ring }), {
  minLength: 1,
  maxLength: 9,
});

const cut = fc.record({
  along_share: fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1.1, noNaN: true })),
  clear_width_mm: size,
  clear_height_mm: fc.constantFrom(0, 0, 1800, 3000),
  length_m: fc.constantFrom(1, 1, 1, 0.2, 6),
});
/** One step: a street, what stands on it then, and perhaps other limits of its own. */
const step = fc.record({
  street: fc.nat(),
  cuts: fc.array(cut, { maxLength: 4 }),
  own: fc.option(fc.record({ clear_width_mm: size, clear_height_mm: fc.constantFrom(0, 1900) })),
});
const steps = fc.array(step, { minLength: 1, maxLength: 7 });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const lengthOf_m = (row: StreetRow) =>
  row.line_m
    .slice(1)
    .reduce((sum, [x, y], i) => sum + Math.hypot(x - row.line_m[i][0], y - row.line_m[i][1]), 0);

function stateOf(rows: StreetRow[], streets: StreetSet, { street: nth, cuts, own }: Step) {
  const street_index = nth % rows.length;
  const state: StreetState = {
    clear_width_mm: own?.clear_width_mm ?? streets.clear_width_mm[street_index],
    clear_height_mm: own?.clear_height_mm ?? streets.clear_height_mm[street_index],
    cuts: cuts.map(({ along_share, ...rest }) => ({
      ...rest,
      street: street_index,
      along_m: along_share * lengthOf_m(rows[street_index]),
    })),
  };
  return { street_index, state };
}

const packed = (streets: StreetSet, oneway: 'obey' | 'ignore', cuts: readonly ObstacleCut[]) =>
  packNetwork(streets, { include: () => true, join_m: 0.1, cuts, oneway, connectivity: 'vertices' });

/** The town as a full run would pack it with the same cuts and limits. */
function twinOf(streets: StreetSet, states: ReadonlyMap<number, StreetState>, oneway: 'obey' | 'ignore') {
  const now: StreetSet = {
    ...streets,
    clear_width_mm: streets.clear_width_mm.slice(),
    clear_height_mm: streets.clear_height_mm.slice(),
  };
  for (const [index, state] of states) {
    now.clear_width_mm[index] = state.clear_width_mm;
    now.clear_height_mm[index] = state.clear_height_mm;
  }
  const cuts = [...states.values()].flatMap((state) => state.cuts);
  return packed(now, oneway, cuts).network;
}

const bySpot = (network: Network, edge: number) =>
  `${network.edge_street[edge]} ${network.edge_start_mm[edge]}`;

/** Edges in use, by street and beginning. */
function edgesOf(network: Network): Map<string, number> {
  const edges = new Map<string, number>();
  for (let edge = 0; edge < network.edge_count; edge++) {
    if (network.edge_end_mm[edge] > network.edge_start_mm[edge]) edges.set(bySpot(network, edge), edge);
  }
  return edges;
}

/** Everything a piece is, but for numbers of nodes and arcs. */
const pieceOf = (network: Network, edge: number) => {
  const at = (node: number) => [network.node_deg[2 * node], network.node_deg[2 * node + 1]].join();
  return [
    bySpot(network, edge),
    network.edge_end_mm[edge],
    `${network.edge_clear_width_mm[edge]} x ${network.edge_clear_height_mm[edge]}`,
    at(network.edge_start_node[edge]),
    at(network.edge_end_node[edge]),
  ].join(' | ');
};

/** Nodes of one network by those of the other, through the edges both have; fails where they are joined otherwise. */
function sameNodes(live: Network, twin: Network): Map<number, number> {
  const in_twin = edgesOf(twin);
  const in_live = edgesOf(live);
  expect([...in_live.keys()].sort()).toEqual([...in_twin.keys()].sort());
  const twin_node = new Map<number, number>();
  const pairs = [...in_live].map(([spot, edge]) => [edge, in_twin.get(spot)!]);
  for (const [edge, other] of pairs) {
    if (pieceOf(live, edge) !== pieceOf(twin, other)) expect(pieceOf(live, edge)).toBe(pieceOf(twin, other));
  }
  for (const [edge, other] of pairs) {
    twin_node.set(live.edge_start_node[edge], twin.edge_start_node[other]);
    twin_node.set(live.edge_end_node[edge], twin.edge_end_node[other]);
  }
  const joints = (network: Network, edges: number[]) =>
    edges.flatMap((edge) => [network.edge_start_node[edge], network.edge_end_node[edge]]);
  const live_joints = joints(
    live,
    pairs.map(([edge]) => edge),
  );
  expect(live_joints.map((node) => twin_node.get(node))).toEqual(
    joints(
      twin,
      pairs.map(([, edge]) => edge),
    ),
  );
  expect(new Set(twin_node.values()).size).toBe(twin_node.size);
  expect(twin_node.size).toBe(twin.node_count);
  return twin_node;
}

/** What must hold of the columns themselves. */
function checkLinks(live: LiveNetwork): void {
  const { network, partner, reverse } = live;
  const entering = new Map<number, number[]>();
  for (let arc = 0; arc < network.arc_count; arc++) {
    const head = network.arc_head[arc];
    entering.set(head, [...(entering.get(head) ?? []), arc]);
    expect(partner[partner[arc]]).toBe(arc);
    expect(network.arc_head[partner[arc]]).toBe(arcTail(network, arc));
    const directed = network.arc_edge[arc];
    const in_use = network.edge_end_mm[directed >>> 1] > 0;
    expect(network.edge_arc[directed]).toBe(in_use ? arc : NONE);
  }
  for (let node = 0; node < network.node_count; node++) {
    const into = Array.from(reverse.arc.subarray(reverse.first[node], reverse.first[node + 1]));
    expect(into.sort((a, b) => a - b)).toEqual(entering.get(node) ?? []);
    for (let arc = network.first_arc[node]; arc < network.first_arc[node + 1]; arc++) {
      expect(arcTail(network, arc)).toBe(node);
    }
  }
  for (let base = 0; base < live.base_edge_count; base++) {
    const parts = live.partsOf(base);
    expect(parts.map((part) => live.baseEdgeOf(part))).toEqual(parts.map(() => base));
    parts.forEach((part, i) => {
      const { edge_start_mm, edge_end_mm } = network;
      expect(live.partAt(base, edge_start_mm[part])).toBe(part);
      expect(live.partAt(base, (edge_start_mm[part] + edge_end_mm[part]) / 2)).toBe(part);
      if (i > 0) expect(edge_start_mm[part]).toBe(edge_end_mm[parts[i - 1]]);
    });
  }
}

/** Whether a vehicle gets along an edge one way at least. */
const passable =
  (network: Network, { pass }: ArcCosts) =>
  (edge: number) =>
    [0, 1].some((way) => {
      const arc = network.edge_arc[2 * edge + way];
      return arc !== NONE && pass[arc] > 0;
    });

interface Traveller {
  code: VehicleCode;
  pricer: ArcPricer;
  oneway: 'obey' | 'ignore';
  full: (network: Network) => ArcCosts;
}

function travellers(streets: StreetSet): Traveller[] {
  return VEHICLES.map((code) => {
    const vehicle = rules.vehicles[code];
    if (code === 'walk') {
      return {
        ...{ code, oneway: 'ignore', pricer: footPricer(vehicle) },
        full: (network) => footCosts(network, vehicle),
      };
    }
    const options = { oneway: 'obey', cap_at_maxspeed: true } as const;
    return {
      ...{ code, oneway: 'obey', pricer: vehiclePricer(streets, vehicle, options) },
      full: (network) => arcCosts(network, streets, vehicle, options),
    };
  });
}

/** Arrivals everywhere from two stations, over the live columns and over a fresh pack: equal at all nodes and on edges. */
function checkArrivals(
  live: LiveNetwork,
  twin: Network,
  nodes: Map<number, number>,
  costs: LiveCosts,
  full: ArcCosts,
) {
  const in_twin = edgesOf(twin);
  const edges = [...edgesOf(live.network)];
  for (const least_pass of [0, 1, 2] as const) {
    const live_costs = least_pass === 0 ? { cost_ms: costs.cost_ms, pass: costs.any_size_pass } : costs;
    const live_least = least_pass === 0 ? 2 : least_pass;
    const stations = [edges[0], edges[edges.length >> 1]].map(([spot, edge], label) => ({
      live: { edge, t: 0.3, delay: 60_000 + 1000 * label, label } satisfies EdgePosition,
      twin: { edge: in_twin.get(spot)!, t: 0.3, delay: 60_000 + 1000 * label, label } satisfies EdgePosition,
    }));
    const at_live = stations.map((station) => station.live);
    const at_twin = stations.map((station) => station.twin);
    const seen = new Searcher(live.network).run(
      { cost: live_costs.cost_ms, pass: live_costs.pass },
      seedsFromPositions(live.network, live_costs, at_live, live_least),
      { least_pass: live_least },
    );
    const expected = new Searcher(twin).run(
      { cost: full.cost_ms, pass: full.pass },
      seedsFromPositions(twin, full, at_twin, least_pass),
      { least_pass },
    );
    const pairs = [...nodes];
    expect(pairs.map(([node]) => seen.arrival[node])).toEqual(
      pairs.map(([, node]) => expected.arrival[node]),
    );
    expect(pairs.map(([node]) => seen.label[node])).toEqual(pairs.map(([, node]) => expected.label[node]));
    const there = edges.map(([, edge]) =>
      arrivalAt(live.network, live_costs, seen, edge, 0.61, at_live, live_least),
    );
    edges.forEach(([spot], i) => {
      const other = arrivalAt(twin, full, expected, in_twin.get(spot)!, 0.61, at_twin, least_pass);
      if (there[i].arrival !== other.arrival || there[i].label !== other.label)
        expect(there[i]).toEqual(other);
    });
    edges.forEach(([, edge], i) => {
      if (there[i].arrival === NONE || (i > 200 && i % 100 > 0)) return;
      const traced = { network: live.network, reverse: live.reverse, nodes: seen, sources: at_live };
      const path = tracePath({ ...traced, costs: live_costs, least_pass: live_least }, { edge, t: 0.61 })!;
      expect(path.at(-1)).toMatchObject({ edge, to_t: 0.61 });
    });
  }
}

describe('obstacles laid over a packed network', () => {
  it('give the pieces, joints and arrivals of a network packed with them, step by step, and nothing when gone', () => {
    fc.assert(
      fc.property(town, steps, (rows, edits) => {
        const streets = streetSet(rows);
        const { network: base } = packed(streets, 'ignore', []);
        if (base.edge_count === 0) return;
        const live = new LiveNetwork(base, streets, { spare_nodes: 8 });
        const all = travellers(streets);
        let costs = all.map(({ pricer }) => new LiveCosts(live.network, pricer));
        const first = structuredClone(live.network);
        const states = new Map<number, StreetState>();
        const set = (index: number, state: StreetState) => {
          if (live.reserve(2 * state.cuts.length)) {
            costs = all.map(({ pricer }) => new LiveCosts(live.network, pricer));
          }
          const plan = live.plan(index, state);
          const before = structuredClone({
            network: live.network,
            costs: costs.map(({ pass, cost_ms }) => ({ pass, cost_ms })),
          });
          plan.apply();
          for (const each of costs) each.update(plan.arcs);
          for (const part of plan.gone) expect(live.network.edge_end_mm[part]).toBe(0);
          const among = new Set(plan.arcs);
          expect(among.size).toBe(plan.arcs.length);
          const changed: number[] = [];
          for (let arc = 0; arc < live.network.arc_count; arc++) {
            const same =
              live.network.arc_head[arc] === before.network.arc_head[arc] &&
              costs.every(
                ({ pass, cost_ms }, i) =>
                  pass[arc] === before.costs[i].pass[arc] && cost_ms[arc] === before.costs[i].cost_ms[arc],
              );
            if (!same) changed.push(arc);
          }
          expect(changed.filter((arc) => !among.has(arc))).toEqual([]);
          states.set(index, state);
        };
        for (const edit of edits) {
          const { street_index, state } = stateOf(rows, streets, edit);
          set(street_index, state);
          checkLinks(live);
          const both = twinOf(streets, states, 'ignore');
          sameNodes(live.network, both);
          expect(live.plan(street_index, state).arcs).toHaveLength(0);
        }
        const obeyed = twinOf(streets, states, 'obey');
        const ignored = twinOf(streets, states, 'ignore');
        all.forEach(({ oneway, full }, i) => {
          const twin = oneway === 'obey' ? obeyed : ignored;
          checkArrivals(live, twin, sameNodes(live.network, twin), costs[i], full(twin));
          const priced = new LiveCosts(live.network, all[i].pricer);
          expect(costs[i].pass).toEqual(priced.pass);
          expect(costs[i].cost_ms).toEqual(priced.cost_ms);
          expect(costs[i].any_size_pass).toEqual(priced.any_size_pass);
        });
        for (const index of states.keys()) set(index, live.baseState(index));
        const counts = { node_count: 0, edge_count: 0, arc_count: 0 };
        for (const [name, column] of Object.entries({ ...first, ...counts })) {
          if (typeof column === 'number') continue;
          const now = live.network[name as keyof Network] as Uint32Array;
          expect(now.subarray(0, column.length - (name === 'first_arc' ? 1 : 0)), name).toEqual(
            column.subarray(0, column.length - (name === 'first_arc' ? 1 : 0)),
          );
        }
        sameNodes(live.network, packed(streets, 'ignore', []).network);
      }),
      { numRuns: 100 },
    );
  });

  it('are snapped to as in a network packed with them, each vehicle to what it passes', () => {
    const metre = fc.integer({ min: -60, max: 220 });
    const spot = fc.oneof(fc.tuple(metre, metre), fc.tuple(grid, grid));
    fc.assert(
      fc.property(town, steps, fc.array(spot, { minLength: 6, maxLength: 12 }), (rows, edits, spots) => {
        const streets = streetSet(rows);
        const { network: base } = packed(streets, 'ignore', []);
        if (base.edge_count === 0) return;
        const live = new LiveNetwork(base, streets);
        const index = new SnapIndex(base, streets);
        const states = new Map<number, StreetState>();
        const all = travellers(streets);
        edits.forEach((edit, i) => {
          const { street_index, state } = stateOf(rows, streets, edit);
          live.plan(street_index, state).apply();
          states.set(street_index, state);
          const last = i === edits.length - 1;
          for (const { oneway, pricer, full } of last ? all : [all[1 + (i % 4)]]) {
            const costs = new LiveCosts(live.network, pricer);
            const twin = twinOf(streets, states, oneway);
            const in_twin = passable(twin, full(twin));
            const some = Array.from({ length: twin.edge_count }, (_, edge) => edge).some(in_twin);
            const fresh = some ? new SnapIndex(twin, streets, in_twin) : null;
            for (const [x, y] of spots) {
              const at = placeAt(x, y);
              const seen = index.nearestPart(live, ...at, passable(live.network, costs));
              const expected = fresh && fresh.nearest(...at);
              expect(seen && { ...seen, edge: bySpot(live.network, seen.edge) }).toEqual(
                expected && { ...expected, edge: bySpot(twin, expected.edge) },
              );
            }
          }
        });
      }),
      { numRuns: 150 },
    );
  });
});

const SIZES_MM = [0, 1, 2000, 3000, 4000, 6000];

for (const path of ['osm/liechtenstein-latest.osm.pbf', 'osm/heidelberg.test.osm.pbf']) {
  describeWithData(`a thousand obstacles that come and go over ${path}`, [path], (file) => {
    it('leave what a pack with those standing gives, for searches and for snapping', async () => {
      const streets = await streetsOfFile(file);
      const random = seededRandom(20);
      const below = (count: number) => Math.floor(random() * count);
      streets.clear_width_mm = Uint16Array.from({ length: streets.count }, () => SIZES_MM[below(6)]);
      const { network: base } = packed(streets, 'ignore', []);
      const live = new LiveNetwork(base, streets);
      const index = new SnapIndex(base, streets);
      const [, , , pumper] = travellers(streets);
      let costs = new LiveCosts(live.network, pumper.pricer);
      const states = new Map<number, StreetState>();
      for (let step = 0; step < 1000; step++) {
        const way = base.edge_street[below(base.edge_count)];
        const before = states.get(way) ?? live.baseState(way);
        const obstacle = {
          ...{ street: way, along_m: random() * wayLength_m(streets, way), length_m: 1 },
          ...{ clear_width_mm: SIZES_MM[below(6)], clear_height_mm: 0 },
        };
        const state = { ...before, cuts: below(4) > 0 ? [...before.cuts, obstacle] : before.cuts.slice(1) };
        if (live.reserve(2 * state.cuts.length)) costs = new LiveCosts(live.network, pumper.pricer);
        const plan = live.plan(way, state);
        plan.apply();
        costs.update(plan.arcs);
        states.set(way, state);
      }
      const twin = twinOf(streets, states, 'obey');
      const twin_costs = pumper.full(twin);
      const nodes = sameNodes(live.network, twin);
      checkArrivals(live, twin, nodes, costs, twin_costs);
      const fresh = new SnapIndex(twin, streets, passable(twin, twin_costs));
      for (let i = 0; i < 500; i++) {
        const near = 2 * below(base.node_count);
        const at = [base.node_deg[near] + (random() - 0.5) / 100, base.node_deg[near + 1]] as const;
        const seen = index.nearestPart(live, ...at, passable(live.network, costs))!;
        const expected = fresh.nearest(...at);
        expect({ ...seen, edge: bySpot(live.network, seen.edge) }).toEqual({
          ...expected,
          edge: bySpot(twin, expected.edge),
        });
      }
    });
  });
}

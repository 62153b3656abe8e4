import pg from 'pg';
import TinyQueue from 'tinyqueue';
import { metresPerLatDegree, metresPerLonDegree } from '../../src/lib/domain/geometry/metric.ts';
import { edgeLength_mm } from '../../src/lib/domain/network/along.ts';
import { arcTail, NONE, type Network } from '../../src/lib/domain/network/network.ts';
import type { ArcCosts } from '../../src/lib/domain/network/costs.ts';
import { AreaSearcher, prepareArcs } from '../../src/lib/domain/search/area_search.ts';
import { atLeast, median, timed, type Bench, type BenchCheck } from './bench.ts';
import { generatedTown } from './generated_town.ts';
import { seededRandom } from './seeded_random.ts';

const CUTOFF_MS = 240_000;
const NODES = 100_000;
const AREAS = 200;

/**
 * The area one fire engine reaches in 240 s, by ours on the graph it holds in memory and by pgRouting, which reads
 * its table on each call: the table's reading is part of what a resident graph saves. Both end when this process
 * holds the cost of every node reached.
 */
export const bench: Bench = {
  name: 'service-area',
  async run({ clusterUrl, say }) {
    const { network, costs } = generatedTown(NODES, 20_261);
    say(`town of ${network.node_count} nodes, ${network.arc_count} arcs`);
    const areas = new AreaSearcher(prepareArcs(network, { cost: costs.cost_ms, pass: costs.pass }, 1));
    const reach: Reach = (node) => {
      const reached = areas.run({ node: Uint32Array.of(node), delay: Uint32Array.of(0) }, CUTOFF_MS);
      return { reached: reached.length, arrivalAt: (of) => areas.arrivalAt(of) };
    };
    const leaving = objectsOf(network, costs);
    const random = seededRandom(7);
    const starts = distinct(AREAS, () => Math.floor(random() * network.node_count));

    const client = await loaded(await clusterUrl(), network, costs);
    const whole = (node: number) => drivingDistance(client, EDGES, [node]);
    const radius_m = fastest_mps(network, costs) * (CUTOFF_MS / 1000);
    const boxed = (node: number) => drivingDistance(client, edgesNear(network, node, radius_m), [node]);
    const checks: BenchCheck[] = [];
    let [nodes, differences, box_differences, map_differences] = [0, 0, 0, 0];
    for (const node of starts.slice(0, 5)) {
      const area = reach(node);
      nodes += area.reached;
      differences += differs(area, await whole(node));
      box_differences += differs(area, await boxed(node));
    }
    for (const node of starts) {
      const theirs = Array.from(mapAndHeap(leaving, node), ([of, agg_cost]) => ({ node: of, agg_cost }));
      map_differences += differs(reach(node), theirs);
    }
    const all = await differencesOfAll(client, starts, reach);
    checks.push(
      { what: 'areas hold nodes', ok: nodes > 1000, seen: `${nodes} nodes in 5 areas` },
      { what: 'whole table: same costs', ok: differences === 0, seen: `${differences} of ${nodes} differ` },
      { what: 'bounding box: same costs', ok: box_differences === 0, seen: `${box_differences} differ` },
      {
        what: 'Map and heap: same costs',
        ok: map_differences === 0,
        seen: `${map_differences} differ in ${AREAS} areas`,
      },
      {
        what: '200 areas: same costs',
        ok: all.differences === 0,
        seen: `${all.differences} of ${all.nodes} differ`,
      },
    );

    const start = (run: number) => starts[run % AREAS];
    const ours = median(await timed(2000, 1000, (run) => reach(start(run))));
    const table = median(await timed(50, 5, (run) => whole(start(run))));
    const box = median(await timed(AREAS, 20, (run) => boxed(start(run))));
    const mapped = median(await timed(AREAS, 50, (run) => mapAndHeap(leaving, start(run))));
    const ours_all = median(await timed(15, 5, () => starts.forEach(reach)));
    const theirs_all = median(await timed(5, 1, () => drivingDistance(client, EDGES, starts)));
    await client.end();

    const rows = [
      row('one 240 s area', 'pgr_drivingDistance, whole table', table, ours),
      row('one 240 s area', 'pgr_drivingDistance, bounding-box query', box, ours),
      row('one 240 s area', 'JavaScript objects, Map and tinyqueue', mapped, ours),
      row('200 areas', 'pgr_drivingDistance, one call', theirs_all, ours_all),
    ];
    checks.push(
      atLeast('whole table', rows[0].ratio, 1000, ' x'),
      atLeast('bounding box', rows[1].ratio, 150, ' x'),
      atLeast('Map and heap', rows[2].ratio, 15, ' x'),
      atLeast('200 areas in one call', rows[3].ratio, 15, ' x'),
    );
    return { rows, checks };
  },
};

function distinct(size: number, next: () => number): number[] {
  const found = new Set<number>();
  while (found.size < size) found.add(next());
  return [...found];
}

const row = (what: string, rival: string, rival_ms: number, ours_ms: number) => ({
  what,
  rival,
  rival_ms,
  ours_ms,
  ratio: rival_ms / ours_ms,
});

const EDGES = 'select id, source, target, cost, reverse_cost from edge';

/** The smallest box sure to hold all that can be reached: as far as the fastest street carries within the cutoff. */
const edgesNear = (network: Network, node: number, radius_m: number) => {
  const [lon, lat] = [network.node_deg[2 * node], network.node_deg[2 * node + 1]];
  const [east, north] = [radius_m / metresPerLonDegree(lat), radius_m / metresPerLatDegree(lat)];
  const box = [lon - east, lat - north, lon + east, lat + north].join();
  return `${EDGES} where geom && st_makeenvelope(${box}, 4326)`;
};

function fastest_mps(network: Network, costs: ArcCosts): number {
  let fastest = 0;
  for (let arc = 0; arc < network.arc_count; arc++) {
    fastest = Math.max(fastest, edgeLength_mm(network, network.arc_edge[arc] >>> 1) / costs.cost_ms[arc]);
  }
  return fastest;
}

/** How many nodes ours reached, and when each. */
interface Area {
  reached: number;
  arrivalAt(node: number): number;
}

type Reach = (node: number) => Area;

interface Reached {
  from_v: number;
  node: number;
  agg_cost: number;
}

async function drivingDistance(client: pg.Client, edges: string, nodes: number[]): Promise<Reached[]> {
  const { rows } = await client.query(
    `select from_v::float8, node::float8, agg_cost from pgr_drivingdistance($1, $2::bigint[], ${CUTOFF_MS})`,
    [edges, nodes],
  );
  return rows;
}

async function differencesOfAll(
  client: pg.Client,
  starts: number[],
  reach: Reach,
): Promise<{ differences: number; nodes: number }> {
  const rows = await drivingDistance(client, EDGES, starts);
  const of_start = new Map<number, Reached[]>(starts.map((node) => [node, []]));
  for (const row of rows) of_start.get(row.from_v)?.push(row);
  let differences = 0;
  for (const [node, theirs] of of_start) {
    differences += differs(reach(node), theirs);
  }
  return { differences, nodes: rows.length };
}

/** Nodes whose cost differs or that only one of the two reached. */
function differs(area: Area, theirs: Pick<Reached, 'node' | 'agg_cost'>[]): number {
  const other = theirs.filter(({ node, agg_cost }) => area.arrivalAt(node) !== agg_cost);
  return other.length + Math.abs(area.reached - theirs.length);
}

type Leaving = Map<number, { head: number; cost: number }[]>;

/** The graph as objects, as most programs would hold it. */
function objectsOf(network: Network, costs: ArcCosts): Leaving {
  const leaving: Leaving = new Map();
  for (let node = 0; node < network.node_count; node++) leaving.set(node, []);
  for (let arc = 0; arc < network.arc_count; arc++) {
    if (costs.pass[arc] < 1) continue;
    leaving.get(arcTail(network, arc))!.push({ head: network.arc_head[arc], cost: costs.cost_ms[arc] });
  }
  return leaving;
}

/** Dijkstra as a textbook has it, with a well-made heap: cost of every node reached. */
function mapAndHeap(leaving: Leaving, start: number): Map<number, number> {
  const reached = new Map([[start, 0]]);
  const heap = new TinyQueue([{ node: start, cost: 0 }], (a, b) => a.cost - b.cost);
  for (let next = heap.pop(); next; next = heap.pop()) {
    if (next.cost > reached.get(next.node)!) continue;
    for (const { head, cost } of leaving.get(next.node)!) {
      const there = next.cost + cost;
      if (there > CUTOFF_MS || there >= (reached.get(head) ?? Infinity)) continue;
      reached.set(head, there);
      heap.push({ node: head, cost: there });
    }
  }
  return reached;
}

/** An edge table with whole milliseconds as costs, indexed, clustered as packed, analysed and read once. */
async function loaded(url: string, network: Network, costs: ArcCosts): Promise<pg.Client> {
  const owner = new pg.Client(`${url}/postgres`);
  await owner.connect();
  await owner.query('drop database if exists bench_service_area');
  await owner.query('create database bench_service_area');
  await owner.end();
  const client = new pg.Client(`${url}/bench_service_area`);
  await client.connect();
  await client.query('create extension postgis; create extension pgrouting');
  await client.query(`create table edge (id bigint primary key, source bigint, target bigint, cost float8,
    reverse_cost float8, geom geometry(linestring, 4326))`);
  const columns: (number | string)[][] = [[], [], [], [], [], []];
  for (let edge = 0; edge < network.edge_count; edge++) {
    const [along, against] = [network.edge_arc[2 * edge], network.edge_arc[2 * edge + 1]];
    const [source, target] =
      along === NONE
        ? [network.arc_head[against], arcTail(network, against)]
        : [arcTail(network, along), network.arc_head[along]];
    const at = (node: number) => `${network.node_deg[2 * node]} ${network.node_deg[2 * node + 1]}`;
    const cost = (arc: number) => (arc === NONE ? -1 : costs.cost_ms[arc]);
    const values = [
      edge,
      source,
      target,
      cost(along),
      cost(against),
      `linestring(${at(source)},${at(target)})`,
    ];
    values.forEach((value, k) => columns[k].push(value));
  }
  await client.query(
    `insert into edge select id, source, target, cost, reverse_cost, st_geomfromtext(wkt, 4326)
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::float8[], $5::float8[], $6::text[])
       as row(id, source, target, cost, reverse_cost, wkt)`,
    columns,
  );
  await client.query('create index on edge (source); create index on edge (target)');
  await client.query('create index on edge using gist (geom)');
  await client.query('vacuum analyze edge');
  return client;
}

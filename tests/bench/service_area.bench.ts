import pg from 'pg';
import { metresPerLatDegree, metresPerLonDegree } from '../../src/lib/domain/geometry/metric.ts';
import { edgeLength_mm } from '../../src/lib/domain/network/along.ts';
import { arcTail, NONE, type Network } from '../../src/lib/domain/network/network.ts';
import type { ArcCosts } from '../../src/lib/domain/network/costs.ts';
import { Searcher } from '../../src/lib/domain/search/search.ts';
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
    const searcher = new Searcher(network);
    const search_costs = { cost: costs.cost_ms, pass: costs.pass };
    const reach = (node: number) =>
      searcher.run(
        search_costs,
        { node: Uint32Array.of(node), delay: Uint32Array.of(0), label: Uint32Array.of(0) },
        { limit: CUTOFF_MS, least_pass: 1 },
      );
    const random = seededRandom(7);
    const starts = distinct(AREAS, () => Math.floor(random() * network.node_count));

    const client = await loaded(await clusterUrl(), network, costs);
    const whole = (node: number) => drivingDistance(client, EDGES, [node]);
    const radius_m = fastest_mps(network, costs) * (CUTOFF_MS / 1000);
    const boxed = (node: number) => drivingDistance(client, edgesNear(network, node, radius_m), [node]);
    const checks: BenchCheck[] = [];
    let [nodes, differences, box_differences] = [0, 0, 0];
    for (const node of starts.slice(0, 5)) {
      const { arrival, reached } = reach(node);
      nodes += reached.length;
      differences += differs(arrival, reached.length, await whole(node));
      box_differences += differs(arrival, reached.length, await boxed(node));
    }
    const all = await differencesOfAll(client, starts, reach);
    checks.push(
      { what: 'areas hold nodes', ok: nodes > 1000, seen: `${nodes} nodes in 5 areas` },
      { what: 'whole table: same costs', ok: differences === 0, seen: `${differences} of ${nodes} differ` },
      { what: 'bounding box: same costs', ok: box_differences === 0, seen: `${box_differences} differ` },
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
    const ours_all = median(await timed(15, 5, () => starts.forEach(reach)));
    const theirs_all = median(await timed(5, 1, () => drivingDistance(client, EDGES, starts)));
    await client.end();

    const rows = [
      row('one 240 s area', 'pgr_drivingDistance, whole table', table, ours),
      row('one 240 s area', 'pgr_drivingDistance, bounding-box query', box, ours),
      row('200 areas', 'pgr_drivingDistance, one call', theirs_all, ours_all),
    ];
    checks.push(
      atLeast('whole table', rows[0].ratio, 500, ' x'),
      atLeast('bounding box', rows[1].ratio, 100, ' x'),
      atLeast('200 areas in one call', rows[2].ratio, 15, ' x'),
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
  reach: (node: number) => { arrival: Uint32Array; reached: Uint32Array },
): Promise<{ differences: number; nodes: number }> {
  const rows = await drivingDistance(client, EDGES, starts);
  const of_start = new Map<number, Reached[]>(starts.map((node) => [node, []]));
  for (const row of rows) of_start.get(row.from_v)?.push(row);
  let differences = 0;
  for (const [node, theirs] of of_start) {
    const { arrival, reached } = reach(node);
    differences += differs(arrival, reached.length, theirs);
  }
  return { differences, nodes: rows.length };
}

/** Nodes whose cost differs or that only one of the two reached. */
function differs(arrival: Uint32Array, reached: number, theirs: Reached[]): number {
  const other = theirs.filter(({ node, agg_cost }) => arrival[node] === NONE || arrival[node] !== agg_cost);
  return other.length + Math.abs(reached - theirs.length);
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

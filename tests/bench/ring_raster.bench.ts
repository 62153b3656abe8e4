import type { MultiPolygon } from 'geojson';
import pg from 'pg';
import { ringContour } from '../../src/lib/api/worker/ring_contour.ts';
import { Reach } from '../../src/lib/domain/coverage/reach.ts';
import { metresPerLatDegree, metresPerLonDegree } from '../../src/lib/domain/geometry/metric.ts';
import type { ArcCosts } from '../../src/lib/domain/network/costs.ts';
import type { Network } from '../../src/lib/domain/network/network.ts';
import { Searcher } from '../../src/lib/domain/search/search.ts';
import { bufferUnion } from '../../src/lib/server/services/coverage/street_buffer.ts';
import { atLeast, atMost, median, timed, type Bench } from './bench.ts';
import { generatedTown } from './generated_town.ts';

const CUTOFF_MS = 240_000;
const BUFFER_M = 25;
const CELL_M = 10;

/**
 * The picture of one service area from a distance raster of 10 m against the union of the same pieces' buffers in
 * PostGIS, and against our own exact union (Clipper 2 in WebAssembly, neighbours first), which writes rings.geojson.
 */
export const bench: Bench = {
  name: 'ring-raster',
  async run({ clusterUrl, say }) {
    const { network, costs } = generatedTown(100_000, 20_261);
    const lines = coveredLines(network, costs, network.node_count >> 1);
    say(`${lines.length} pieces of street within ${CUTOFF_MS / 1000} s`);
    const exact = area_m2(await bufferUnion(lines, BUFFER_M));
    const drawn = area_m2(ringContour(lines, { buffer_m: BUFFER_M, cell_m: CELL_M }));
    const ours = median(await timed(20, 5, () => ringContour(lines, { buffer_m: BUFFER_M, cell_m: CELL_M })));
    const own_union = median(await timed(5, 1, () => bufferUnion(lines, BUFFER_M)));
    const client = await loaded(await clusterUrl(), lines);
    const union = () => client.query<{ area_m2: number }>(UNION);
    const [{ area_m2: theirs_m2 }] = (await union()).rows;
    const theirs = median(await timed(3, 0, union));
    await client.end();
    const what = `ring of one 240 s area, ${lines.length} pieces, ${CELL_M} m cells`;
    const rowOf = (rival: string, rival_ms: number) => ({
      what,
      rival,
      rival_ms,
      ours_ms: ours,
      ratio: rival_ms / ours,
    });
    const off = (seen_m2: number, true_m2: number) => Math.abs(seen_m2 / true_m2 - 1) * 100;
    return {
      rows: [
        rowOf('union of buffers, PostGIS', theirs),
        rowOf('our exact union for files, clipper2-wasm', own_union),
      ],
      checks: [
        atLeast('ring raster, union in PostGIS', theirs / ours, 20, ' x'),
        atMost('ring raster: area off by', off(drawn, theirs_m2), 1.5, ' %'),
        atMost('both unions: areas apart by', off(exact, theirs_m2), 0.5, ' %'),
      ],
    };
  },
};

/** Round ends as fine as ours: a buffer's arcs stay within 50 mm of the circle. */
const UNION = `select st_area(st_union(st_buffer(geom, ${BUFFER_M}, 'quad_segs=12'))) as area_m2 from piece`;

/** The pieces in metres, in a table of their own. */
async function loaded(url: string, lines: readonly Float64Array[]): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create extension if not exists postgis');
  await client.query('create temporary table piece (geom geometry(LineString))');
  const lat_deg = lines[0][1];
  const [x_m, y_m] = [metresPerLonDegree(lat_deg), metresPerLatDegree(lat_deg)];
  const texts = lines.map(([a, b, c, d]) => {
    const at = (lon: number, lat: number) => `${(lon - lines[0][0]) * x_m} ${(lat - lat_deg) * y_m}`;
    return `LINESTRING(${at(a, b)},${at(c, d)})`;
  });
  await client.query('insert into piece select unnest($1::text[])::geometry', [texts]);
  return client;
}

function coveredLines(network: Network, costs: ArcCosts, start: number): Float64Array[] {
  const seeds = { node: Uint32Array.of(start), delay: Uint32Array.of(0), label: Uint32Array.of(0) };
  const arcs = { cost: costs.cost_ms, pass: costs.pass };
  const result = new Searcher(network).run(arcs, seeds, { limit: CUTOFF_MS, least_pass: 1 });
  const reach = new Reach(network, costs, result, [], 1);
  const { node_deg, edge_start_node, edge_end_node } = network;
  const lines: Float64Array[] = [];
  for (let edge = 0; edge < network.edge_count; edge++) {
    const [a, b] = [2 * edge_start_node[edge], 2 * edge_end_node[edge]];
    const at = (t: number) => [0, 1].map((k) => node_deg[a + k] + t * (node_deg[b + k] - node_deg[a + k]));
    const pieces = reach.pieces(edge, CUTOFF_MS);
    for (let k = 0; k < pieces.length; k += 2) {
      lines.push(Float64Array.from([...at(pieces[k]), ...at(pieces[k + 1])]));
    }
  }
  return lines;
}

function area_m2({ coordinates }: MultiPolygon): number {
  const [lon, lat] = coordinates[0][0][0];
  const scale = metresPerLonDegree(lat) * metresPerLatDegree(lat);
  let sum = 0;
  for (const ring of coordinates.flat()) {
    for (let i = 1; i < ring.length; i++) {
      sum += (ring[i - 1][0] - lon) * (ring[i][1] - lat) - (ring[i][0] - lon) * (ring[i - 1][1] - lat);
    }
  }
  return (Math.abs(sum) / 2) * scale;
}

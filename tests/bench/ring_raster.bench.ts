import type { MultiPolygon } from 'geojson';
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
 * The picture of one service area from a distance raster of 10 m against the exact union of the same arcs' buffers
 * (Clipper 2 in WebAssembly, which also writes rings.geojson), both from lines in degrees to polygons in degrees.
 */
export const bench: Bench = {
  name: 'ring-raster',
  async run({ say }) {
    const { network, costs } = generatedTown(100_000, 20_261);
    const lines = coveredLines(network, costs, network.node_count >> 1);
    say(`${lines.length} pieces of street within ${CUTOFF_MS / 1000} s`);
    const exact = area_m2(await bufferUnion(lines, BUFFER_M));
    const drawn = area_m2(ringContour(lines, { buffer_m: BUFFER_M, cell_m: CELL_M }));
    const ours = median(await timed(20, 5, () => ringContour(lines, { buffer_m: BUFFER_M, cell_m: CELL_M })));
    const theirs = median(await timed(5, 1, () => bufferUnion(lines, BUFFER_M)));
    const ratio = theirs / ours;
    const what = `ring of one 240 s area, ${lines.length} pieces, ${CELL_M} m cells`;
    return {
      rows: [{ what, rival: 'union of buffers, clipper2-wasm', rival_ms: theirs, ours_ms: ours, ratio }],
      checks: [
        atLeast('ring raster', ratio, 20, ' x'),
        atMost('ring raster: area off by', Math.abs(drawn / exact - 1) * 100, 1.5, ' %'),
      ],
    };
  },
};

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

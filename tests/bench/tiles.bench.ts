import { readFileSync } from 'node:fs';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { TILE_EXTENT } from '../../src/lib/contract/mvt.ts';
import { TILE_LAYERS, TILE_LAYER_NAMES, type TileAddress } from '../../src/lib/contract/tile_layers.ts';
import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';
import { openServer } from '../../src/lib/server/db/server_driver.ts';
import { layerIsDrawnAt } from '../../src/lib/server/queries/tile_features.ts';
import { tileVersion } from '../../src/lib/server/queries/tile_version.ts';
import { tile } from '../../src/lib/server/services/tiles.ts';
import { atMost, median, type Bench, type BenchCheck, type BenchRow } from './bench.ts';
import { townOnServer } from './bench_town.ts';
import { nativeTile } from './native_tile.ts';
import { seededRandom } from './seeded_random.ts';

const ZOOMS = [12, 14];
const TILES = 40;
const ROUNDS = 9;

/**
 * One tile with all its layers, read anew, by ours (as the map asks for it, in the role of the application) and by
 * ST_AsMVT, one plain statement of the owner on the same connection. What is compared is the processor time of both
 * processes together, this one and the server's.
 */
export const bench: Bench = {
  name: 'tiles',
  async run(context) {
    const { url, town } = await townOnServer(context);
    const database = await openServer(url);
    try {
      const rows: BenchRow[] = [];
      const checks: BenchCheck[] = [];
      for (const zoom of ZOOMS) {
        const { row, found } = await atZoom(database, zoom, town, context.say);
        rows.push(row);
        checks.push(...found, atMost(`z${zoom}: processor time, ours / ST_AsMVT`, 1 / row.ratio, 1.5, ' x'));
      }
      return { rows, checks };
    } finally {
      await database.close();
    }
  },
};

async function atZoom(database: Database, zoom: number, town: string, say: (line: string) => void) {
  const layers = TILE_LAYER_NAMES.filter(
    (layer) => zoom >= TILE_LAYERS[layer].min_zoom && layerIsDrawnAt(layer, zoom),
  );
  const addresses = sample(await tilesWithBuildings(database, zoom), TILES);
  const { run_id } = await tileVersion(database.as(LOCAL_ADMINISTRATOR));
  const ours = async (address: TileAddress) => {
    const answer = await tile(database, LOCAL_ADMINISTRATOR, layers, address, null);
    if (answer.kind !== 'tile') throw new Error('expected a tile');
    return answer.bytes;
  };
  const native = (address: TileAddress) => nativeTile(database.owner, layers, address, run_id);

  let features = 0;
  const differing: string[] = [];
  for (const address of addresses) {
    const [mine, theirs] = [boxesOf(await ours(address)), boxesOf(await native(address))];
    features += theirs.size;
    for (const [name, box] of [...mine, ...theirs]) {
      if (mine.has(name) !== theirs.has(name) && isInSight(box)) differing.push(name);
    }
  }

  const pid = await backend(database);
  const times = { ours: [] as number[], native: [] as number[] };
  const split = { server: 0, here: 0, native_server: 0, native_here: 0 };
  for (let round = -3; round < ROUNDS; round++) {
    const mine = await processorTime(pid, addresses, ours);
    const theirs = await processorTime(pid, addresses, native);
    if (round < 0) continue;
    times.ours.push(mine.server_ms + mine.here_ms);
    times.native.push(theirs.server_ms + theirs.here_ms);
    split.server += mine.server_ms / ROUNDS;
    split.here += mine.here_ms / ROUNDS;
    split.native_server += theirs.server_ms / ROUNDS;
    split.native_here += theirs.here_ms / ROUNDS;
  }
  if ((await backend(database)) !== pid) throw new Error('the tiles did not come from one connection');
  say(
    `z${zoom}, ms a tile: ours ${split.server.toFixed(2)} in the server + ${split.here.toFixed(2)} here, ` +
      `ST_AsMVT ${split.native_server.toFixed(2)} + ${split.native_here.toFixed(2)}`,
  );
  const [ours_ms, rival_ms] = [median(times.ours), median(times.native)];
  return {
    row: {
      what: `processor time of a z${zoom} tile of ${town}, all layers, ${addresses.length} tiles`,
      rival: 'ST_AsMVT',
      rival_ms,
      ours_ms,
      ratio: rival_ms / ours_ms,
    },
    found: [
      { what: `z${zoom}: tiles hold features`, ok: features > 1000, seen: `${features} features` },
      {
        what: `z${zoom}: same features as ST_AsMVT, layer by layer`,
        ok: differing.length === 0,
        seen: `${differing.length} of ${features} differ ${differing.slice(0, 3).join(', ')}`.trim(),
      },
    ],
  };
}

async function tilesWithBuildings(database: Database, zoom: number): Promise<TileAddress[]> {
  const found = await database.owner.query<{ x: number; y: number }>(
    `select distinct floor((st_x(p) + half) / (2 * half) * n)::int as x, floor((half - st_y(p)) / (2 * half) * n)::int as y
     from (select st_centroid(geom_3857) as p, pi() * 6378137 as half, 2 ^ $1::int as n from building) as b
     order by 1, 2`,
    [zoom],
  );
  return found.map(({ x, y }) => ({ z: zoom, x, y }));
}

function sample<T>(all: readonly T[], size: number): T[] {
  const random = seededRandom(12);
  return all
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, size)
    .map(({ value }) => value);
}

type Box = readonly [west: number, north: number, east: number, south: number];

/** Tile units in a screen pixel. Our small zooms have a grid of half of one, on which what is smaller collapses. */
const PIXEL = 8;

/** A feature in the margin alone, or within a pixel, may be in one of the tiles and not in the other. */
function isInSight([west, north, east, south]: Box): boolean {
  const inside = east >= 0 && west <= TILE_EXTENT && south >= 0 && north <= TILE_EXTENT;
  return inside && Math.max(east - west, south - north) > PIXEL;
}

/** By layer and id. Cells of dots have no size: they count as two pixels wide. */
function boxesOf(bytes: Uint8Array): Map<string, Box> {
  const boxes = new Map<string, Box>();
  for (const [name, layer] of Object.entries(new VectorTile(new PbfReader(bytes)).layers)) {
    for (let i = 0; i < layer.length; i++) {
      const feature = layer.feature(i);
      const [west, north, east, south] = feature.bbox();
      const width = feature.type === 1 ? 2 * PIXEL : 0;
      boxes.set(`${name} ${feature.id}`, [west, north, east + width, south]);
    }
  }
  return boxes;
}

const backend = async (database: Database) =>
  (await database.owner.query<{ pid: number }>('select pg_backend_pid() as pid'))[0].pid;

/** Per tile. */
async function processorTime(
  pid: number,
  addresses: readonly TileAddress[],
  read: (address: TileAddress) => Promise<unknown>,
): Promise<{ server_ms: number; here_ms: number }> {
  const [server_before, here_before] = [processTime_ms(pid), process.cpuUsage()];
  for (const address of addresses) await read(address);
  const here = process.cpuUsage(here_before);
  return {
    server_ms: (processTime_ms(pid) - server_before) / addresses.length,
    here_ms: (here.user + here.system) / 1000 / addresses.length,
  };
}

/** User and system time of a process so far, by the kernel's scheduler where it tells (ns), else in ticks of 10 ms. */
function processTime_ms(pid: number): number {
  try {
    const [on_cpu_ns] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ').map(Number);
    if (on_cpu_ns > 0) return on_cpu_ns / 1e6;
  } catch {
    // a kernel without scheduler statistics
  }
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

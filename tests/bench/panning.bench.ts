import { Agent, request } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { TILE_LAYER_NAMES } from '../../src/lib/contract/tile_layers.ts';
import { atMost, median, type Bench, type BenchCheck, type BenchRow } from './bench.ts';
import { townOnServer } from './bench_town.ts';
import { seededRandom } from './seeded_random.ts';
import { serve, type Served } from './served_process.ts';

const CLIENTS = 50;
const FOR_S = 30;
const PAN_EVERY_MS = 1000;
/** What a desk's screen shows: 1440 x 900 at 512 pixels a tile, and what a move brings in. */
const [ACROSS, DOWN] = [4, 3];
const ZOOMS = [12, 15] as const;
/** Of one browser to one host. */
const CONNECTIONS = 6;
const HITS = 400;
/** Unchanged for so long, a tile will stay as it is. */
const SETTLED_S = 5;

/**
 * The app in a process of its own, on loopback: how long an unchanged tile takes, and 50 people who each move the map
 * once a second for half a minute, a seeded random walk over the town between z12 and z15. Every client keeps what
 * it got and asks again with If-None-Match, as a browser does.
 */
export const bench: Bench = {
  name: 'panning',
  async run(context) {
    const rows: BenchRow[] = [];
    const checks: BenchCheck[] = [];
    const folder = mkdtempSync(join(tmpdir(), 'firecover-panning-'));
    const { url, town } = await townOnServer(context);
    const places: [string, Record<string, string>][] = [
      ['the sample town, embedded database', { FIRECOVER_DATA: folder }],
      [`${town}, server database`, { DATABASE_URL: url }],
    ];
    try {
      for (const [where, env] of places) {
        const app = await serve(env);
        try {
          const found = await measured(app, env.DATABASE_URL ?? null, where);
          rows.push(...found.rows);
          checks.push(...found.checks);
        } finally {
          await app.stop();
        }
      }
      return { rows, checks };
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

async function measured({ origin }: Served, database_url: string | null, where: string) {
  const middle = database_url ? await middleOnServer(database_url) : await middleOfSample(origin);
  const hit = await unchangedTile(origin, middle);
  const walks = Array.from({ length: CLIENTS }, (_, client) => new Client(origin, middle, client));
  const until = performance.now() + FOR_S * 1000;
  await Promise.all(walks.map((client) => client.panUntil(until)));
  for (const client of walks) client.close();
  const times = walks.flatMap((client) => client.times_ms).sort((a, b) => a - b);
  const errors = walks.flatMap((client) => client.errors);
  const bytes = walks.reduce((sum, client) => sum + client.bytes, 0);
  const figure = (what: string, ms: number): BenchRow => ({
    what: `${what}: ${where}`,
    rival: '',
    rival_ms: null,
    ours_ms: ms,
    ratio: ms,
  });
  const label = `${CLIENTS} clients panning for ${FOR_S} s, ${times.length} tiles`;
  return {
    rows: [
      figure('unchanged tile (304), round trip', hit.ms),
      figure(`${label}, p50`, times[Math.floor(times.length * 0.5)]),
      figure(`${label}, p95`, times[Math.floor(times.length * 0.95)]),
    ],
    checks: [
      {
        what: `unchanged tiles are 304: ${where}`,
        ok: hit.answers === HITS,
        seen: `${hit.answers} of ${HITS}`,
      },
      atMost(`unchanged tile, round trip on loopback: ${where}`, hit.ms, 2, ' ms'),
      {
        what: `no error: ${where}`,
        ok: errors.length === 0 && times.length > 1000 && bytes > 100_000,
        seen: `${errors.length} errors in ${times.length} tiles, ${Math.round(bytes / 1e6)} MB ${errors[0] ?? ''}`.trim(),
      },
    ],
  };
}

/** As the map asks for them: all in one tile. */
const LAYERS = TILE_LAYER_NAMES.join(',');

/** Position in the unit square of Mercator, x east and y south. */
interface Position {
  x: number;
  y: number;
}

const HALF_WORLD_M = Math.PI * 6378137;

async function middleOnServer(url: string): Promise<Position> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(
    `select percentile_cont(0.5) within group (order by st_x(p)) as x,
       percentile_cont(0.5) within group (order by st_y(p)) as y
     from (select st_centroid(geom_3857) as p from building) as b`,
  );
  await client.end();
  return { x: (rows[0].x / HALF_WORLD_M + 1) / 2, y: (1 - rows[0].y / HALF_WORLD_M) / 2 };
}

/** From the page's own answer: the middle of the town's bounds. */
async function middleOfSample(origin: string): Promise<Position> {
  const { bounds_deg } = (await (await fetch(`${origin}/api/summary`)).json()) as { bounds_deg: number[] };
  const [west, south, east, north] = bounds_deg;
  const latitude = (((south + north) / 2) * Math.PI) / 180;
  return { x: ((west + east) / 2 + 180) / 360, y: (1 - Math.asinh(Math.tan(latitude)) / Math.PI) / 2 };
}

/** A town just imported is judged first, and its tiles change once more. */
async function settledEtag(agent: Agent, origin: string, path: string): Promise<string> {
  let last: string | undefined;
  for (let same = 0; same < SETTLED_S;) {
    const { etag } = await get(agent, origin, path);
    if (!etag) throw new Error(`no ETag at ${path}`);
    same = etag === last ? same + 1 : 0;
    last = etag;
    await wait(1000);
  }
  return last!;
}

async function unchangedTile(origin: string, { x, y }: Position): Promise<{ ms: number; answers: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const path = `/tiles/${LAYERS}/14/${Math.floor(x * 2 ** 14)}/${Math.floor(y * 2 ** 14)}`;
  const etag = await settledEtag(agent, origin, path);
  const times: number[] = [];
  let answers = 0;
  for (let i = -50; i < HITS; i++) {
    const begun = performance.now();
    const { status } = await get(agent, origin, path, etag);
    if (i < 0) continue;
    times.push(performance.now() - begun);
    if (status === 304) answers++;
  }
  agent.destroy();
  return { ms: median(times), answers };
}

class Client {
  readonly times_ms: number[] = [];
  readonly errors: string[] = [];
  bytes = 0;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  readonly #etags = new Map<string, string>();
  readonly #random: () => number;
  readonly #origin: string;
  #zoom: number;
  #at: Position;

  constructor(origin: string, middle: Position, seed: number) {
    this.#origin = origin;
    this.#random = seededRandom(1000 + 7919 * seed);
    for (let i = 0; i < 5; i++) this.#random();
    this.#at = { ...middle };
    this.#zoom = 13 + Math.floor(this.#random() * 2);
  }

  async panUntil(until: number): Promise<void> {
    await wait(this.#random() * PAN_EVERY_MS);
    while (performance.now() < until) {
      const begun = performance.now();
      await Promise.all(this.#tilesInView().map((path) => this.#ask(path)));
      this.#move();
      await wait(Math.max(0, PAN_EVERY_MS - (performance.now() - begun)));
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  /** A step of up to a screen's half; now and then a zoom in or out. */
  #move(): void {
    const tile = 2 ** -this.#zoom;
    this.#at.x += (this.#random() - 0.5) * ACROSS * tile;
    this.#at.y += (this.#random() - 0.5) * DOWN * tile;
    const turn = this.#random();
    if (turn < 0.1) this.#zoom = Math.max(ZOOMS[0], this.#zoom - 1);
    else if (turn < 0.2) this.#zoom = Math.min(ZOOMS[1], this.#zoom + 1);
  }

  #tilesInView(): string[] {
    const z = this.#zoom;
    const west = Math.floor(this.#at.x * 2 ** z - ACROSS / 2);
    const north = Math.floor(this.#at.y * 2 ** z - DOWN / 2);
    return Array.from(
      { length: ACROSS * DOWN },
      (_, i) => `/tiles/${LAYERS}/${z}/${west + (i % ACROSS)}/${north + Math.floor(i / ACROSS)}`,
    );
  }

  async #ask(path: string): Promise<void> {
    const begun = performance.now();
    try {
      const { status, etag, bytes } = await get(this.#agent, this.#origin, path, this.#etags.get(path));
      if (status !== 200 && status !== 304) this.errors.push(`${status} at ${path}`);
      if (etag) this.#etags.set(path, etag);
      this.bytes += bytes;
      this.times_ms.push(performance.now() - begun);
    } catch (error) {
      this.errors.push(`${(error as Error).message} at ${path}`);
    }
  }
}

function get(agent: Agent, origin: string, path: string, known?: string) {
  return new Promise<{ status: number; etag: string | undefined; bytes: number }>((resolve, reject) => {
    const headers = known ? { 'if-none-match': known } : {};
    request(`${origin}${path}`, { agent, headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (part: Buffer) => (bytes += part.length));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, etag: answer.headers.etag, bytes }));
      answer.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}

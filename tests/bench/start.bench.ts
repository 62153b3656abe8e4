import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { atMost, median, type Bench } from './bench.ts';
import { serve, type Served } from './served_process.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** What a fresh clone holds, as far as starting needs it. */
const SOURCES = [
  'bin',
  'geodata',
  'migrations',
  'src',
  'static',
  'package.json',
  'package-lock.json',
  'svelte.config.js',
  'tsconfig.json',
  'vite.config.ts',
];
const LATER_STARTS = 3;

/**
 * `npm start` as somebody meets it after `npm ci`: a copy of the sources with nothing built, an empty home, empty
 * caches and no data, until the page of the sample town is answered. Then with the pages built and the caches there
 * but no data, and later starts, each ended by SIGTERM while a client holds a connection with half a request.
 */
export const bench: Bench = {
  name: 'start',
  async run({ say }) {
    const scratch = mkdtempSync(join(tmpdir(), 'firecover-start-'));
    try {
      const root = join(scratch, 'firecover');
      copyOfSources(root);
      const stops: number[] = [];
      const start = async (data: string) => {
        const env = { HOME: join(scratch, 'home'), XDG_CACHE_HOME: '', FIRECOVER_DATA: join(scratch, data) };
        const app = await serve(env, { program: join(root, 'bin/firecover.js'), cwd: root });
        await holdsTown(app);
        stops.push(await stopWhileConnected(app));
        return app.ready_ms;
      };
      const fresh_ms = await start('data');
      say(`fresh: ${Math.round(fresh_ms)} ms`);
      const built_ms = await start('other_data');
      const later_ms: number[] = [];
      for (let i = 0; i < LATER_STARTS; i++) later_ms.push(await start('data'));

      const row = (what: string, ms: number) => ({
        what,
        rival: '',
        rival_ms: null,
        ours_ms: ms,
        ratio: ms / 1000,
      });
      return {
        rows: [
          row('first start after npm ci, nothing built, caches empty, s', fresh_ms),
          row('first start in an empty data folder, pages and caches there, s', built_ms),
          row('later start, s', median(later_ms)),
          row('stop with an open connection, longest, s', Math.max(...stops)),
        ],
        checks: [
          atMost('first start', fresh_ms / 1000, 90, ' s'),
          atMost('later start', median(later_ms) / 1000, 10, ' s'),
          atMost('stop with an open connection, longest', Math.max(...stops) / 1000, 2, ' s'),
        ],
      };
    } finally {
      rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

/** The packages are linked one by one, so that `node_modules/.cache` and `.vite` are the copy's own and empty. */
function copyOfSources(root: string): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  for (const path of SOURCES) cpSync(join(ROOT, path), join(root, path), { recursive: true });
  const linked = readdirSync(join(ROOT, 'node_modules'));
  for (const name of linked.filter((name) => !['.cache', '.vite'].includes(name))) {
    symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
  }
}

async function holdsTown({ origin }: Served): Promise<void> {
  const answer = await fetch(`${origin}/api/summary`);
  const text = await answer.text();
  if (answer.status !== 200 || !/"covered":\d/.test(text)) {
    throw new Error(`the town is not there: ${answer.status} ${text.slice(0, 200)}`);
  }
}

async function stopWhileConnected({ origin, stop }: Served): Promise<number> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write('GET /tiles/street/14/1 HTTP/1.1\r\n');
  const took_ms = await stop();
  socket.destroy();
  return took_ms;
}

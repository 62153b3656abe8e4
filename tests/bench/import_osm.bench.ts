import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { atMost, median, timed, type Bench } from './bench.ts';

const FILE = 'osm/liechtenstein-latest.osm.pbf';
const RUNS = 3;

/**
 * Whole processes, from the file to the tables of an empty PostgreSQL database, turn by turn. Ours is `firecover
 * import` after `firecover migrate`; the rival is osm2pgsql with its default output, whose tables hold other things: it
 * is the yardstick of what reading such a file costs, not a twin.
 */
export const bench: Bench = {
  name: 'import-osm',
  async run({ clusterUrl, data, say }) {
    const file = data(FILE);
    if (file === null) throw new Error(`${FILE} is not there: set FIRECOVER_TEST_DATA`);
    const url = await clusterUrl();
    const ours_ms: number[] = [];
    const theirs_ms: number[] = [];
    const seen: Record<string, number>[] = [];
    for (let run = -1; run < RUNS; run++) {
      const ours = await emptyDatabase(url, 'bench_import');
      await firecover(['migrate'], ours);
      const [took] = await timed(1, 0, () => firecover(['import', file, '--json'], ours));
      const theirs = await emptyDatabase(url, 'bench_osm2pgsql');
      const [rival_took] = await timed(1, 0, () => process_('osm2pgsql', ['--create', '-d', theirs, file]));
      say(`run ${run + 1}: ours ${Math.round(took)} ms, osm2pgsql ${Math.round(rival_took)} ms`);
      seen.push(await counts(ours));
      if (run < 0) continue;
      ours_ms.push(took);
      theirs_ms.push(rival_took);
    }
    const [ours, theirs] = [median(ours_ms), median(theirs_ms)];
    const first = JSON.stringify(seen[0]);
    const { hydrant, station, building } = seen[0];
    return {
      rows: [
        {
          what: 'import of Liechtenstein',
          rival: 'osm2pgsql, default output',
          rival_ms: theirs,
          ours_ms: ours,
          ratio: theirs / ours,
        },
      ],
      checks: [
        {
          what: 'what was imported',
          ok: hydrant === 12 && station === 7 && building >= 15_500,
          seen: `${first}, expected 12 hydrants, 7 stations, at least 15,500 buildings`,
        },
        { what: 'every run the same', ok: seen.every((c) => JSON.stringify(c) === first), seen: first },
        atMost('ours / osm2pgsql', ours / theirs, 2, ' x'),
      ],
    };
  },
};

async function counts(url: string): Promise<Record<string, number>> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(`select (select count(*)::int from hydrant) as hydrant,
    (select count(*)::int from station) as station, (select count(*)::int from building) as building,
    (select count(*)::int from street) as street`);
  await client.end();
  return rows[0];
}

async function emptyDatabase(url: string, name: string): Promise<string> {
  const owner = new pg.Client(`${url}/postgres`);
  await owner.connect();
  await owner.query(`drop database if exists ${name}`);
  await owner.query(`create database ${name}`);
  await owner.end();
  const client = new pg.Client(`${url}/${name}`);
  await client.connect();
  await client.query('create extension postgis');
  await client.end();
  return `${url}/${name}`;
}

const firecover = (args: string[], url: string) =>
  process_(process.execPath, [fileURLToPath(new URL('../../bin/firecover.js', import.meta.url)), ...args], {
    DATABASE_URL: url,
  });

/** Runs a program to its end; throws with the end of what it said where it fails. */
function process_(program: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text) => (said = (said + text).slice(-2000)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args[0]} ended with ${code}: ${said}`));
    });
  });
}

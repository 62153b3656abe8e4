import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { startCluster, stopCluster } from '../support/cluster.ts';
import { findPostgres } from '../support/postgres_binaries.ts';
import { format, type Bench, type BenchContext, type BenchResult } from './bench.ts';
import { bench as dragPage } from './drag_page.bench.ts';
import { bench as graphMemory } from './graph_memory.bench.ts';
import { bench as importOsm } from './import_osm.bench.ts';
import { bench as liveEdits } from './live_edits.bench.ts';
import { bench as panning } from './panning.bench.ts';
import { bench as ringRaster } from './ring_raster.bench.ts';
import { bench as serviceArea } from './service_area.bench.ts';
import { bench as shell } from './shell.bench.ts';
import { bench as siting } from './siting.bench.ts';
import { bench as start } from './start.bench.ts';
import { bench as sweep } from './sweep.bench.ts';
import { bench as tiles } from './tiles.bench.ts';

const BENCHES: readonly Bench[] = [
  graphMemory,
  serviceArea,
  sweep,
  liveEdits,
  dragPage,
  ringRaster,
  siting,
  importOsm,
  tiles,
  panning,
  start,
  shell,
];
const README = new URL('./README.md', import.meta.url);
const [BEGIN, END] = ['<!-- results -->', '<!-- /results -->'];

/**
 * `npm run bench [-- --record] [name…]`: runs the benches (all, or those named) one after the other, prints what was
 * measured and every check; --record, with all of them run, writes the results into README.md, what failed marked as
 * missed. Exit 1 where a check fails.
 */
async function main(args: string[]): Promise<number> {
  const names = args.filter((arg) => arg !== '--record');
  const known = BENCHES.map(({ name }) => name);
  const strange = names.filter((name) => !known.includes(name));
  if (strange.length > 0) {
    console.error(`No bench ${strange.join(', ')}; there are ${known.join(', ')}`);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'firecover-bench-'));
  chmodSync(folder, 0o755); // the cluster's user has to reach its folder inside
  try {
    return await runAll(
      BENCHES.filter(({ name }) => names.length === 0 || names.includes(name)),
      folder,
      args.includes('--record'),
    );
  } finally {
    stopCluster(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function runAll(benches: readonly Bench[], folder: string, record: boolean): Promise<number> {
  const context = contextIn(folder);
  const results: BenchResult[] = [];
  for (const bench of benches) {
    console.log(`\n# ${bench.name}`);
    const result = await bench.run(context).catch((error: Error) => ({
      rows: [],
      checks: [{ what: `${bench.name} runs`, ok: false, seen: error.message }],
    }));
    results.push(result);
    console.log(table(result));
    for (const { what, ok, seen } of result.checks) console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}: ${seen}`);
  }
  const failed = results.flatMap(({ checks }) => checks).filter(({ ok }) => !ok).length;
  const passed = results.flatMap(({ checks }) => checks).length - failed;
  console.log(`\n${passed} checks passed, ${failed} failed`);
  if (record && benches.length === BENCHES.length) await recordResults(results, context);
  else if (record) console.log('Nothing recorded: that needs all benches run');
  return failed === 0 ? 0 : 1;
}

function contextIn(folder: string): BenchContext {
  return {
    async clusterUrl() {
      const found = findPostgres();
      if ('missing' in found) throw new Error(`No server to measure against: ${found.missing}`);
      return startCluster(found, folder);
    },
    data(path) {
      const root = process.env.FIRECOVER_TEST_DATA;
      const file = root && join(resolve(root), path);
      return file && existsSync(file) ? file : null;
    },
    say: (line) => console.log(`  ${line}`),
  };
}

function table({ rows }: BenchResult): string {
  const cell = (value: number | null) => (value === null ? '' : `${format(value)} ms`);
  return [
    '| what | rival | rival, median | ours, median | ratio or figure |',
    '|---|---|---|---|---|',
    ...rows.map(
      ({ what, rival, rival_ms, ours_ms, ratio }) =>
        `| ${what} | ${rival} | ${cell(rival_ms)} | ${cell(ours_ms)} | ${format(ratio)} |`,
    ),
  ].join('\n');
}

async function recordResults(results: BenchResult[], context: BenchContext): Promise<void> {
  const text = readFileSync(README, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`tests/bench/README.md lacks ${BEGIN} … ${END}`);
  const checks = results
    .flatMap((result) => result.checks)
    .map(({ what, ok, seen }) => `- ${ok ? '' : '**MISSED** '}${what}: ${seen}`);
  const missed = checks.filter((line) => line.startsWith('- **')).length;
  const verdict =
    missed === 0 ? 'Every check passed.' : `${missed} of ${checks.length} checks missed, marked below.`;
  const parts = [await machine(context), verdict, ...results.map(table), checks.join('\n')];
  const body = parts.join('\n\n');
  writeFileSync(README, `${text.slice(0, begin + BEGIN.length)}\n\n${body}\n\n${text.slice(end)}`);
  console.log('Recorded in tests/bench/README.md');
}

async function machine(context: BenchContext): Promise<string> {
  const client = new pg.Client(`${await context.clusterUrl()}/postgres`);
  await client.connect();
  const { rows } = await client.query(
    `select current_setting('server_version') as server,
       (select string_agg(name || ' ' || default_version, ', ' order by name) from pg_available_extensions
        where name in ('postgis', 'pgrouting')) as extensions`,
  );
  await client.end();
  const memory_gib = Math.round(totalmem() / 2 ** 30);
  return (
    `Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ` +
    `${memory_gib} GiB, Node ${process.versions.node}, PostgreSQL ${rows[0].server}, ${rows[0].extensions}.`
  );
}

process.exitCode = await main(process.argv.slice(2));

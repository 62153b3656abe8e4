import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it } from 'vitest';
import type { ImportReport } from '../../src/lib/contract/import.ts';
import { uniqueName } from '../support/cluster.ts';
import { runCliJson, type CliDatabase } from '../support/run_cli.ts';
import { createTestDatabase, describeUnless, serverMissing } from '../support/test_database.ts';

const BIN = fileURLToPath(new URL('../../bin/firecover.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'firecover-kill-'));

/** Square houses on a grid, enough of them that writing takes longer than killing. */
function houses(count: number): string {
  const features = Array.from({ length: count }, (_, i) => {
    const [west, south] = [118 + (i % 200) * 0.0003, 24.5 + Math.floor(i / 200) * 0.0003];
    const [east, north] = [west + 0.0001, south + 0.0001];
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    return { type: 'Feature', id: i + 1, properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } };
  });
  const path = join(folder, `buildings_${count}.geojson`);
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }));
  return path;
}

/** Imports in a process that is killed as soon as it writes rows. */
function importKilled(path: string, database: CliDatabase): Promise<NodeJS.Signals | null> {
  const { DATABASE_URL: _url, ...env } = process.env;
  if ('url' in database) env.DATABASE_URL = database.url;
  else env.FIRECOVER_DATA = database.folder;
  const child = spawn(process.execPath, [BIN, 'import', path, '--source', 'houses'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('loading')) setTimeout(() => child.kill('SIGKILL'), 150);
  });
  return new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)));
}

async function survivesKill(database: CliDatabase): Promise<void> {
  const [few, many] = [houses(50), houses(20_000)];
  const import_ = (path: string) =>
    runCliJson<ImportReport>(['import', path, '--source', 'houses'], database);
  await import_(few);
  expect(await importKilled(many, database)).toBe('SIGKILL');
  const { files } = await import_(few);
  expect(files[0].layers.building).toMatchObject({ read: 50, unchanged: 50, missing: 0 });
  const { buildings } = await runCliJson<{ buildings: number }>(['coverage'], database);
  expect(buildings).toBe(50);
}

describe('kill -9 in the middle of an import', () => {
  describeUnless(serverMissing(), 'server', () => {
    it('leaves the counts as before', { timeout: 120_000 }, async () => {
      await survivesKill({ url: await createTestDatabase() });
    });
  });

  it('leaves the counts as before (embedded)', { timeout: 300_000 }, async () => {
    await survivesKill({ folder: join(inject('runFolder'), uniqueName('killed')) });
  });
});

import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { summarySchema, type Summary } from '../../src/lib/contract/api.ts';
import { serveApp, type ServedApp } from '../support/served_app.ts';
import { smallTown } from '../support/small_town.ts';

const VERDICTS_PATIENCE_MS = 60_000;

describe('an import while the app runs', () => {
  let app: ServedApp;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(inject('runFolder'), 'serving-'));
    app = await serveApp({ FIRECOVER_DATA: folder });
  }, 240_000);
  afterAll(() => app?.stop());

  const firecover = async (...args: string[]) => {
    const { DATABASE_URL: _url, ...inherited } = process.env;
    const { stdout } = await promisify(execFile)(process.execPath, ['bin/firecover.js', ...args, '--json'], {
      cwd: resolve(import.meta.dirname, '../..'),
      env: { ...inherited, FIRECOVER_DATA: folder },
    }).catch((error: { stdout: string }) => error);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const summary = async (): Promise<Summary | null> => {
    const response = await fetch(`${app.origin}/api/summary`);
    return response.ok ? summarySchema.parse(await response.json()) : null;
  };
  const write = (layer: keyof ReturnType<typeof smallTown>) => {
    const path = join(folder, `${layer}.geojson`);
    writeFileSync(path, JSON.stringify(smallTown()[layer]));
    return path;
  };

  it('leaves the sample town open when the first file is refused', async () => {
    const before = await summary();
    expect(before?.database).toMatchObject({ kind: 'embedded', demo: true });
    const bad = join(folder, 'bad.geojson');
    writeFileSync(bad, '{"type": "FeatureCollection", "features": [');
    expect(await firecover('import', bad, '--layer', 'street')).toHaveProperty('error');
    expect(await summary()).toEqual(before);
  }, 120_000);

  it('is done by the app, which then shows the new verdicts by itself', async () => {
    for (const layer of ['street', 'building', 'station', 'hydrant'] as const) {
      const report = await firecover('import', write(layer), '--layer', layer, '--source', 'small_town');
      expect(report).toHaveProperty('files');
    }
    const deadline = Date.now() + VERDICTS_PATIENCE_MS;
    for (;;) {
      const now = await summary();
      if (now?.run && !now.run.stale && now.hydrants.working > 0) {
        expect(now.database).toMatchObject({ kind: 'embedded', demo: false });
        expect(now.buildings.total).toBe(smallTown().building.features.length);
        expect(now.buildings.unassessed).toBe(0);
        expect(now.buildings.by_verdict.covered).toBeGreaterThan(0);
        return;
      }
      if (Date.now() > deadline) throw new Error(`No fresh verdicts in time:\n${app.said()}`);
      await wait(500);
    }
  }, 240_000);
});

import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { areasAnswerSchema } from '../../src/lib/contract/api_areas.ts';
import { layersAnswerSchema } from '../../src/lib/contract/api_layers.ts';
import { listAnswerSchema } from '../../src/lib/contract/api_lists.ts';
import { pathAnswerSchema } from '../../src/lib/contract/api_paths.ts';
import { runAnswerSchema } from '../../src/lib/contract/api_runs.ts';
import { searchAnswerSchema } from '../../src/lib/contract/api_search.ts';
import { summarySchema } from '../../src/lib/contract/api.ts';
import { readCsv } from '../support/read_csv.ts';
import { serveApp, type ServedApp } from '../support/served_app.ts';
import { smallTown } from '../support/small_town.ts';

describe('the served answers of the map', () => {
  let app: ServedApp;
  let pumper: number;
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${app.origin}${path}`, { headers });
  const json = async (path: string): Promise<unknown> => {
    const response = await get(path);
    expect(response.status, path).toBe(200);
    return response.json();
  };

  beforeAll(async () => {
    const folder = mkdtempSync(join(inject('runFolder'), 'map_api-'));
    const { DATABASE_URL: _url, ...inherited } = process.env;
    for (const [layer, collection] of Object.entries(smallTown())) {
      const path = join(folder, `${layer}.geojson`);
      writeFileSync(path, JSON.stringify(collection));
      await promisify(execFile)(process.execPath, ['bin/firecover.js', 'import', path, '--layer', layer], {
        cwd: resolve(import.meta.dirname, '../..'),
        env: { ...inherited, FIRECOVER_DATA: folder },
      });
    }
    app = await serveApp({ FIRECOVER_DATA: folder });
    pumper = runAnswerSchema.parse(await json('/api/runs?vehicle=pumper&cutoff=240')).run.id;
  }, 300_000);
  afterAll(() => app?.stop());

  it('computes a run for a choice, and gives it again', async () => {
    const { run } = runAnswerSchema.parse(await json('/api/runs?vehicle=pumper&cutoff=240'));
    expect(run).toMatchObject({
      id: pumper,
      choice: 'pumper',
      vehicle: 'pumper',
      cutoff_s: 240,
      stale: false,
    });
    expect(summarySchema.parse(await json('/api/summary')).run).toMatchObject({
      choice: 'best',
      cutoff_s: 300,
    });
    expect(summarySchema.parse(await json(`/api/summary?run=${pumper}`)).run!.id).toBe(pumper);
  });

  it('gives areas, lists, layers, ways and names as their contracts say', async () => {
    const { areas } = areasAnswerSchema.parse(await json(`/api/areas?run=${pumper}`));
    expect(areas.length).toBeGreaterThan(1);
    const buildings = listAnswerSchema('buildings').parse(await json(`/api/list/buildings?run=${pumper}`));
    expect(areas.reduce((sum, area) => sum + area.buildings, 0)).toBe(buildings.total);
    const { layers } = layersAnswerSchema.parse(await json(`/api/layers?run=${pumper}`));
    expect(layers.building!.total).toBe(buildings.total);
    const [{ id }] = buildings.rows;
    expect(pathAnswerSchema.parse(await json(`/api/building/${id}/path?run=${pumper}`)).hose).not.toBeNull();
    const { results } = searchAnswerSchema.parse(await json('/api/search?q=24.5,118.1'));
    expect(results[0]).toMatchObject({ kind: 'coordinate', lon_deg: 118.1, lat_deg: 24.5 });
    const name = areas.find((area) => area.name)!.name!;
    const named = searchAnswerSchema.parse(await json(`/api/search?q=${encodeURIComponent(name)}`));
    expect(named.results[0]).toMatchObject({ kind: 'area', name });
  });

  it('sends pictures compressed once, then only that nothing changed', async () => {
    for (const kind of ['rings', 'gaps', 'covered-streets']) {
      const whole = await get(`/api/${kind}?run=${pumper}`, { 'accept-encoding': 'identity' });
      const etag = whole.headers.get('etag')!;
      expect(whole.headers.get('content-type')).toBe('application/geo+json');
      expect(JSON.parse(await whole.text())).toHaveProperty('type', 'FeatureCollection');
      const packed = await get(`/api/${kind}?run=${pumper}`, { 'accept-encoding': 'gzip' });
      expect(packed.headers.get('content-encoding')).toBe('gzip');
      const again = await get(`/api/${kind}?run=${pumper}`, { 'if-none-match': etag });
      expect([again.status, await again.text()]).toEqual([304, '']);
    }
    expect((await get('/api/rings?run=999999')).status).toBe(404);
  });

  it('hands a list out as a file', async () => {
    const response = await get('/api/list/hydrants?format=csv');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="hydrants.csv"');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(readCsv(await response.text()).length).toBe(6);
  });

  it.each([
    ['/api/runs?vehicle=tank', 'vehicle'],
    ['/api/runs?cutoff=59', 'cutoff'],
    ['/api/runs?cutoff=3601', 'cutoff'],
    ['/api/areas?run=-1', 'run'],
    ['/api/rings?run=1e3', 'run'],
    ['/api/summary?run=x', 'run'],
    ['/tiles/building/14/13573/7047?run=x', 'run'],
    ['/api/list/buildings?limit=201', 'limit'],
    ['/api/list/buildings?area=everything', 'area'],
    ['/api/list/buildings?verdict=good', 'verdict'],
    ['/api/list/buildings?leg=arrive', 'leg'],
    ['/api/list/buildings?area=1&area=2', 'area'],
    ['/api/list/hydrants?run=1', 'run'],
    ['/api/search?q=', 'q'],
    [`/api/search?q=${'a'.repeat(101)}`, 'q'],
  ])('refuses %s, naming %s', async (path, parameter) => {
    const response = await get(path);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { message: string }).message).toContain(parameter);
  });

  it('has no list and no building that is not there', async () => {
    for (const path of [
      '/api/list/secrets',
      '/api/list/__proto__',
      '/api/building/999999/path',
      '/api/building/x/path',
    ]) {
      expect((await get(path)).status, path).toBe(404);
    }
  });

  it('stops at once, its engine too', async () => {
    const computing = get('/api/runs?vehicle=walk&cutoff=600').catch(() => null);
    const { exit_code, took_ms } = await app.stop();
    await computing;
    expect(exit_code).toBe(0);
    expect(took_ms).toBeLessThan(2500);
  });
});

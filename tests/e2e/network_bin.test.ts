import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { areasAnswerSchema } from '../../src/lib/contract/api_areas.ts';
import { decodePackedTown } from '../../src/lib/contract/packed_town.ts';
import { serveApp, type ServedApp } from '../support/served_app.ts';
import { smallTown } from '../support/small_town.ts';

describe('the served packed town', () => {
  let app: ServedApp;

  /** The answer as it crosses the wire, not unpacked. */
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await new Promise<IncomingMessage>((done, fail) =>
      httpGet(`${app.origin}${path}`, { headers: { accept: '*/*', ...headers } }, done).on('error', fail),
    );
    const body = Buffer.concat(await response.toArray());
    return { status: response.statusCode, headers: response.headers, body };
  };
  const message = ({ body }: { body: Buffer }) =>
    (JSON.parse(body.toString()) as { message: string }).message;

  beforeAll(async () => {
    const folder = mkdtempSync(join(inject('runFolder'), 'network_bin-'));
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
  }, 300_000);
  afterAll(() => app?.stop());

  it('is whole, and the same however it is compressed', async () => {
    const plain = await get('/api/network.bin', { 'accept-encoding': 'gzip;q=0' });
    expect([plain.status, plain.headers['content-encoding']]).toEqual([200, undefined]);
    const made = smallTown();
    const town = decodePackedTown(plain.body);
    expect(town.buildings.count).toBe(made.building.features.length);
    expect(town.streets.count).toBe(made.street.features.length);
    expect(town.stations.map(({ vehicles }) => vehicles)).toEqual([['pumper'], ['mini']]);
    expect(town.sources.filter(({ layer }) => layer === 'hydrant')).toHaveLength(6);
    expect(town.drive.arc_count).toBe(2 * town.drive.edge_count);

    const gzip = await get('/api/network.bin', { 'accept-encoding': 'gzip' });
    const br = await get('/api/network.bin', { 'accept-encoding': 'gzip, deflate, br' });
    expect([gzip, br].map(({ headers }) => headers['content-encoding'])).toEqual(['gzip', 'br']);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    for (const { headers, body } of [plain, gzip, br]) {
      expect(headers['cache-control']).toBe('no-cache');
      expect(headers['content-type']).toBe('application/octet-stream');
      expect(headers['content-length']).toBe(String(body.length));
      expect(headers.etag).toBe(plain.headers.etag);
    }
  });

  it('is not sent again to whoever holds it', async () => {
    const { headers } = await get('/api/network.bin');
    const again = await get('/api/network.bin', { 'if-none-match': headers.etag! });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('is that of an area where one is named', async () => {
    const { areas } = areasAnswerSchema.parse(JSON.parse((await get('/api/areas')).body.toString()));
    const village = areas.find(({ name }) => name === '西埔村')!;
    const whole = decodePackedTown((await get('/api/network.bin')).body);
    const part = await get(`/api/network.bin?area=${village.area_id}`);
    const { buildings, stamp } = decodePackedTown(part.body);
    expect(buildings.count).toBe(village.buildings);
    expect(new Set(buildings.area_id)).toEqual(new Set([village.area_id]));
    expect(stamp).toBe(whole.stamp);
    for (let i = 0; i < buildings.count; i++) {
      expect(buildings.weight[i]).toBe(whole.buildings.weight[whole.buildings.id.indexOf(buildings.id[i]!)]);
    }
    expect(part.headers.etag).not.toBe((await get('/api/network.bin')).headers.etag);
  });

  it('is refused for an area there is not, and for what is none', async () => {
    const unknown = await get('/api/network.bin?area=999999');
    expect([unknown.status, message(unknown)]).toEqual([404, 'There is no such area']);
    const bad = await get('/api/network.bin?area=west');
    expect([bad.status, message(bad)]).toEqual([400, 'area: expected an id']);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ImportReport } from '../../src/lib/contract/import.ts';
import { openServer } from '../../src/lib/server/db/server_driver.ts';
import { runCli, runCliJson } from '../support/run_cli.ts';
import { tableDump } from '../support/table_dump.ts';
import { testData } from '../support/test_data.ts';
import { createTestDatabase, describeUnless, serverMissing } from '../support/test_database.ts';

const folder = mkdtempSync(join(tmpdir(), 'firecover-bad-'));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const points = (coordinates: unknown[]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: coordinates.map((position, i) => ({
      type: 'Feature',
      id: i + 1,
      properties: { name: `H${i + 1}` },
      geometry: { type: 'Point', coordinates: position },
    })),
  });

const GOOD = points([
  [118.1, 24.5],
  [118.2, 24.6],
]);

interface BadFile {
  name: string;
  args: string[];
  /** A word of the error a person needs: what was seen. */
  says: RegExp;
}

const BAD: BadFile[] = [
  { name: 'empty', args: [file('empty.geojson', '')], says: /empty/i },
  { name: 'no file at all', args: [join(folder, 'nobody.geojson')], says: /nobody\.geojson/ },
  {
    name: 'GeoJSON cut in the middle',
    args: [file('cut_hydrants.geojson', GOOD.slice(0, -40))],
    says: /cut|end|unexpected/i,
  },
  {
    name: 'zip cut in the middle',
    args: [file('hydrants.zip', Buffer.from('504b0304140000000800', 'hex'))],
    says: /zip/i,
  },
  {
    name: 'PBF cut in the middle',
    args: [file('town.osm.pbf', Buffer.from('0000000d0a094f534d486561646572', 'hex'))],
    says: /cut|end|truncated|complete/i,
  },
  { name: 'another layer', args: [file('hydrants.geojson', GOOD), '--layer', 'street'], says: /street/ },
  {
    name: 'string coordinates',
    args: [file('text_hydrants.geojson', points([['118.1', '24.5']]))],
    says: /number/,
  },
  {
    name: 'swapped axes',
    args: [
      file(
        'swapped_hydrants.geojson',
        points([
          [24.5, 118.1],
          [24.6, 118.2],
        ]),
      ),
    ],
    says: /swap/i,
  },
  {
    name: 'projected metres without a .prj',
    args: [
      file(
        'metres_hydrants.geojson',
        points([
          [434512.3, 2711033.1],
          [434612.3, 2711133.1],
        ]),
      ),
    ],
    says: /--crs/,
  },
  {
    name: 'latitudes of 200 in most rows',
    args: [file('far_hydrants.csv', 'lon,lat\n118.1,200\n118.2,200\n118.3,24.5\n')],
    says: /reject/i,
  },
];

describeUnless(serverMissing(), 'bad files through the command line', () => {
  let url: string;
  let before: string;
  beforeAll(async () => {
    url = await createTestDatabase();
    await runCliJson(['import', file('first_hydrants.geojson', GOOD)], { url });
    before = await dumpOf(url);
  }, 120_000);

  for (const { name, args, says } of BAD) {
    it(`${name}: exit 2, a message that says what, the database unchanged`, async () => {
      const { exit_code, stdout, stderr } = await runCli(['import', ...args, '--json'], { url });
      expect(exit_code, stderr + stdout).toBe(2);
      const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
      expect(`${error.code} ${error.message}`).toMatch(says);
      expect(await dumpOf(url)).toBe(before);
    }, 60_000);
  }

  it('one latitude of 200 among good rows is rejected with its row; the rest loads', async () => {
    const path = file(
      'mixed_hydrants.csv',
      'lon,lat\n118.1,24.5\n118.2,24.6\n118.3,24.7\n118.4,24.8\n118.5,200\n',
    );
    const { files } = await runCliJson<ImportReport>(['import', path], { url });
    expect(files[0].layers.hydrant).toMatchObject({ read: 5, inserted: 4, rejected: 1 });
    expect(files[0].notes).toContainEqual(
      expect.objectContaining({ row: '6', code: 'latitude-out-of-range' }),
    );
  }, 60_000);

  it('a folder leaves out what it cannot place, with a note; the same file named is refused', async () => {
    const mixed = mkdtempSync(join(folder, 'mixed-'));
    const list = join(mixed, 'list.csv');
    writeFileSync(list, 'lon,lat\n118.1,24.5\n');
    writeFileSync(join(mixed, 'hydrants.geojson'), GOOD);
    const { files } = await runCliJson<ImportReport>(['import', mixed], { url });
    const [first, second] = files;
    expect(first.layers.hydrant).toMatchObject({ read: 2, rejected: 0 });
    expect(second.layers).toEqual({});
    expect(second.notes).toEqual([expect.objectContaining({ code: 'file-left-out' })]);
    expect((await runCli(['import', list], { url })).exit_code).toBe(2);
  }, 60_000);

  const archive = testData('conformance/geojsonhint.tar.gz');
  describe.skipIf(archive === null)('geojsonhint’s files', () => {
    it('refuses, repairs and reads them as their kind asks, and a refusal changes nothing', async () => {
      execFileSync('tar', ['xzf', archive!, '-C', folder]);
      const before_bad = await dumpOf(url);
      for (const name of ['badcoord', 'bad-json', 'short-linearring', 'featurecollection-obj']) {
        const path = join(folder, 'geojsonhint/bad', `${name}.geojson`);
        expect(readFileSync(path).length).toBeGreaterThan(0);
        const { exit_code, stderr } = await runCli(['import', path, '--layer', 'place'], { url });
        expect(exit_code, name).toBe(2);
        expect(stderr, name).toContain(`${name}.geojson`);
      }
      expect(await dumpOf(url)).toBe(before_bad);
    }, 120_000);
  });
});

async function dumpOf(url: string): Promise<string> {
  const db = await openServer(url);
  try {
    return (await tableDump(db)).join('\n');
  } finally {
    await db.close();
  }
}

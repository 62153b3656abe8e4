import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readGeoJson } from '../../geodata/import/geojson.ts';
import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';
import { newTestSchema } from '../../src/lib/contract/api_hydrant_records.ts';
import { recordTest } from '../../src/lib/server/services/hydrants/record_test.ts';
import { importFiles } from '../../src/lib/server/services/import/import_files.ts';
import { loadRuleSets } from '../../src/lib/server/services/rule_set.ts';
import { shortfallTrend } from '../../src/lib/server/services/shortfall/shortfall.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

const folder = mkdtempSync(join(tmpdir(), 'firecover-import-trend-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Listed {
  status: string;
  tested_on?: string;
  flow_lps?: number;
}

let versions = 0;
/** The waterworks' list of hydrants, by id, in a later version each call. */
async function load(db: Database, hydrants: Record<string, Listed>, dry_run = false) {
  const place = join(folder, String(versions++));
  mkdirSync(place);
  const path = join(place, 'waterworks.geojson');
  const features = Object.entries(hydrants).map(([id, properties], i) => ({
    type: 'Feature',
    id,
    geometry: { type: 'Point', coordinates: [118.1 + i / 1000, 24.5] },
    properties,
  }));
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }));
  await importFiles(
    db,
    LOCAL_ADMINISTRATOR,
    { paths: [path], layer: 'hydrant', crs: 'auto', encoding: 'auto', map: {}, max_rejected: 0.2, dry_run },
    () => readGeoJson,
  );
}

describeOnBothDrivers('lists of hydrants that come year after year', (open) => {
  test('each dated condition is kept as a test, once, and makes the trend', async () => {
    const db = await open();
    await loadRuleSets(db);
    const tests = () =>
      db.as(LOCAL_ADMINISTRATOR).query(
        `select h.source_id as id, t.tested_on, t.status, t.flow_lps
         from hydrant_test t join hydrant h on h.id = t.hydrant_id order by h.source_id, t.id`,
      );
    const spring = {
      a: { status: 'working', tested_on: '2026-03-10', flow_lps: 20 },
      b: { status: 'working', tested_on: '2026-04-02', flow_lps: 16 },
      c: { status: 'unknown' },
    };
    await load(db, spring, true);
    expect(await tests()).toEqual([]);
    await load(db, spring);
    const first = [
      { id: 'a', tested_on: '2026-03-10', status: 'working', flow_lps: 20 },
      { id: 'b', tested_on: '2026-04-02', status: 'working', flow_lps: 16 },
    ];
    expect(await tests()).toEqual(first);
    await load(db, spring);
    expect(await tests()).toEqual(first);
    await load(db, { ...spring, b: { status: 'broken', tested_on: '2026-06-20' } });
    expect(await tests()).toEqual([
      ...first,
      { id: 'b', tested_on: '2026-06-20', status: 'broken', flow_lps: null },
    ]);
    // Renaming changes the row and is no test
    await load(db, {
      ...spring,
      a: { ...spring.a, name: '东街 1' } as Listed,
      b: { status: 'broken', tested_on: '2026-06-20' },
    });
    expect(await tests()).toHaveLength(3);

    // Somebody finds a broken; a list of before that day does not undo it
    const [{ id }] = await db
      .as(LOCAL_ADMINISTRATOR)
      .query<{ id: number }>(`select id from hydrant where source_id = 'a'`);
    const found = newTestSchema.parse({ tested_on: '2026-06-25', status: 'broken' });
    await recordTest(db, LOCAL_ADMINISTRATOR, id, found);
    await load(db, {
      ...spring,
      a: { ...spring.a, flow_lps: 21 },
      b: { status: 'broken', tested_on: '2026-06-20' },
    });
    expect(
      await db
        .as(LOCAL_ADMINISTRATOR)
        .query('select status, flow_lps, tested_on from hydrant where id = $1::bigint', [id]),
    ).toEqual([{ status: 'broken', flow_lps: 21, tested_on: '2026-06-25' }]);

    const { trend } = (await shortfallTrend(db, LOCAL_ADMINISTRATOR, 'all', {
      on: '2026-06-30',
      branch: false,
    }))!;
    // Of three hydrants; tests count for 90 days: a until 8 June and anew from 25 June, b from 2 April to 1 July and anew from 20 June
    expect(
      trend.map(({ month, working, broken, tested, rate }) => [month, working, broken, tested, rate]),
    ).toEqual([
      ['2026-03', 1, 0, 1, 1 / 3],
      ['2026-04', 2, 0, 2, 2 / 3],
      ['2026-05', 2, 0, 2, 2 / 3],
      ['2026-06', 0, 2, 2, 0],
    ]);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readerFor } from '../../geodata/import/detect.ts';
import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';
import { importFiles } from '../../src/lib/server/services/import/import_files.ts';
import { loadRuleSets } from '../../src/lib/server/services/rule_set.ts';
import { summary } from '../../src/lib/server/services/summary.ts';
import { osmPbf } from '../support/osm_pbf_writer.ts';
import { smallTown } from '../support/small_town.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

describeOnBothDrivers('what is owed to the makers of the data', (open) => {
  let db: Database & { embedded: null };
  const folder = mkdtempSync(join(tmpdir(), 'attributions_'));
  const take = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    const asked = { layer: null, crs: 'auto', encoding: 'auto', map: {}, max_rejected: 0.2, dry_run: false };
    return importFiles(db, LOCAL_ADMINISTRATOR, { paths: [path], ...asked }, readerFor);
  };
  const owed = async () => (await summary(db, LOCAL_ADMINISTRATOR)).attributions;

  beforeAll(async () => {
    db = { ...(await open()), embedded: null };
    await loadRuleSets(db);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is nothing for a file of one’s own, and OpenStreetMap’s credit for an extract, said once', async () => {
    await take('hydrants.geojson', JSON.stringify(smallTown().hydrant));
    expect(await owed()).toEqual([]);
    const extract = (lon: number) =>
      osmPbf({ nodes: [{ id: 1, lon, lat: 24.5, tags: { emergency: 'fire_hydrant' } }] });
    await take('town.osm.pbf', extract(118.1));
    await take('other_town.osm.pbf', extract(118.2));
    expect(await owed()).toEqual(['ODbL 1.0, © OpenStreetMap contributors']);
  });
});

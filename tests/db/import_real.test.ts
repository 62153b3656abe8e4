import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readOsmPbf } from '../../geodata/import/osm_pbf.ts';
import { LAYERS } from '../../src/lib/contract/layer_rows.ts';
import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';
import { COMPUTED_COLUMNS, LAYER_COLUMNS } from '../../src/lib/server/services/import/layer_columns.ts';
import { importFiles } from '../../src/lib/server/services/import/import_files.ts';
import { tableDump } from '../support/table_dump.ts';
import { describeWithData } from '../support/test_data.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

/** Digest of what the import wrote; generated columns, which are for the map, depend on the version of PROJ. */
async function digest(db: Database): Promise<string> {
  const sum = createHash('sha256');
  for (const layer of LAYERS) {
    const columns = [...Object.keys(LAYER_COLUMNS[layer]), ...Object.keys(COMPUTED_COLUMNS[layer])];
    const rows = await db.as(LOCAL_ADMINISTRATOR).query<{ line: string }>(
      `select (id, source_id, row_hash, geom, ${layer === 'area' ? 'parent_id' : 'area_id'},
         ${columns.map((name) => `"${name}"`).join(', ')})::text as line from "${layer}" order by id`,
    );
    for (const { line } of rows) sum.update(`${line}\n`);
  }
  return sum.digest('hex');
}

describeWithData('import of a real town', ['osm/monaco-valhalla.osm.pbf'], (path) => {
  const digests: string[] = [];
  describeOnBothDrivers('monaco', (open) => {
    test('all of it is there, valid, the same on both drivers, and a second time changes nothing', async () => {
      const db = await open();
      const load = () =>
        importFiles(
          db,
          LOCAL_ADMINISTRATOR,
          {
            paths: [path],
            layer: null,
            crs: 'auto',
            encoding: 'auto',
            map: {},
            max_rejected: 0.2,
            dry_run: false,
          },
          () => readOsmPbf,
        );
      const { files } = await load();
      for (const counts of Object.values(files[0].layers)) {
        expect(counts.read).toBe(counts.inserted + counts.updated + counts.unchanged + counts.rejected);
      }
      const [there] = await db.as(LOCAL_ADMINISTRATOR).query<Record<string, number>>(
        `select (select count(*) from building) as buildings, (select count(*) from hydrant) as hydrants,
           (select count(*) from station) as stations,
           (select count(*) from building where not st_isvalid(geom) or not st_covers(geom, point)) as bad_buildings,
           (select count(*) from area where not st_isvalid(geom) or not st_covers(geom, point)) as bad_areas,
           (select count(*) from building where abs(footprint_m2 - st_area(geom::geography)) > 0.01 * footprint_m2)
             as badly_measured`,
      );
      expect(there).toMatchObject({
        hydrants: 3,
        stations: 2,
        bad_buildings: 0,
        bad_areas: 0,
        badly_measured: 0,
      });
      expect(there.buildings).toBeGreaterThan(1100);
      digests.push(await digest(db));
      expect(new Set(digests).size).toBe(1);

      const before = await tableDump(db);
      await load();
      expect(await tableDump(db)).toEqual(before);
    });

    test('the area of every building is the one PostGIS finds', async () => {
      const db = await open();
      const differing = await db.as(LOCAL_ADMINISTRATOR).query(
        `select b.id from building b where b.area_id is distinct from (
           select a.id from area a where st_covers(a.geom, b.point) order by a.area_m2, a.id limit 1)`,
      );
      expect(differing).toEqual([]);
    });
  });
});

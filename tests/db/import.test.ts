import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Feature, Geometry } from 'geojson';
import { afterAll, expect, test } from 'vitest';
import { readGeoJson } from '../../geodata/import/geojson.ts';
import { decodeEwkb } from '../../src/lib/contract/ewkb.ts';
import { FileRefused } from '../../src/lib/contract/import.ts';
import type { LayerId } from '../../src/lib/contract/layer_rows.ts';
import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';
import { importFiles, type ImportRequest } from '../../src/lib/server/services/import/import_files.ts';
import { tableDump } from '../support/table_dump.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

const folder = mkdtempSync(join(tmpdir(), 'firecover-import-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

let versions = 0;
/** A GeoJSON file of this name; every call gives another folder, so that a file can have a later version. */
function geojson(name: string, features: Feature[]): string {
  const place = join(folder, String(versions++));
  mkdirSync(place);
  const path = join(place, name);
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }));
  return path;
}

const feature = (id: string | null, geometry: Geometry | null, properties: object = {}): Feature =>
  ({ type: 'Feature', ...(id === null ? {} : { id }), geometry, properties }) as Feature;
const point = (lon: number, lat: number): Geometry => ({ type: 'Point', coordinates: [lon, lat] });
const square = (lon: number, lat: number, side: number): Geometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [lon, lat],
      [lon + side, lat],
      [lon + side, lat + side],
      [lon, lat + side],
      [lon, lat],
    ],
  ],
});

function load(db: Database, layer: LayerId, paths: string | string[], more: Partial<ImportRequest> = {}) {
  const request: ImportRequest = {
    paths: [paths].flat(),
    layer,
    crs: 'auto',
    encoding: 'auto',
    map: {},
    max_rejected: 0.2,
    dry_run: false,
    ...more,
  };
  return importFiles(db, LOCAL_ADMINISTRATOR, request, () => readGeoJson);
}

async function refusal(work: Promise<unknown>): Promise<FileRefused> {
  const error = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(FileRefused);
  return error as FileRefused;
}

const rowsOf = <R>(db: Database, sql: string) => db.as(LOCAL_ADMINISTRATOR).query<R>(sql);

describeOnBothDrivers('import', (open) => {
  test('rows, provenance and counts; the same file twice leaves every table as it was', async () => {
    const db = await open();
    const path = geojson('twice.geojson', [
      feature('a', point(9.5, 47.1), { flow_lps: 16, status: 'working', name: '东街 1' }),
      feature('b', point(9.6, 47.2)),
      feature(null, point(9.7, 47.3)),
      feature(null, point(9.7, 47.3)),
    ]);
    const first = await load(db, 'hydrant', path);
    const counts = { read: 4, inserted: 4, updated: 0, unchanged: 0, rejected: 0, repaired: 0, missing: 0 };
    expect(first.files).toMatchObject([{ path, source: 'twice', layers: { hydrant: counts } }]);
    const stored = await rowsOf<{ source_id: string }>(
      db,
      `select source_id, flow_lps, status, name, st_x(geom) as lon from hydrant where source = 'twice' order by id`,
    );
    expect(stored.slice(0, 2)).toEqual([
      { source_id: 'a', flow_lps: 16, status: 'working', name: '东街 1', lon: 9.5 },
      { source_id: 'b', flow_lps: null, status: 'unknown', name: null, lon: 9.6 },
    ]);
    expect(stored[3].source_id, 'identical rows without an id are both kept').toBe(
      `${stored[2].source_id}~2`,
    );

    const before = await tableDump(db);
    const second = await load(db, 'hydrant', path);
    expect(second.files[0].layers.hydrant).toEqual({ ...counts, inserted: 0, unchanged: 4 });
    expect(await tableDump(db)).toEqual(before);
    expect(before.filter((line) => line.startsWith('source ') && line.includes('twice'))).toHaveLength(1);
  });

  test('a later file updates, keeps and lists what it no longer holds', async () => {
    const db = await open();
    const town = (flow_lps: number, ids: string[]) =>
      geojson(
        'later.geojson',
        ids.map((id, i) => feature(id, point(9 + i / 10, 47), { flow_lps: id === 'b' ? flow_lps : 20 })),
      );
    await load(db, 'hydrant', town(20, ['a', 'b', 'c']));
    const { files } = await load(db, 'hydrant', town(5, ['a', 'b']));
    expect(files[0].layers.hydrant).toEqual({
      read: 2,
      inserted: 0,
      updated: 1,
      unchanged: 1,
      rejected: 0,
      repaired: 0,
      missing: 1,
    });
    expect(files[0].notes).toEqual([
      expect.objectContaining({ layer: 'hydrant', row: 'c', code: 'missing' }),
    ]);
    const state = `select source_id, flow_lps, missing_import_id is not null as missing
      from hydrant where source = 'later' order by source_id`;
    expect(await rowsOf(db, state)).toEqual([
      { source_id: 'a', flow_lps: 20, missing: false },
      { source_id: 'b', flow_lps: 5, missing: false },
      { source_id: 'c', flow_lps: 20, missing: true },
    ]);
    expect(
      await rowsOf(
        db,
        `select condition from condition_history join hydrant on hydrant.id = row_id where source = 'later'`,
      ),
    ).toEqual([{ condition: { flow_lps: 20 } }]);

    const back = await load(db, 'hydrant', town(5, ['a', 'b', 'c']));
    expect(back.files[0].layers.hydrant).toMatchObject({ unchanged: 2, updated: 1, missing: 0 });
    expect(
      await rowsOf(db, `select from hydrant where source = 'later' and missing_import_id is not null`),
    ).toEqual([]);
  });

  test('a bad row is rejected with its place and reason, the rest loads', async () => {
    const db = await open();
    const good = Array.from({ length: 12 }, (_, i) => feature(`good ${i}`, point(9 + i / 100, 47)));
    const path = geojson('rows.geojson', [
      ...good,
      feature('none', null),
      feature('north', point(9, 200)),
      feature('kind', { type: 'LineString', coordinates: [[9, 47], [9, 48]] }), // prettier-ignore
    ]);
    const { files } = await load(db, 'hydrant', path, { max_rejected: 0.3 });
    expect(files[0].layers.hydrant).toMatchObject({ read: 15, inserted: 12, rejected: 3 });
    expect(files[0].notes.map(({ row, code }) => [row, code])).toEqual([
      ['13', 'null-geometry'],
      ['14', 'latitude-out-of-range'],
      ['15', expect.stringMatching(/wrong-geometry/)],
    ]);
    expect(files[0].notes[1].message).toContain('200');
  });

  test('a refused file changes nothing, nor do the files beside it', async () => {
    const db = await open();
    await load(db, 'hydrant', geojson('stays.geojson', [feature('a', point(9, 47))]));
    const before = await tableDump(db);
    const fine = geojson('fine.geojson', [feature('a', point(9, 47)), feature('b', point(9, 48))]);
    const mostly_bad = geojson('mostly_bad.geojson', [
      feature('a', point(9, 47)),
      feature('b', point(9, 147)),
      feature('c', point(9, -447)),
    ]);
    const bad = await refusal(load(db, 'hydrant', [fine, mostly_bad]));
    expect(bad.code).toBe('too-many-rejected');
    expect(bad.message).toMatch(/mostly_bad\.geojson: 2 of 3 rows rejected.*row 2: .*147/);
    expect(bad.row).toBe('2');

    const truncated = join(folder, 'truncated.geojson');
    writeFileSync(
      truncated,
      `{"type": "FeatureCollection", "features": [${JSON.stringify(feature('a', point(9, 47)))}`,
    );
    expect((await refusal(load(db, 'hydrant', [fine, truncated]))).message).toContain('truncated.geojson');

    const swapped = geojson(
      'swapped.geojson',
      [25.1, 25.2, 25.3].map((lat, i) => feature(String(i), point(lat, 118 + i / 10))),
    );
    const axes = await refusal(load(db, 'hydrant', swapped, { max_rejected: 1 }));
    expect(axes.code).toBe('axes-swapped');

    expect((await refusal(load(db, 'hydrant', join(folder, 'nowhere.geojson')))).code).toBe('no-such-file');
    expect(await tableDump(db)).toEqual(before);
  });

  test('a dry run counts and writes nothing', async () => {
    const db = await open();
    const before = await tableDump(db);
    const path = geojson('dry.geojson', [feature('a', point(9, 47)), feature('b', point(9, 48))]);
    const report = await load(db, 'hydrant', path, { dry_run: true });
    expect(report).toMatchObject({ dry_run: true, files: [{ layers: { hydrant: { inserted: 2 } } }] });
    expect(await tableDump(db)).toEqual(before);
  });

  test('an id that comes twice: the same content is noted, another content is rejected', async () => {
    const db = await open();
    const path = geojson('ids.geojson', [
      feature('a', point(9, 47)),
      feature('a', point(9, 47)),
      feature('b', point(9, 47)),
      feature('b', point(9, 48)),
    ]);
    const { files } = await load(db, 'hydrant', path, { max_rejected: 0.5 });
    expect(files[0].layers.hydrant).toMatchObject({ read: 4, inserted: 2, unchanged: 1, rejected: 1 });
    expect(files[0].notes.map(({ row, code }) => [row, code])).toEqual([
      ['4', 'duplicate-id'],
      ['2', 'duplicate-row'],
    ]);
  });

  test('one source in two files of one call is one whole', async () => {
    const db = await open();
    const one = geojson('one.geojson', [feature('a', point(9, 47))]);
    const two = geojson('two.geojson', [feature('b', point(9, 48))]);
    await load(db, 'hydrant', [one, two], { source: 'both' });
    const again = await load(db, 'hydrant', [one, two], { source: 'both' });
    expect(again.files.map(({ layers }) => layers.hydrant?.missing)).toEqual([0, 0]);
  });

  test('a bow tie is made valid and both drivers store the same bytes', async () => {
    const db = await open();
    const bow: Geometry = {
      type: 'Polygon',
      coordinates: [
        [
          [9, 47],
          [9.002, 47.002],
          [9.002, 47],
          [9, 47.002],
          [9, 47],
        ],
      ],
    };
    const unclosed: Geometry = { type: 'Polygon', coordinates: [[[9, 48], [9.001, 48], [9.001, 48.001], [9, 48.001]]] }; // prettier-ignore
    const path = geojson('repair.geojson', [
      feature('bow', bow),
      feature('unclosed', unclosed),
      feature('whole', square(9, 49, 0.001)),
    ]);
    const { files } = await load(db, 'building', path);
    expect(files[0].layers.building).toMatchObject({ read: 3, inserted: 3, repaired: 2, rejected: 0 });
    const rows = await rowsOf<{ geom: Uint8Array }>(
      db,
      `select source_id, st_isvalid(geom) as valid, st_covers(geom, point) as inside,
         abs(footprint_m2 - st_area(geom::geography)) < 0.01 * footprint_m2 as measured, st_asewkb(geom) as geom
       from building where source = 'repair' order by id`,
    );
    expect(rows).toMatchObject([
      { source_id: 'bow', valid: true, inside: true, measured: true },
      { source_id: 'unclosed', valid: true, inside: true, measured: true },
      { source_id: 'whole', valid: true, inside: true, measured: true },
    ]);
    expect(decodeEwkb(rows[0].geom)).toEqual({
      type: 'MultiPolygon',
      // prettier-ignore
      coordinates: [
        [[[9, 47], [9.001, 47.001], [9, 47.002], [9, 47]]],
        [[[9.001, 47.001], [9.002, 47], [9.002, 47.002], [9.001, 47.001]]],
      ],
    });
  });

  test('a street of two lines becomes two rows and counts as one', async () => {
    const db = await open();
    const path = geojson('streets.geojson', [
      feature(
        's',
        { type: 'MultiLineString', coordinates: [[[9, 47], [9.01, 47]], [[9.02, 47], [9.03, 47]]] }, // prettier-ignore
        { highway: 'residential' },
      ),
    ]);
    const { files } = await load(db, 'street', path);
    expect(files[0].layers.street).toMatchObject({ read: 1, inserted: 1 });
    expect(files[0].notes.map(({ code }) => code)).toContain('split-into-parts');
    expect(await rowsOf(db, `select source_id from street where source = 'streets' order by id`)).toEqual([
      { source_id: 's' },
      { source_id: 's#2' },
    ]);
  });

  test('every row finds the smallest area around it, also when areas come later', async () => {
    const db = await open();
    await load(db, 'hydrant', geojson('placed.geojson', [
      feature('in village', point(20.15, 50.15)),
      feature('in town', point(20.5, 50.5)),
      feature('outside', point(22, 52)),
    ])); // prettier-ignore
    await load(db, 'street', geojson('placed_streets.geojson', [
      feature('through', { type: 'LineString', coordinates: [[20.05, 50.15], [20.25, 50.15]] }, { highway: 'residential' }),
    ])); // prettier-ignore
    const areas = geojson('areas.geojson', [
      feature('village', square(20.1, 50.1, 0.1), { name: 'village', kind: 'village' }),
      feature('town', square(20, 50, 1), { name: 'town', kind: 'town' }),
    ]);
    await load(db, 'area', areas);
    const placed = `select source_id, (select name from area where area.id = area_id) as area from hydrant
      where source = 'placed' union all
      select source_id, (select name from area where area.id = area_id) from street where source = 'placed_streets'
      order by source_id`;
    expect(await rowsOf(db, placed)).toEqual([
      { source_id: 'in town', area: 'town' },
      { source_id: 'in village', area: 'village' },
      { source_id: 'outside', area: null },
      { source_id: 'through', area: 'village' },
    ]);
    expect(
      await rowsOf(
        db,
        `select c.name as child, p.name as parent from area c left join area p on p.id = c.parent_id
         where c.source = 'areas' order by 1`,
      ),
    ).toEqual([
      { child: 'town', parent: null },
      { child: 'village', parent: 'town' },
    ]);
    const before = await tableDump(db);
    await load(db, 'area', areas);
    expect(await tableDump(db)).toEqual(before);
    await load(db, 'hydrant', geojson('placed.geojson', [
      feature('in village', point(20.5, 50.5)),
      feature('in town', point(20.5, 50.5)),
      feature('outside', point(22, 52)),
      feature('new', point(20.12, 50.12)),
    ])); // prettier-ignore
    expect(await rowsOf(db, placed)).toMatchObject([
      { source_id: 'in town', area: 'town' },
      { source_id: 'in village', area: 'town' },
      { source_id: 'new', area: 'village' },
      { source_id: 'outside', area: null },
      { source_id: 'through', area: 'village' },
    ]);
  });

  test('rows follow an area that moves', async () => {
    const db = await open();
    const village = (lon: number) =>
      geojson('moving.geojson', [feature('v', square(lon, 60, 0.1), { name: 'moving', kind: 'village' })]);
    await load(db, 'area', village(30));
    const path = geojson('staying.geojson', [feature('h', point(30.05, 60.05))]);
    await load(db, 'hydrant', path);
    const placed = `select count(area_id) as n from hydrant where source = 'staying'`;
    expect(await rowsOf(db, placed)).toEqual([{ n: 1 }]);
    const { files } = await load(db, 'area', village(31));
    expect(files[0].layers.area).toMatchObject({ updated: 1, inserted: 0 });
    expect(await rowsOf(db, placed)).toEqual([{ n: 0 }]);
    const again = await load(db, 'hydrant', path);
    expect(again.files[0].layers.hydrant).toMatchObject({ unchanged: 1 });
  });

  test('text the database cannot hold is cleaned, a value out of range is unknown', async () => {
    const db = await open();
    const path = geojson('values.geojson', [
      feature('nul\0id', point(9, 47), { name: 'a\0b', owner: 'half \ud800', flow_lps: -3 }),
    ]);
    const { files } = await load(db, 'hydrant', path);
    expect(files[0].layers.hydrant).toMatchObject({ inserted: 1, repaired: 1 });
    expect(
      await rowsOf(db, `select source_id, name, owner, flow_lps from hydrant where source = 'values'`),
    ).toEqual([{ source_id: 'nulid', name: 'ab', owner: 'half \ufffd', flow_lps: null }]);
  });

  test('rows at the ends of the earth load', async () => {
    const db = await open();
    const corners = [
      [180, 90],
      [-180, -90],
      [180, -85.06],
      [0, 0],
    ];
    const path = geojson(
      'corners.geojson',
      corners.map(([lon, lat], i) => feature(String(i), point(lon, lat))),
    );
    const { files } = await load(db, 'hydrant', path);
    expect(files[0].layers.hydrant).toMatchObject({ read: 4, inserted: 4 });
    const caps = geojson('caps.geojson', [
      feature('north', square(-180, 89.9, 0.1)),
      feature('east', square(179.9, 0, 0.1)),
    ]);
    expect((await load(db, 'building', caps)).files[0].layers.building).toMatchObject({
      read: 2,
      inserted: 2,
    });
  });

  test('an aborted import changes nothing', async () => {
    const db = await open();
    const before = await tableDump(db);
    const path = geojson('aborted.geojson', [feature('a', point(9, 47))]);
    await expect(
      load(db, 'hydrant', path, { signal: AbortSignal.abort(new Error('stopped by hand')) }),
    ).rejects.toThrow('stopped by hand');
    expect(await tableDump(db)).toEqual(before);
  });
});

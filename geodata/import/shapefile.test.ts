import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readItems, refusalOf, scratchFolder } from '../../tests/support/read_items.ts';
import { UTM_17N_PRJ, dbfBytes, shpBytes, zipBytes } from '../../tests/support/shapefile_writer.ts';
import type { Shape } from '../../tests/support/shapefile_writer.ts';
import { readerFor } from './detect.ts';
import { readShapefileZip } from './shapefile.ts';

const file = scratchFolder();
const WGS84_PRJ =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
const street = (...points: [number, number][]): Shape => ({ kind: 'line', parts: [points] });
const POINT_A: Shape = { kind: 'point', at: [118.1, 24.5] };
const POINT_B: Shape = { kind: 'point', at: [118.2, 24.5] };
const NAME = [{ name: 'NAME', length: 20 }];

describe('rows', () => {
  it('brings null shapes through as rejected rows with number and name', async () => {
    const path = file(
      'roads_null.zip',
      zipBytes({
        'roads.shp': shpBytes('line', [
          street([118, 24], [118.1, 24]),
          { kind: 'null' },
          { kind: 'line', parts: [] },
          street([118, 24], [118, 24.1]),
        ]),
        'roads.dbf': dbfBytes(NAME, [['First'], ['Second'], ['Third'], ['Fourth']]),
        'roads.prj': WGS84_PRJ,
      }),
    );
    const { rows, notes } = await readItems<'street'>(readerFor(path), path);
    expect(rows.map((row) => [row.row, row.attributes.name])).toEqual([
      ['1', 'First'],
      ['4', 'Fourth'],
    ]);
    const rejected = notes.filter(({ effect }) => effect === 'rejected');
    expect(rejected.map(({ row, code }) => [row, code])).toEqual([
      ['2', 'null-geometry'],
      ['3', 'null-geometry'],
    ]);
    expect(rejected[0]!.message).toContain('Second');
    expect(rejected[1]!.message).toMatch(/polyline with no points.*Third/);
  });

  it('reads shapes with heights, several parts and holes', async () => {
    const square = (x: number, y: number, size: number): [number, number][] => [
      [x, y],
      [x, y + size],
      [x + size, y + size],
      [x + size, y],
      [x, y],
    ];
    const outer = square(118, 24, 1);
    const hole = square(118.2, 24.2, 0.2).reverse();
    const far = square(120, 24, 1);
    const path = file(
      'buildings.zip',
      zipBytes({
        'sub/buildings.shp': shpBytes('polygon', [{ kind: 'polygon', parts: [outer, far, hole] }], true),
        'sub/buildings.prj': WGS84_PRJ,
        '__MACOSX/sub/._buildings.shp': 'junk',
      }),
    );
    const { rows, notes } = await readItems<'building'>(readerFor(path), path);
    expect(rows[0]!.geometry).toEqual({
      type: 'MultiPolygon',
      coordinates: [[[...outer].reverse(), [...hole].reverse()], [[...far].reverse()]],
    });
    expect(notes.map(({ code }) => code)).toEqual(['no-attributes']);
  });

  it('leaves rows marked as deleted out and tells it', async () => {
    const path = file(
      'hydrants_deleted.zip',
      zipBytes({
        'hydrants.shp': shpBytes('point', [POINT_A, POINT_B]),
        'hydrants.dbf': dbfBytes(NAME, [null, ['B']]),
      }),
    );
    const { rows, notes } = await readItems<'hydrant'>(readShapefileZip, path);
    expect(rows.map((row) => row.attributes.name)).toEqual(['B']);
    expect(notes.map(({ row, code, effect }) => [row, code, effect])).toEqual([
      ['1', 'deleted-row', 'noted'],
    ]);
  });

  it('reads a table shorter than the shapes', async () => {
    const path = file(
      'hydrants_short.zip',
      zipBytes({
        'hydrants.shp': shpBytes('point', [POINT_A, POINT_B]),
        'hydrants.dbf': dbfBytes(NAME, [['A']]),
      }),
    );
    const { rows, notes } = await readItems<'hydrant'>(readShapefileZip, path);
    expect(rows.map((row) => row.attributes.name)).toEqual(['A', null]);
    expect(notes.map(({ row, code }) => [row, code])).toEqual([['2', 'no-attributes']]);
  });

  it('reads a loose .shp beside its parts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'firecover-loose-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(
      join(folder, '消防栓.shp'),
      shpBytes('point', [{ kind: 'point', at: [725217.6873, 2935995.1515] }]),
    );
    writeFileSync(join(folder, '消防栓.DBF'), dbfBytes(NAME, [['A']]));
    writeFileSync(join(folder, '消防栓.prj'), UTM_17N_PRJ);
    mkdirSync(join(folder, 'other'));
    const path = join(folder, '消防栓.shp');
    const { rows } = await readItems<'hydrant'>(readerFor(path), path);
    expect(rows[0]!.attributes.name).toBe('A');
    const [lon, lat] = (rows[0]!.geometry as { coordinates: number[] }).coordinates;
    expect([lon, lat]).toEqual([
      expect.closeTo(-78.73975074734409, 9),
      expect.closeTo(26.526662253858376, 9),
    ]);
  });
});

describe('encodings', () => {
  const fields = [
    { name: '名称', length: 20 },
    { name: '路名', length: 20 },
  ];
  const row = [['一号消火栓', '中山路']];
  const shp = shpBytes('point', [POINT_A]);
  const read = async (name: string, parts: Record<string, Uint8Array | string>, encoding = 'auto') => {
    const path = file(name, zipBytes({ 'hydrants.shp': shp, ...parts }));
    const { rows, notes } = await readItems<'hydrant'>(readShapefileZip, path, { encoding });
    const { name: hydrant, street_name } = rows[0]!.attributes;
    return [hydrant, street_name, ...notes.map(({ code }) => code)];
  };

  it('follows .cpg, --encoding, and else what the bytes say', async () => {
    const utf8 = dbfBytes(fields, row);
    const gbk = dbfBytes(fields, row, 'gbk');
    const traditional = [{ name: '名稱', length: 20 }, fields[1]!];
    const big5 = dbfBytes(traditional, [['一號消火栓', '中山路']], 'big5');
    expect(await read('e1.zip', { 'hydrants.dbf': utf8, 'hydrants.cpg': 'UTF-8' })).toEqual(row[0]);
    expect(await read('e2.zip', { 'hydrants.dbf': utf8 })).toEqual(row[0]);
    expect(await read('e3.zip', { 'hydrants.dbf': gbk, 'hydrants.cpg': '936' })).toEqual(row[0]);
    expect(await read('e4.zip', { 'hydrants.dbf': gbk })).toEqual([...row[0]!, 'encoding-inferred']);
    expect(await read('e5.zip', { 'hydrants.dbf': big5 }, 'big5')).toEqual(['一號消火栓', '中山路']);
  });

  it('does not take binary header bytes for text of another encoding', async () => {
    const wide = dbfBytes([{ name: 'NAME', length: 254 }], [['Łódź']]);
    const path = file('e6.zip', zipBytes({ 'hydrants.shp': shp, 'hydrants.dbf': wide }));
    const { rows, notes } = await readItems<'hydrant'>(readShapefileZip, path);
    expect([rows[0]!.attributes.name, notes]).toEqual(['Łódź', []]);
  });

  it('refuses an encoding nobody knows', async () => {
    const path = file('e7.zip', zipBytes({ 'hydrants.shp': shp, 'hydrants.dbf': dbfBytes(NAME, [['A']]) }));
    expect((await refusalOf(readShapefileZip, path, { encoding: 'klingon' })).code).toBe('unknown-encoding');
  });
});

describe('archives of several shapefiles', () => {
  const archive = zipBytes({
    'hydrants.shp': shpBytes('point', [POINT_A]),
    'roads.shp': shpBytes('line', [street([118, 24], [118.1, 24])]),
    'mystery.shp': shpBytes('point', [POINT_B]),
  });

  it('gives each its own layer and tells what was left out', async () => {
    const path = file('town.zip', archive);
    const { rows, notes } = await readItems(readShapefileZip, path);
    expect(rows.map(({ layer, row }) => [layer, row])).toEqual([
      ['hydrant', 'hydrants.shp:1'],
      ['street', 'roads.shp:1'],
    ]);
    expect(notes.find(({ code }) => code === 'table-left-out')?.row).toBe('mystery.shp');
  });

  it('takes only what can stand in the layer asked', async () => {
    const path = file('town2.zip', archive);
    const { rows } = await readItems(readShapefileZip, path, { layer: 'street' });
    expect(rows.map(({ row }) => row)).toEqual(['roads.shp:1']);
    expect((await refusalOf(readShapefileZip, path, { layer: 'area' })).code).toBe('no-row-of-layer');
  });
});

describe('files that are refused', () => {
  const shapes = [street([118, 24], [118.1, 24]), street([118, 24], [118.2, 24])];

  it('refuses a .shp cut anywhere, with the record', async () => {
    const whole = shpBytes('line', shapes);
    const codes = new Set<string>();
    for (let cut = 1; cut < whole.length; cut++) {
      const path = file('roads_cut.zip', zipBytes({ 'roads.shp': whole.subarray(0, cut) }));
      const error = await refusalOf(readShapefileZip, path);
      codes.add(error.code);
      if (cut > 100) expect(error.row).toBe(cut < 100 + (whole.length - 100) / 2 ? '1' : '2');
    }
    expect([...codes]).toEqual(['truncated']);
  });

  it('refuses a cut .dbf with the row', async () => {
    const dbf = dbfBytes(NAME, [['A'], ['B']]);
    const path = file(
      'roads_dbf.zip',
      zipBytes({ 'roads.shp': shpBytes('line', shapes), 'roads.dbf': dbf.subarray(0, dbf.length - 15) }),
    );
    const error = await refusalOf(readShapefileZip, path);
    expect([error.code, error.row]).toEqual(['truncated', '2']);
  });

  it('refuses a cut, an empty and an encrypted archive and one without shapes', async () => {
    const whole = zipBytes({ 'roads.shp': shpBytes('line', shapes) });
    for (const cut of [2, 30, Math.floor(whole.length / 2), whole.length - 5]) {
      const path = file('roads_zip.zip', whole.subarray(0, cut));
      expect([cut, (await refusalOf(readerFor(path), path)).code]).toEqual([cut, 'truncated']);
    }
    const locked = file('roads_locked.zip', zipBytes({ 'roads.shp': shpBytes('line', shapes) }, true));
    expect((await refusalOf(readShapefileZip, locked)).code).toBe('encrypted');
    const other = file('roads_other.zip', zipBytes({ 'readme.txt': 'x' }));
    expect((await refusalOf(readShapefileZip, other)).code).toBe('zip-without-shapefile');
  });

  it('refuses bytes changed inside the archive, also where they still unpack', async () => {
    const whole = zipBytes({ 'roads.shp': shpBytes('line', shapes) });
    whole.fill(0xff, 45, 60);
    expect((await refusalOf(readShapefileZip, file('roads_hit.zip', whole))).code).toBe('damaged');
    const other = zipBytes({ 'roads.shp': shpBytes('line', shapes) });
    for (const crc_at of [14, other.indexOf('PK\x01\x02') + 16]) other.writeUInt32LE(12345, crc_at);
    expect((await refusalOf(readShapefileZip, file('roads_crc.zip', other))).code).toBe('damaged');
  });

  it('refuses an archive that would fill the memory', async () => {
    const path = file('roads_bomb.zip', zipBytes({ 'roads.shp': Buffer.alloc(80 * 1024 * 1024) }));
    expect((await refusalOf(readShapefileZip, path)).code).toBe('zip-too-large');
  });

  it('refuses metres without a .prj and a layer that does not fit', async () => {
    const metres = zipBytes({
      'roads.shp': shpBytes('line', [street([434512.3, 2712345], [434600, 2712345])]),
    });
    expect((await refusalOf(readShapefileZip, file('roads_m.zip', metres))).code).toBe('crs-unknown');
    const path = file('roads_l.zip', zipBytes({ 'roads.shp': shpBytes('line', shapes) }));
    expect((await refusalOf(readShapefileZip, path, { layer: 'hydrant' })).code).toBe('no-row-of-layer');
  });

  it('refuses records that state more than they hold', async () => {
    const shp = shpBytes('line', shapes);
    shp.writeInt32LE(1_000_000, 108 + 40);
    const error = await refusalOf(readShapefileZip, file('roads_lie.zip', zipBytes({ 'roads.shp': shp })));
    expect([error.code, error.row]).toEqual(['damaged', '1']);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { FeatureCollection } from 'geojson';
import { beforeAll, expect, inject, test } from 'vitest';
import { describeOnBothDrivers } from '../../../../../tests/support/test_database.ts';
import { BadInput } from '../../../contract/errors.ts';
import type { ImportRow, Reader } from '../../../contract/import.ts';
import { LAYERS, type LayerId } from '../../../contract/layer_rows.ts';
import { LOCAL_ADMINISTRATOR, type Database } from '../../db/database.ts';
import { importFiles } from '../import/import_files.ts';
import { exportLayer, type ExportFormat } from './export_layer.ts';

/** Holes and outlines wound the wrong way round, digits to the last, and text that CSV has to quote. */
const HOUSE: [number, number][] = [
  [8, 50],
  [8, 50.001],
  [8.001, 50.001],
  [8.001, 50],
  [8, 50],
];
const YARD: [number, number][] = [
  [8.0002, 50.0002],
  [8.0008, 50.0002],
  [8.0008, 50.0008],
  [8.0002, 50.0002],
];
const ROWS = [
  {
    layer: 'street',
    source_id: 'way/1',
    geometry: {
      type: 'LineString',
      coordinates: [
        [8.12345678901234, 50.1],
        [8.2, 50.000000000000014],
      ],
    },
    attributes: {
      name: 'A "B", C',
      street_class: 'service',
      width_m: 3.5,
      width_source: 'measured',
      vertex_keys: [1099511627776, -7],
    },
  },
  {
    layer: 'hydrant',
    source_id: '0012',
    geometry: { type: 'Point', coordinates: [8.12345678901234, 50] },
    attributes: { name: '=1+1', status: 'working', tested_on: '2026-02-03' },
  },
  {
    layer: 'station',
    source_id: 'S',
    geometry: { type: 'Point', coordinates: [8, 50] },
    attributes: { name: '一站', kind: 'micro', vehicles: ['trike', 'mini'] },
  },
  {
    layer: 'building',
    source_id: 'B',
    geometry: { type: 'Polygon', coordinates: [HOUSE, YARD] },
    attributes: { floors: 6 },
  },
  {
    layer: 'area',
    source_id: 'V',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [7, 49],
          [9, 49],
          [9, 51],
          [7, 49],
        ],
      ],
    },
    attributes: { name: '东村', kind: 'village', has_mains: false },
  },
  {
    layer: 'water_main',
    source_id: 'M',
    geometry: {
      type: 'MultiLineString',
      coordinates: [
        [
          [8, 50],
          [8.1, 50],
        ],
      ],
    },
    attributes: { name: '东干管', diameter_mm: 200, dead_end: false },
  },
] as unknown as ImportRow[];

const reader: Reader = async function* () {
  for (const row of ROWS) yield { ...row, kind: 'row', row: row.source_id! };
};

const outFile = (name: string) => join(inject('runFolder'), `export_${process.pid}`, name);

describeOnBothDrivers('exportLayer', (open, kind) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
    const request = { layer: null, crs: 'auto', encoding: 'auto', map: {}, max_rejected: 0, dry_run: false };
    const path = import.meta.filename;
    await importFiles(db, LOCAL_ADMINISTRATOR, { ...request, paths: [path], source: 'survey' }, () => reader);
  });

  const exported = async (layer: LayerId, format: ExportFormat) => {
    const out = outFile(`${kind}_${layer}.${format}`);
    const rows = await exportLayer(db, LOCAL_ADMINISTRATOR, layer, format, out);
    return { rows, text: readFileSync(out, 'utf8') };
  };

  test('every layer can be written in both formats, empty ones too', async () => {
    for (const layer of LAYERS)
      for (const format of ['geojson', 'csv'] as const) {
        const { rows, text } = await exported(layer, format);
        expect(rows).toBe(ROWS.filter((row) => row.layer === layer).length);
        if (format === 'geojson') expect((JSON.parse(text) as FeatureCollection).features).toHaveLength(rows);
        else expect(parse(text, { columns: true })).toHaveLength(rows);
      }
  });

  test('GeoJSON carries identity, all digits and every attribute, null where unknown', async () => {
    const { text } = await exported('street', 'geojson');
    const [feature] = (JSON.parse(text) as FeatureCollection).features;
    expect(feature).toMatchObject({
      type: 'Feature',
      id: 'way/1',
      geometry: ROWS[0].geometry,
      properties: {
        ...ROWS[0].attributes,
        source: 'survey',
        source_id: 'way/1',
        surface: null,
        max_width_m: null,
      },
    });
    expect(Object.keys(feature.properties!).slice(0, 6)).toEqual([
      'id',
      'source',
      'source_id',
      'area_id',
      'name',
      'street_class',
    ]);
  });

  test('outlines are wound by the right-hand rule', async () => {
    const { text } = await exported('building', 'geojson');
    const [feature] = (JSON.parse(text) as FeatureCollection).features;
    expect(feature.geometry).toEqual({
      type: 'MultiPolygon',
      coordinates: [[HOUSE.toReversed(), YARD.toReversed()]],
    });
  });

  test('CSV of points has lon and lat; ids come back as read; texts are quoted, not altered', async () => {
    const { text } = await exported('hydrant', 'csv');
    const [header, line] = text.split('\n');
    expect(header).toBe(
      'id,source,source_id,area_id,name,kind,diameter_mm,flow_lps,pressure_mpa,status,tested_on,owner,street_name,dead_end,ground_m,lon,lat',
    );
    const [{ id: area_id }] = parse((await exported('area', 'csv')).text, { columns: true }) as {
      id: string;
    }[];
    expect(line).toMatch(
      new RegExp(`^\\d+,survey,0012,${area_id},=1\\+1,,,,,working,2026-02-03,,,,,8.12345678901234,50$`),
    );
    expect(text.endsWith('\n')).toBe(true);
  });

  test('mains go out as lines with what is known of them', async () => {
    const [row] = parse((await exported('water_main', 'csv')).text, { columns: true }) as Record<
      string,
      string
    >[];
    expect(row).toMatchObject({
      ...{ name: '东干管', diameter_mm: '200', pressure_mpa: '', dead_end: 'false', owner: '' },
      wkt: 'LINESTRING (8 50,8.1 50)',
    });
    const { features } = JSON.parse((await exported('water_main', 'geojson')).text) as FeatureCollection;
    expect(features[0]).toMatchObject({
      geometry: { type: 'LineString' },
      properties: { dead_end: false, pressure_mpa: null },
    });
  });

  test('CSV of lines has well-known text, lists are joined by blanks', async () => {
    const [row] = parse((await exported('street', 'csv')).text, { columns: true }) as Record<
      string,
      string
    >[];
    expect(row).toMatchObject({
      name: 'A "B", C',
      width_m: '3.5',
      bridge: 'false',
      vertex_keys: '1099511627776 -7',
      wkt: 'LINESTRING (8.12345678901234 50.1,8.2 50.000000000000014)',
    });
  });

  test('rows of a second source keep apart', async () => {
    const second: Reader = async function* () {
      yield { ...ROWS[1], kind: 'row', row: '1' };
    };
    const request = { layer: null, crs: 'auto', encoding: 'auto', map: {}, max_rejected: 0, dry_run: false };
    const path = join(import.meta.dirname, 'export_layer.ts');
    await importFiles(db, LOCAL_ADMINISTRATOR, { ...request, paths: [path], source: 'town' }, () => second);
    const { features } = JSON.parse((await exported('hydrant', 'geojson')).text) as FeatureCollection;
    expect(features.map((feature) => feature.id)).toEqual(['survey:0012', 'town:0012']);
  });

  test('an actor with an area sees its rows only', async () => {
    const [{ id }] = await db.as(LOCAL_ADMINISTRATOR).query<{ id: number }>('select id from area');
    const rows = (areas: number[]) =>
      exportLayer(
        db,
        { account_id: null, name: 'village head', areas },
        'station',
        'csv',
        outFile(`${kind}_own.csv`),
      );
    expect(await rows([id])).toBe(1);
    expect(await rows([])).toBe(0);
  });

  test('other formats are refused, and nothing is written', async () => {
    const out = outFile(`${kind}.xlsx`);
    const refused = exportLayer(db, LOCAL_ADMINISTRATOR, 'street', 'xlsx' as ExportFormat, out);
    await expect(refused).rejects.toThrow(BadInput);
    await expect(refused).rejects.toThrow(/xlsx comes in a later version; expected geojson or csv/);
    await expect(
      exportLayer(db, LOCAL_ADMINISTRATOR, 'street', 'toString' as ExportFormat, out),
    ).rejects.toThrow(BadInput);
    expect(existsSync(out)).toBe(false);
  });

  test('an export that fails leaves the old file as it was', async () => {
    const out = outFile(`${kind}_kept.csv`);
    await exportLayer(db, LOCAL_ADMINISTRATOR, 'hydrant', 'csv', out);
    const before = readFileSync(out, 'utf8');
    await db.owner.query('alter table hydrant rename column owner to keeper');
    try {
      await expect(exportLayer(db, LOCAL_ADMINISTRATOR, 'hydrant', 'csv', out)).rejects.toThrow(/owner/);
    } finally {
      await db.owner.query('alter table hydrant rename column keeper to owner');
    }
    expect(readFileSync(out, 'utf8')).toBe(before);
    expect(readdirSync(join(out, '..')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

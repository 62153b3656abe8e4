import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readItems, refusalOf, scratchFolder } from '../../tests/support/read_items.ts';
import { describeWithData } from '../../tests/support/test_data.ts';
import { readerFor } from './detect.ts';
import { readGeoJson } from './geojson.ts';

const file = scratchFolder();
const point = (lon: unknown, lat: unknown, properties: object | null = {}) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Point', coordinates: [lon, lat] },
});
const collection = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });

describe('whole files', () => {
  it('reads a collection, a feature and a bare geometry', async () => {
    const forms = {
      'hydrants_a.geojson': collection(point(118, 24), point(118.1, 24)),
      'hydrants_b.json': `\ufeff  ${JSON.stringify(point(118, 24))}`,
      'hydrants_c.geojson': JSON.stringify({ type: 'Point', coordinates: [118, 24, 7.5] }),
    };
    const counts = [];
    for (const [name, text] of Object.entries(forms)) {
      const path = file(name, text);
      const { rows, notes } = await readItems<'hydrant'>(readerFor(path), path);
      counts.push([rows.length, notes.length]);
      expect(rows[0]!.geometry).toEqual({ type: 'Point', coordinates: [118, 24] });
    }
    expect(counts).toEqual([
      [2, 0],
      [1, 0],
      [1, 0],
    ]);
  });

  it('reads sequences: one feature a line, and RFC 8142 with record separators', async () => {
    const features = [point(118, 24), point(118.1, 24), point(118.2, 24)];
    const lines = features.map((feature) => JSON.stringify(feature)).join('\n');
    const separated = features.map((feature) => `\x1e${JSON.stringify(feature, null, 1)}\n`).join('');
    for (const [name, text] of [
      ['hydrants.ndjson', lines],
      ['hydrants.geojsons', separated],
    ] as const) {
      const path = file(name, text);
      const { rows } = await readItems<'hydrant'>(readerFor(path), path);
      expect(rows.map((row) => row.row)).toEqual(['1', '2', '3']);
    }
  });

  it('keeps feature ids and mapped identifiers, and hashes nothing itself', async () => {
    const path = file(
      'hydrants_ids.geojson',
      collection({ ...point(118, 24, { no: 'x7' }), id: 12 }, point(118.1, 24, { no: 'x8' })),
    );
    const plain = await readItems<'hydrant'>(readGeoJson, path);
    expect(plain.rows.map((row) => row.source_id)).toEqual(['12', null]);
    const mapped = await readItems<'hydrant'>(readGeoJson, path, { map: { no: 'id' } });
    expect(mapped.rows.map((row) => row.source_id)).toEqual(['x7', 'x8']);
  });

  it('honours the crs member of the 2008 edition', async () => {
    const text = JSON.stringify({
      type: 'FeatureCollection',
      crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::32617' } },
      features: [point(725217.6873, 2935995.1515)],
    });
    const { rows } = await readItems<'hydrant'>(readGeoJson, file('hydrants_utm.geojson', text));
    const [lon, lat] = (rows[0]!.geometry as { coordinates: number[] }).coordinates;
    expect(lon).toBeCloseTo(-78.73975074734409, 9);
    expect(lat).toBeCloseTo(26.526662253858376, 9);
  });

  it('refuses a crs member that comes after the features it would have moved', async () => {
    const text = JSON.stringify({
      type: 'FeatureCollection',
      features: [point(8, 40)],
      crs: { type: 'name', properties: { name: 'EPSG:32617' } },
    });
    expect((await refusalOf(readGeoJson, file('hydrants_late.geojson', text))).code).toBe('crs-late');
  });
});

describe('fields that come late', () => {
  const many = (last: object) =>
    collection(...Array.from({ length: 1200 }, () => point(118, 24, { ref: 'a' })), point(118, 24, last));

  it('reads attributes that only later features carry, mapped ones included', async () => {
    const path = file('hydrants_late_fields.geojson', many({ ref: 'a', diameter: 'DN100', nr: 'x9' }));
    const { rows } = await readItems<'hydrant'>(readGeoJson, path, { map: { nr: 'id' } });
    expect(rows[0]!.attributes.diameter_mm).toBeNull();
    expect(rows.at(-1)).toMatchObject({ source_id: 'x9', attributes: { diameter_mm: 100 } });
  });

  it('refuses --map of a field that no feature carries', async () => {
    const path = file('hydrants_no_field.geojson', many({ ref: 'a' }));
    expect((await refusalOf(readGeoJson, path, { map: { nr: 'id' } })).code).toBe('map-unknown-field');
  });
});

describe('single bad rows', () => {
  it('rejects null geometry, a latitude of 200 and a wrong kind with row, code and reason', async () => {
    const path = file(
      'hydrants_mixed.geojson',
      collection(
        point(118, 24),
        { type: 'Feature', properties: { name: 'H2' }, geometry: null },
        point(118, 200, { name: 'H3' }),
        {
          type: 'Feature',
          properties: {},
          geometry: {
            type: 'LineString',
            coordinates: [
              [118, 24],
              [118, 25],
            ],
          },
        },
        point(118.1, 24),
      ),
    );
    const { rows, notes } = await readItems<'hydrant'>(readGeoJson, path);
    expect(rows.map((row) => row.row)).toEqual(['1', '5']);
    expect(notes.map(({ row, code, effect }) => [row, code, effect])).toEqual([
      ['2', 'null-geometry', 'rejected'],
      ['3', 'latitude-out-of-range', 'rejected'],
      ['4', 'wrong-geometry-kind', 'rejected'],
    ]);
    expect(notes[0]!.message).toContain('H2');
    expect(notes[1]!.message).toContain('200');
  });
});

describe('files that are refused', () => {
  const refused = async (name: string, text: string, options = {}) => {
    const path = file(name, text);
    return refusalOf(readGeoJson, path, options);
  };

  it('refuses string coordinates with the feature', async () => {
    const error = await refused('hydrants_string.geojson', collection(point(118, 24), point(118, '24.5')));
    expect([error.code, error.row]).toEqual(['coordinates-not-numbers', '2']);
    expect(error.message).toContain('"24.5"');
  });

  it('refuses a file cut in the middle, wherever it is cut', async () => {
    const whole = collection(point(118.25, 24.5, { name: 'a"b\\' }), point(118.5, 24.25));
    for (let cut = 1; cut < whole.length; cut += 1) {
      const error = await refused('hydrants_cut.geojson', whole.slice(0, cut));
      expect([cut, error.code]).toEqual([cut, 'truncated']);
    }
  });

  it('refuses metres without a coordinate system', async () => {
    const error = await refused('hydrants_metres.geojson', collection(point(434512.3, 2712345.6)));
    expect(error.code).toBe('crs-unknown');
    expect(error.message).toContain('434,512.3');
  });

  it('refuses swapped axes', async () => {
    const error = await refused(
      'hydrants_swapped.geojson',
      collection(point(24.5, 118.1), point(24.6, 118.2), point(24.6, 118.3)),
    );
    expect(error.code).toBe('axes-swapped');
  });

  it('refuses a file of another layer, an empty collection and an unknown name', async () => {
    const points = collection(point(118, 24));
    expect((await refused('x.geojson', points, { layer: 'street' })).code).toBe('no-row-of-layer');
    const mixed = collection(point(118, 24), { type: 'Feature', properties: {}, geometry: null });
    expect((await refused('y.geojson', mixed, { layer: 'street' })).code).toBe('no-row-of-layer');
    expect((await refused('hydrants_none.geojson', collection())).code).toBe('no-rows');
    expect((await refused('data.geojson', points)).code).toBe('layer-unknown');
  });

  it('refuses a syntax error near the feature that has it', async () => {
    const good = collection(...Array.from({ length: 500 }, (_, i) => point(118 + i / 1000, 24)));
    const error = await refused('hydrants_syntax.geojson', good.replace('118.4,24', '118.4;24'));
    expect(error.code).toBe('syntax');
    expect(Math.abs(Number(error.row) - 401)).toBeLessThan(60);
  });

  it('refuses a second member of the same name, also a second features array', async () => {
    const twice = '{"type":"FeatureCollection","features":[],"features":[]}';
    expect((await refused('hydrants_twice.geojson', twice)).code).toBe('duplicate-member');
    const nested = collection(point(118, 24)).replace('"properties":{}', '"properties":{"a":1,"a":2}');
    expect((await refused('hydrants_nested.geojson', nested)).code).toBe('duplicate-member');
  });

  it('refuses nesting without end and text without value', async () => {
    expect((await refused('hydrants_deep.geojson', '['.repeat(100_000))).code).toBe('nested-too-deeply');
    expect((await refused('hydrants_blank.geojson', '  \n ')).code).toBe('empty-file');
  });
});

describe('style', () => {
  it('remarks clockwise rings once with their number and closes open rings', async () => {
    const ring = [
      [118, 24],
      [118, 24.1],
      [118.1, 24.1],
      [118.1, 24],
    ];
    const polygon = (coordinates: number[][]) => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'Polygon', coordinates: [coordinates] },
    });
    const closed = [...ring, ring[0]!];
    const path = file(
      'buildings.geojson',
      collection(polygon(closed), polygon(closed), polygon([...closed].reverse()), polygon(ring)),
    );
    const { rows, notes } = await readItems<'building'>(readGeoJson, path);
    expect(rows).toHaveLength(4);
    expect((rows[3]!.geometry as { coordinates: number[][][] }).coordinates[0]).toEqual(closed);
    expect(notes.map(({ row, code, effect }) => [row, code, effect])).toEqual([
      ['4', 'ring-closed', 'repaired'],
      ['1', 'wound-clockwise', 'noted'],
    ]);
    expect(notes[1]!.message).toContain('3 rows');
  });
});

describeWithData('geojsonhint', ['conformance/geojsonhint.tar.gz'], (archive) => {
  const folder = mkdtempSync(join(tmpdir(), 'firecover-geojsonhint-'));
  const is_there = existsSync(archive!);
  if (is_there) execFileSync('tar', ['xzf', archive!, '-C', folder]);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const files = (kind: string) =>
    is_there
      ? readdirSync(join(folder, 'geojsonhint', kind))
          .filter((name) => name.endsWith('.geojson'))
          .map((name) => [name.replace('.geojson', ''), join(folder, 'geojsonhint', kind, name)] as const)
      : [];
  /** Points, lines and polygons can all stand in it. */
  const options = { layer: 'water_source' } as const;
  const STYLE = [
    'bad-polygon-interiorring-rhr',
    'excessive_precision_truncated',
    'feature_changed_semantics',
    'featurecollection_changed_semantics',
    'geometry_changed_semantics',
    'geometrycollection_nested',
    'geometrycollection_single',
    'point-toomany',
    'polygon_winding_order',
  ];
  const REPAIRED = ['different-first-last', 'different-first-size'];

  it('has the 18 good and 44 bad files it is known for', () => {
    expect([files('good').length, files('bad').length]).toEqual([18, 44]);
  });

  it('reads every good file; two of them hold rows that cannot stand', async () => {
    const rejected: string[] = [];
    for (const [name, path] of files('good')) {
      const { rows, notes } = await readItems(readerFor(path), path, options);
      if (rows.length === 0) rejected.push(`${name} ${notes[0]!.code}`);
      else expect(notes.filter(({ effect }) => effect === 'rejected')).toEqual([]);
    }
    expect(rejected).toEqual(['issue82 latitude-out-of-range', 'nullgeometry null-geometry']);
  });

  it.each(files('bad').filter(([name]) => STYLE.includes(name)))('reads %s with a note', async (_, path) => {
    const { rows, notes } = await readItems(readerFor(path), path, options);
    expect(rows.length).toBeGreaterThan(0);
    expect(notes.some(({ effect }) => effect === 'noted')).toBe(true);
    expect(notes.some(({ effect }) => effect === 'rejected')).toBe(false);
  });

  it.each(files('bad').filter(([name]) => REPAIRED.includes(name)))('repairs %s', async (_, path) => {
    const { rows, notes } = await readItems(readerFor(path), path, options);
    expect(rows).toHaveLength(1);
    expect(notes[0]).toMatchObject({ effect: 'repaired', code: 'ring-closed', row: '1' });
  });

  it.each(files('bad').filter(([name]) => !STYLE.includes(name) && !REPAIRED.includes(name)))(
    'refuses %s',
    async (_, path) => {
      const error = await refusalOf(readerFor(path), path, options);
      expect(error.code).toMatch(/^[a-z-]+$/);
      expect(error.message).toMatch(/\.$/);
    },
  );
});

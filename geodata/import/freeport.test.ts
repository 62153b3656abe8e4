import { expect, it } from 'vitest';
import type { Geometry, Position } from 'geojson';
import { readItems } from '../../tests/support/read_items.ts';
import { describeWithData } from '../../tests/support/test_data.ts';
import { readerFor } from './detect.ts';
import { openDbf } from './dbf_table.ts';
import { signedArea } from './geometry_parts.ts';
import { openShp } from './shp_records.ts';
import { openZip } from './zip_folder.ts';

const METRES_PER_DEGREE = 111_320;
const at = (geometry: Geometry) => (geometry as { coordinates: Position }).coordinates as [number, number];

describeWithData(
  'Freeport',
  [
    'freeport/shp/Roads.zip',
    'freeport/shp/Building_Footprint.zip',
    'freeport/shp/Fire_Hydrants.zip',
    'freeport/shp/Fire_Stations.zip',
    'freeport/shp/Subdivision.zip',
    'freeport/geojson/fire_hydrants.geojson',
    'freeport/other/fire_hydrants.csv',
    'freeport/geojson/subdivisions.geojson',
  ],
  (roads, buildings, hydrants, stations, subdivisions, hydrants_json, hydrants_csv, subdivisions_json) => {
    it('has 15,777 roads, of which 150 have no points and are named', async () => {
      const { rows, notes } = await readItems<'street'>(readerFor(roads!), roads!);
      const rejected = notes.filter(({ effect }) => effect === 'rejected');
      expect([rows.length, rejected.length]).toEqual([15_777 - 150, 150]);
      expect(new Set(rejected.map(({ code }) => code))).toEqual(new Set(['null-geometry']));
      expect(rejected[0]).toMatchObject({ row: '100' });
      expect(rejected[0]!.message).toContain('Medford Court');
      expect(rows[0]!.attributes).toMatchObject({
        name: 'Bobbington Drive',
        oneway: 0,
        width_m: null,
        width_source: 'unknown',
      });
    });

    it('makes no direction of the one-way codes 1 and 2 nobody documented, unless they are mapped', async () => {
      const plain = await readItems<'street'>(readerFor(roads!), roads!);
      expect(plain.rows.every(({ attributes }) => attributes.oneway === 0)).toBe(true);
      const told = plain.notes.filter(({ message }) => message.includes('ONEWAY'));
      expect(told.map(({ message }) => /first of (\d+)/.exec(message)?.[1])).toEqual(['2', '14']);
      const mapped = await readItems<'street'>(readerFor(roads!), roads!, { map: { ONEWAY: 'oneway' } });
      expect(mapped.rows.filter(({ attributes }) => attributes.oneway === 1)).toHaveLength(14);
    });

    it('gives the same 176 hydrants as shapefile, GeoJSON and CSV, within a metre', async () => {
      const forms = await Promise.all(
        [hydrants!, hydrants_json!, hydrants_csv!].map((path) => readItems<'hydrant'>(readerFor(path), path)),
      );
      expect(forms.map(({ rows }) => rows.length)).toEqual([176, 176, 176]);
      const [shp, ...others] = forms;
      for (const { rows } of others)
        for (const [i, { geometry, attributes }] of rows.entries()) {
          const [lon, lat] = at(geometry);
          const [shp_lon, shp_lat] = at(shp!.rows[i]!.geometry);
          expect(Math.hypot(lon - shp_lon, lat - shp_lat) * METRES_PER_DEGREE).toBeLessThan(1);
          expect(attributes).toEqual(shp!.rows[i]!.attributes);
        }
      expect(forms[2]!.rows[0]!.row).toBe('2');
    });

    it('has one station, and 116 subdivisions that serve as villages', async () => {
      const station = await readItems<'station'>(readerFor(stations!), stations!);
      expect(station.rows).toHaveLength(1);
      for (const path of [subdivisions!, subdivisions_json!]) {
        const { rows, notes } = await readItems<'area'>(readerFor(path), path, { layer: 'area' });
        expect(rows).toHaveLength(116);
        expect(rows[0]!.attributes).toMatchObject({ kind: 'village', name: 'Yeoman Wood' });
        const clockwise = notes.filter(({ code }) => code === 'wound-clockwise');
        expect(clockwise).toHaveLength(path === subdivisions_json ? 1 : 0);
      }
    });

    it('has 14,768 buildings whose shapes cover the areas their table states', async () => {
      const { rows, notes } = await readItems<'building'>(readerFor(buildings!), buildings!);
      expect(rows).toHaveLength(14_768);
      expect(notes.map(({ row, code, effect }) => [row, code, effect])).toEqual([
        ['4628', 'ring-closed', 'repaired'],
        ['5335', 'ring-closed', 'repaired'],
      ]);

      const zip = await openZip(buildings!, ['.shp', '.dbf']);
      const [dbf_file, shp_file] = ['.dbf', '.shp'].map((extension) =>
        zip.files.find(({ name }) => name.endsWith(extension))!,
      );
      const dbf = await openDbf('x.dbf', dbf_file!.open(), 'utf8');
      const shp = await openShp('x.shp', shp_file!.open());
      let off = 0;
      for await (const { geometry } of shp.records) {
        const stated_m2 = (await dbf.next())!['Shape_Area'] as number;
        if (Math.abs(area(geometry!) - stated_m2) > 0.01) off += 1;
      }
      zip.close();
      expect(off).toBe(0);
    });
  },
);

function area(geometry: Geometry): number {
  const polygons =
    geometry.type === 'Polygon'
      ? [geometry.coordinates]
      : (geometry as { coordinates: Position[][][] }).coordinates;
  return polygons.flat().reduce((sum, ring) => sum + signedArea(ring) / 2, 0);
}

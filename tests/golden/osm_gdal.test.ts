import { spawnSync } from 'node:child_process';
import type { Feature, Geometry, Position } from 'geojson';
import { beforeAll, expect, inject, test } from 'vitest';
import { readOsmPbf } from '../../geodata/import/osm_pbf.ts';
import type { ImportRow } from '../../src/lib/contract/import.ts';
import { isDrivable, type StreetClass } from '../../src/lib/domain/network/street_set.ts';
import { DRIVABLE, gdalConfig, gdalMissing } from '../support/gdal.ts';
import { describeWithData } from '../support/test_data.ts';
import { describeUnless } from '../support/test_database.ts';

const NO_BUILDING = ['no', 'entrance', 'demolished', 'proposed', 'razed'];

interface GdalProperties {
  osm_id?: string;
  osm_way_id?: string;
  highway?: string;
  building?: string;
  emergency?: string;
}

type GdalFeature = Feature<Geometry, GdalProperties>;

function readWithGdal(path: string, layer: string): GdalFeature[] {
  const { stdout, stderr, status } = spawnSync(
    'ogr2ogr',
    [
      '-q',
      '-oo',
      `CONFIG_FILE=${gdalConfig(inject('runFolder'))}`,
      '-f',
      'GeoJSONSeq',
      '-lco',
      'COORDINATE_PRECISION=7',
      '/vsistdout/',
      path,
      layer,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as GdalFeature);
}

/** Unsigned planar area in square degrees; holes count against their outline. */
function area(geometry: Geometry): number {
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') throw new Error(geometry.type);
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons
    .flatMap((rings) => rings.map((ring, i) => (i === 0 ? 1 : -1) * Math.abs(shoelace(ring))))
    .reduce((a, b) => a + b, 0);
}

function shoelace(ring: Position[]): number {
  const [x0, y0] = ring[0];
  return (
    ring
      .slice(1)
      .reduce((sum, [x, y], i) => sum + (ring[i][0] - x0) * (y - y0) - (x - x0) * (ring[i][1] - y0), 0) / 2
  );
}

const byId = <T>(entries: Iterable<readonly [string, T]>) =>
  new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

for (const path of ['liechtenstein-latest', 'andorra-latest', 'monaco-valhalla', 'heidelberg.test'].map(
  (name) => `osm/${name}.osm.pbf`,
))
  describeUnless(gdalMissing, `GDAL reads the same from ${path}`, () =>
    describeWithData('real extract', [path], (file) => {
      const rows: ImportRow[] = [];
      beforeAll(async () => {
        for await (const item of readOsmPbf(file, { layer: null, crs: 'auto', encoding: 'auto', map: {} }))
          if (item.kind === 'row') rows.push(item);
      });

      test('drivable ways: the same ids and the same vertices', () => {
        const isDrivableThere = ({ properties }: GdalFeature) => DRIVABLE.test(properties.highway ?? '');
        const lines = readWithGdal(file, 'lines').filter(isDrivableThere);
        const areas = readWithGdal(file, 'multipolygons').filter(
          (feature) => feature.properties.osm_way_id && isDrivableThere(feature),
        );
        const theirs = byId([
          ...lines.map(
            ({ properties, geometry }) => [`way/${properties.osm_id}`, vertices(geometry)] as const,
          ),
          ...areas.map(
            ({ properties, geometry }) => [`way/${properties.osm_way_id}`, vertices(geometry)] as const,
          ),
        ]);
        const ours = new Map<string, Position[]>();
        for (const { layer, source_id, geometry, attributes } of rows) {
          if (layer !== 'street' || !isDrivable((attributes as { street_class: StreetClass }).street_class))
            continue;
          const way = source_id!.replace(/#.*/, '');
          ours.set(way, [...(ours.get(way) ?? []), ...vertices(geometry)]);
        }
        expect(theirs.size).toBeGreaterThan(500);
        expect([...byId(ours).keys()]).toEqual([...theirs.keys()]);
        const differing = [...theirs].filter(([id, of_theirs]) => !isSameLine(of_theirs, ours.get(id)!));
        expect(differing).toEqual([]);
      });

      test('buildings: the same ids, areas within a millionth', () => {
        const theirs = byId(
          readWithGdal(file, 'multipolygons')
            .filter(({ properties }) => properties.building && !NO_BUILDING.includes(properties.building))
            .map(({ properties, geometry }) => [
              properties.osm_id ? `relation/${properties.osm_id}` : `way/${properties.osm_way_id}`,
              area(geometry),
            ]),
        );
        const ours = byId(
          rows
            .filter((row) => row.layer === 'building')
            .map((row) => [row.source_id!, area(row.geometry)] as const),
        );
        expect([...ours.keys()]).toEqual([...theirs.keys()]);
        const differing = [...theirs].filter(
          ([id, deg2]) => !(Math.abs(ours.get(id)! - deg2) <= 1e-6 * deg2),
        );
        expect(differing).toEqual([]);
      });

      test('hydrants: the same ids and places', () => {
        const theirs = readWithGdal(file, 'points')
          .filter(({ properties }) => properties.emergency === 'fire_hydrant')
          .map(({ properties, geometry }) => [`node/${properties.osm_id}`, geometry] as const);
        const ours = rows
          .filter((row) => row.layer === 'hydrant')
          .map((row) => [row.source_id!, row.geometry] as const);
        expect(byId(ours)).toEqual(byId(theirs));
        expect(theirs.length).toBeGreaterThan(0);
      });
    }),
  );

function vertices(geometry: Geometry): Position[] {
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flat(2);
  if (geometry.type !== 'LineString') throw new Error(geometry.type);
  return geometry.coordinates.filter(
    ([lon, lat], i, all) => i === 0 || all[i - 1][0] !== lon || all[i - 1][1] !== lat,
  );
}

/** Vertex by vertex; an outline may be wound the other way round. */
const isSameLine = (a: Position[], b: Position[]) =>
  [b, b.toReversed()].some((line) => JSON.stringify(line) === JSON.stringify(a));

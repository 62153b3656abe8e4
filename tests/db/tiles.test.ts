import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { beforeAll, describe, expect, it } from 'vitest';
import { TILE_LAYER_NAMES, type TileAddress, type TileLayer } from '../../src/lib/contract/tile_layers.ts';
import { TILE_BUFFER, TILE_EXTENT } from '../../src/lib/contract/mvt.ts';
import { decodeTwkbSequence } from '../../src/lib/contract/twkb.ts';
import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';
import { tileFeatures } from '../../src/lib/server/queries/tile_features.ts';
import { ensureVerdicts } from '../../src/lib/server/services/coverage/ensure_verdicts.ts';
import { loadRuleSets } from '../../src/lib/server/services/rule_set.ts';
import { tile } from '../../src/lib/server/services/tiles.ts';
import { fillSmallTown } from '../support/small_town.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

const HALF_WORLD_M = Math.PI * 6378137;

/** The tile a place lies in. */
function tileAt(lon_deg: number, lat_deg: number, z: number): TileAddress {
  const latitude = (lat_deg * Math.PI) / 180;
  const north = (1 - Math.asinh(Math.tan(latitude)) / Math.PI) / 2;
  return { z, x: Math.floor(((lon_deg + 180) / 360) * 2 ** z), y: Math.floor(north * 2 ** z) };
}

/** From EPSG:3857 metres to tile units, worked out here on its own. */
function inTile({ z, x, y }: TileAddress) {
  const side_m = (2 * HALF_WORLD_M) / 2 ** z;
  const scale = TILE_EXTENT / side_m;
  const west_m = x * side_m - HALF_WORLD_M;
  const north_m = HALF_WORLD_M - y * side_m;
  const margin_m = TILE_BUFFER / scale;
  return {
    box: [west_m - margin_m, north_m - side_m - margin_m, west_m + side_m + margin_m, north_m + margin_m],
    units: ([east, north]: number[]) => [(east! - west_m) * scale, (north_m - north!) * scale] as const,
  };
}

const CENTRE = [118.105, 24.5035] as const;

describeOnBothDrivers('tiles', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
    await loadRuleSets(db);
    await fillSmallTown(db.as(LOCAL_ADMINISTRATOR));
    await ensureVerdicts(db, LOCAL_ADMINISTRATOR);
  });

  const read = async (address: TileAddress, layers: readonly TileLayer[] = TILE_LAYER_NAMES) => {
    const answer = await tile(db, LOCAL_ADMINISTRATOR, layers, address, null);
    if (answer.kind !== 'tile') throw new Error('expected a tile');
    return { ...answer, layers: new VectorTile(new PbfReader(answer.bytes)).layers };
  };
  const features = (layers: VectorTile['layers'], name: TileLayer): VectorTileFeature[] =>
    Array.from({ length: layers[name]?.length ?? 0 }, (_, i) => layers[name]!.feature(i));

  /** What a plain query says lies in the tile: id and vertices in EPSG:3857. */
  const direct = (table: string, address: TileAddress) =>
    db.as(LOCAL_ADMINISTRATOR).query<{ id: number; whole: boolean; points: number[][] }>(
      `select id, st_within(geom_3857, box) as whole,
         (select json_agg(json_build_array(st_x(p.geom), st_y(p.geom)))
            from st_dumppoints(geom_3857) as p) as points
       from ${table}, st_makeenvelope($1, $2, $3, $4, 3857) as box
       where st_intersects(geom_3857, box) order by id`,
      inTile(address).box,
    );

  describe.each([14, 16, 18])('at zoom %i', (z) => {
    const address = tileAt(...CENTRE, z);

    it.each([
      'building',
      'street',
      'hydrant',
      'water_source',
      'station',
      'obstacle',
      'area',
      'place',
      'water_main',
    ] as const)('holds every %s that a plain query finds, each vertex within one unit', async (layer) => {
      const expected = await direct(layer, address);
      const found = features((await read(address, [layer])).layers, layer);
      expect(found.map(({ id }) => id).sort((a, b) => a! - b!)).toEqual(expected.map(({ id }) => id));
      const { units } = inTile(address);
      for (const { id, whole, points } of expected) {
        if (!whole) continue;
        const drawn = found
          .find((feature) => feature.id === id)!
          .loadGeometry()
          .flat();
        for (const { x, y } of drawn) {
          const near = points.map(units).some(([u, v]) => Math.abs(u - x) <= 1 && Math.abs(v - y) <= 1);
          expect(near, `${layer} ${id} at ${x},${y}`).toBe(true);
        }
        for (const [u, v] of points.map(units)) {
          const near = drawn.some(({ x, y }) => Math.abs(u - x) <= 1 && Math.abs(v - y) <= 1);
          expect(near, `${layer} ${id} lost ${u},${v}`).toBe(true);
        }
      }
    });

    it('cuts at the buffered border and nowhere else', async () => {
      const { layers } = await read(address, ['street', 'building', 'area', 'water_source']);
      for (const name of Object.keys(layers) as TileLayer[]) {
        for (const feature of features(layers, name)) {
          for (const { x, y } of feature.loadGeometry().flat()) {
            expect(Math.min(x, y)).toBeGreaterThanOrEqual(-TILE_BUFFER - 1);
            expect(Math.max(x, y)).toBeLessThanOrEqual(TILE_EXTENT + TILE_BUFFER + 1);
          }
        }
      }
    });
  });

  it('gives every building the verdict of the newest run', async () => {
    const { layers } = await read(tileAt(...CENTRE, 14), ['building']);
    const stored = await db
      .as(LOCAL_ADMINISTRATOR)
      .query<{ building_id: number; verdict: string }>(
        `select building_id, verdict from building_verdict where run_id = (select max(id) from analysis_run)`,
      );
    const verdict_of = new Map(stored.map(({ building_id, verdict }) => [building_id, verdict]));
    const drawn = features(layers, 'building');
    expect(drawn.length).toBeGreaterThan(300);
    for (const { id, properties } of drawn) expect(properties['verdict']).toBe(verdict_of.get(id!));
    expect(new Set(drawn.map(({ properties }) => properties['verdict'])).size).toBeGreaterThan(2);
  });

  it('draws buildings as dots from afar, none lost, and as footprints from close by', async () => {
    const { x, y } = tileAt(...CENTRE, 12);
    const around = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => ({ z: 12, x: x + dx, y: y + dy })));
    const tiles = await Promise.all(around.map((address) => read(address)));
    const dots = tiles.flatMap(({ layers }) => features(layers, 'building_dot'));
    const [{ n }] = await db
      .as(LOCAL_ADMINISTRATOR)
      .query<{ n: number }>('select count(*) as n from building');
    expect(dots.reduce((sum, { properties }) => sum + Number(properties['buildings']), 0)).toBe(n);
    expect(dots.length).toBeLessThan(n);
    expect(tiles.every(({ layers }) => layers['building'] === undefined)).toBe(true);
    const near = await read(tileAt(...CENTRE, 13));
    expect(near.layers['building']!.length).toBeGreaterThan(300);
    expect(near.layers['building_dot']).toBeUndefined();
  });

  it('draws only larger streets from afar, on a grid of half a pixel', async () => {
    const classes = async (z: number) => {
      const { layers } = await read(tileAt(...CENTRE, z), ['street']);
      const found = features(layers, 'street');
      for (const { x, y } of found.flatMap((feature) => feature.loadGeometry().flat())) {
        if (z < 13) expect([x % 4, y % 4].map(Math.abs)).toEqual([0, 0]);
      }
      return new Set(found.map(({ properties }) => properties['class']));
    };
    expect(await classes(9)).toEqual(new Set(['secondary']));
    expect(await classes(11)).toEqual(new Set(['secondary', 'tertiary']));
    expect(await classes(12)).toEqual(new Set(['secondary', 'tertiary', 'residential', 'living_street']));
    expect(await classes(13)).toEqual(
      new Set(['secondary', 'tertiary', 'residential', 'living_street', 'service', 'track']),
    );
  });

  it('keeps a hole in a polygon a hole', async () => {
    const { layers } = await read(tileAt(118.0999, 24.5014, 16), ['water_source']);
    const pond = features(layers, 'water_source').find(({ properties }) => properties['kind'] === 'pond')!;
    const { geometry } = pond.toGeoJSON(0, 0, 0);
    expect(geometry.type).toBe('Polygon');
    expect((geometry as { coordinates: unknown[] }).coordinates.length).toBe(2);
  });

  it('labels each area once, in the tile that holds its point', async () => {
    const labels = new Map<string, number>();
    const { x, y } = tileAt(...CENTRE, 14);
    for (let dx = -1; dx <= 3; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        const { layers } = await read({ z: 14, x: x + dx, y: y + dy }, ['area_label']);
        for (const { properties } of features(layers, 'area_label')) {
          const name = String(properties['name']);
          labels.set(name, (labels.get(name) ?? 0) + 1);
        }
      }
    }
    expect(Object.fromEntries(labels)).toEqual({ 东坊村: 1, 西埔村: 1 });
  });

  it('answers an empty tile with no bytes', async () => {
    const { bytes, etag } = await read({ z: 10, x: 0, y: 0 });
    expect(bytes.length).toBe(0);
    expect(etag).toMatch(/^"[\w-]{22}"$/);
  });

  it('leaves geometry whole where it cannot be cut, and loses nothing', async () => {
    const address = tileAt(...CENTRE, 16);
    const acting = db.as(LOCAL_ADMINISTRATOR);
    const [cut] = await tileFeatures(acting, ['street'], address, null, 'clip');
    const [whole] = await tileFeatures(acting, ['street'], address, null, 'whole');
    expect(whole!.columns['id']).toEqual(expect.arrayContaining(cut!.columns['id']!));
    const reach = decodeTwkbSequence(whole!.geometry, whole!.count).map((geometry) =>
      Math.max(...geometry!.parts.flat().map(Math.abs)),
    );
    expect(Math.max(...reach)).toBeGreaterThan(TILE_EXTENT + TILE_BUFFER + 1);
  });

  it('answers an unchanged tile without reading geometry, and a changed one anew', async () => {
    const address = tileAt(...CENTRE, 15);
    const statements: string[] = [];
    const watched: Database = {
      ...db,
      as: (actor) => {
        const acting = db.as(actor);
        return {
          ...acting,
          transaction: (work, options) =>
            acting.transaction((tx) => {
              const query: typeof tx.query = (sql, ...rest) => {
                statements.push(sql);
                return tx.query(sql, ...rest);
              };
              return work({ ...tx, query });
            }, options),
        };
      },
    };
    const ask = (etag: string | null) => tile(watched, LOCAL_ADMINISTRATOR, ['hydrant'], address, etag);

    const first = await ask(null);
    expect(statements.some((sql) => sql.includes('geom'))).toBe(true);
    statements.length = 0;
    for (const known of [first.etag, `W/${first.etag}`, `"other", ${first.etag}`]) {
      expect(await ask(known)).toEqual({ kind: 'unchanged', etag: first.etag });
    }
    expect(statements.length).toBe(3);
    expect(statements.filter((sql) => sql.includes('geom'))).toEqual([]);

    await db.as(LOCAL_ADMINISTRATOR).query(`update hydrant set status = 'broken' where source_id = 'h2'`);
    const after = await ask(first.etag);
    expect(after.kind).toBe('tile');
    expect(after.etag).not.toBe(first.etag);
    expect((await tile(db, LOCAL_ADMINISTRATOR, ['station'], address, null)).etag).not.toBe(after.etag);
  });
});

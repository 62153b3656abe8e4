import type { MultiPolygon } from 'geojson';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findGaps } from '../../src/lib/domain/coverage/gaps.ts';
import { gapShape } from '../../src/lib/server/services/coverage/gap_shape.ts';
import { ringPolygons } from '../../src/lib/server/services/coverage/rings.ts';
import { startCluster, uniqueName } from '../support/cluster.ts';
import { noteSkipped } from '../support/skipped.ts';

const NAME = 'ring and gap pictures, seen by PostGIS';
const found = inject('postgres');
if ('missing' in found) noteSkipped(NAME, found.missing);

describe.skipIf('missing' in found)(NAME, () => {
  const database = uniqueName('pictures');
  let owner: pg.Client;
  let client: pg.Client;

  beforeAll(async () => {
    if ('missing' in found) return;
    const url = await startCluster(found, inject('runFolder'));
    owner = new pg.Client(`${url}/postgres`);
    await owner.connect();
    await owner.query(`create database ${database}`);
    client = new pg.Client(`${url}/${database}`);
    await client.connect();
    await client.query('create extension postgis');
  });
  afterAll(async () => {
    await client?.end();
    await owner?.query(`drop database ${database}`);
    await owner?.end();
  });

  const invalid = async (picture: MultiPolygon): Promise<string> => {
    const { rows } = await client.query(
      `select st_isvalidreason(geom) as reason, st_isvalid(geom) as valid,
         st_ispolygonccw(geom) as shells_left from (select st_geomfromgeojson($1) as geom) as picture`,
      [JSON.stringify(picture)],
    );
    return rows[0].valid && rows[0].shells_left ? '' : rows[0].reason;
  };

  it.each(['grid', 'tangle'] as const)(
    'a %s of streets: valid, and the area of st_union(st_buffer)',
    async (kind) => {
      const lines = STREETS[kind]();
      const [picture] = await ringPolygons([lines]);
      expect(await invalid(picture)).toBe('');
      const { rows } = await client.query(
        `with street as (
         select st_transform(st_setsrid(st_geomfromtext(wkt), 4326), 32650) as geom from unnest($2::text[]) as wkt
       )
       select st_area(st_transform(st_setsrid(st_geomfromgeojson($1), 4326), 32650)) as ours,
         (select st_area(st_union(st_buffer(geom, 25, 32))) from street) as theirs`,
        [JSON.stringify(picture), lines.map(wkt)],
      );
      expect(Math.abs(rows[0].ours / rows[0].theirs - 1)).toBeLessThan(0.005);
    },
  );

  it('draws every gap as one valid polygon that holds its buildings', async () => {
    const random = randomFrom(7);
    const size = 3000;
    const column = (value: () => number) => Float64Array.from({ length: size }, value);
    const points = {
      lon_deg: column(() => 117 + random() * 0.06),
      lat_deg: column(() => 26 + random() * 0.06),
      leg: new Uint8Array(size),
      verdict: new Uint8Array(size),
      area: new Float64Array(size),
      people: new Float64Array(size).fill(1),
      arrival_s: new Float64Array(size),
    };
    const gaps = findGaps(points, 100);
    expect(gaps.length).toBeGreaterThan(20);
    for (const gap of gaps.slice(0, 40)) {
      const picture = await gapShape(gap, points);
      expect(picture.coordinates).toHaveLength(1);
      expect(await invalid(picture)).toBe('');
      const { rows } = await client.query(
        `select bool_and(st_covers(st_geomfromgeojson($1), st_setsrid(st_point(lon, lat), 4326))) as holds
         from unnest($2::float8[], $3::float8[]) as building(lon, lat)`,
        [
          JSON.stringify(picture),
          [...gap.members].map((i) => points.lon_deg[i]),
          [...gap.members].map((i) => points.lat_deg[i]),
        ],
      );
      expect(rows[0].holds).toBe(true);
    }
  });
});

/** A metre near the middle of UTM zone 50, where its scale is that of the ground within 0.04 %. */
const M_LON = 1 / 100_089;
const M_LAT = 1 / 110_787;

/** Two hard nets: streets exactly one buffer's width apart, so that rings touch; and a random tangle of bends. */
const STREETS = {
  grid: () =>
    Array.from({ length: 40 }, (_, k) => [
      Float64Array.of(117, 26 + k * 50 * M_LAT, 117 + 1000 * M_LON, 26 + k * 50 * M_LAT),
      Float64Array.of(117 + k * 125 * M_LON, 26, 117 + k * 125 * M_LON, 26 + 900 * M_LAT),
    ]).flat(),
  tangle: () => {
    const random = randomFrom(42);
    return Array.from({ length: 600 }, () => {
      let [x, y, heading] = [random() * 6000, random() * 6000, random() * 7];
      const line: number[] = [];
      for (let k = 0; k < 2 + random() * 12; k++) {
        line.push(117 + x * M_LON, 26 + y * M_LAT);
        heading += random() - 0.5;
        x += Math.cos(heading) * 60;
        y += Math.sin(heading) * 60;
      }
      return Float64Array.from(line);
    });
  },
};

const wkt = (line: Float64Array) =>
  `linestring(${Array.from({ length: line.length / 2 }, (_, k) => `${line[2 * k]} ${line[2 * k + 1]}`).join()})`;

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

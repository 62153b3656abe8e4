import fc from 'fast-check';
import type { MultiPolygon, Position } from 'geojson';
import { expect, test } from 'vitest';
import { encodeEwkb } from '../../src/lib/contract/ewkb.ts';
import { LOCAL_ADMINISTRATOR } from '../../src/lib/server/db/database.ts';
import { area_m2, pointInside } from '../../src/lib/server/services/import/polygon_measures.ts';
import { repairedPolygons } from '../../src/lib/server/services/import/polygon_repair.ts';
import { polygonFault } from '../../src/lib/server/services/import/polygon_validity.ts';
import { openServerForTest, describeUnless, serverMissing } from '../support/test_database.ts';

/** Positions on a small grid, so that touching, overlapping and degenerate shapes are common. */
const position = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }));
const ring = fc
  .array(position, { minLength: 3, maxLength: 6 })
  .map((open): Position[] => [...open, open[0]] as Position[]);
const multipolygon = fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 });

const hexOf = (coordinates: MultiPolygon['coordinates']) =>
  Buffer.from(encodeEwkb({ type: 'MultiPolygon', coordinates })).toString('hex');

describeUnless(serverMissing(), 'polygon validity against PostGIS', () => {
  test(
    'agrees with st_isvalid on random multipolygons, and what is mended is valid',
    { timeout: 120_000 },
    async () => {
      const db = await openServerForTest();
      const shapes = fc.sample(multipolygon, { numRuns: 1200, seed: 20261122 });
      const simple = fc.sample(fc.tuple(fc.tuple(ring)), { numRuns: 800, seed: 7 });
      const all = [...shapes, ...simple];
      const judged = await db.as(LOCAL_ADMINISTRATOR).query<{ valid: boolean; why: string }>(
        `select st_isvalid(g) as valid, st_isvalidreason(g) as why
       from unnest($1::text[]) with ordinality as s (hex, n), lateral (select hex::geometry as g) x order by n`,
        [all.map(hexOf)],
      );
      const differing = all.flatMap((shape, i) => {
        const fault = polygonFault(shape);
        return (fault === null) === judged[i].valid
          ? []
          : [{ shape: JSON.stringify(shape), fault, why: judged[i].why }];
      });
      expect(differing).toEqual([]);
      expect(judged.filter(({ valid }) => valid).length).toBeGreaterThan(100);

      const mended = all.map((shape, i) => (judged[i].valid ? null : repairedPolygons(shape)));
      const kept = mended.filter((shape) => shape !== null);
      expect(kept.length).toBeGreaterThan(1000);
      const points = kept.map((shape) => pointInside(shape));
      const checked = await db.as(LOCAL_ADMINISTRATOR).query(
        `select n, st_isvalidreason(g) as why, st_covers(g, st_setsrid(st_makepoint(lon, lat), 4326)) as inside
       from unnest($1::text[], $2::float8[], $3::float8[]) with ordinality as s (hex, lon, lat, n),
         lateral (select hex::geometry as g) x
       where not st_isvalid(g) or not st_covers(g, st_setsrid(st_makepoint(lon, lat), 4326))`,
        [kept.map(hexOf), points.map(([lon]) => lon), points.map(([, lat]) => lat)],
      );
      expect(checked).toEqual([]);
      expect(kept.every((shape) => area_m2(shape) > 0)).toBe(true);
      await db.close();
    },
  );
});

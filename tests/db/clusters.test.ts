import type { MultiPolygon, Position } from 'geojson';
import { beforeAll, expect, it } from 'vitest';
import { encodeEwkb } from '../../src/lib/contract/ewkb.ts';
import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';
import { computeClusters, ensureClusters } from '../../src/lib/server/services/clusters/compute_clusters.ts';
import type { Cluster } from '../../src/lib/server/services/clusters/find_clusters.ts';
import { loadRuleSets } from '../../src/lib/server/services/rule_set.ts';
import { placeAt } from '../support/street_rows.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

const ADMIN = LOCAL_ADMINISTRATOR;
const found_by: Partial<Record<Database['kind'], Cluster[]>> = {};

/** Houses 10 m square, `gap_m` apart, in rows; the corner in metres. */
const block = (x_m: number, y_m: number, columns: number, rows: number, gap_m: number) =>
  Array.from({ length: columns * rows }, (_, i) => {
    const x = x_m + (i % columns) * (10 + gap_m);
    const y = y_m + Math.floor(i / columns) * (10 + gap_m);
    const ring = [
      [x, y],
      [x + 10, y],
      [x + 10, y + 10],
      [x, y + 10],
      [x, y],
    ];
    return ring.map(([east, north]): Position => placeAt(east, north));
  });

describeOnBothDrivers('clusters of contiguous buildings', (open, kind) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
    await loadRuleSets(db);
    const rings = [
      ...block(0, 0, 6, 5, 2),
      ...block(300, 0, 5, 5, 5.9),
      ...block(600, 0, 5, 5, 6.3),
      ...block(900, 0, 4, 4, 1),
    ];
    await db.as(ADMIN).transaction((tx) =>
      tx.bulkInsert(
        'building',
        [
          { name: 'source', type: 'text' },
          { name: 'source_id', type: 'text' },
          { name: 'footprint_m2', type: 'float8' },
          { name: 'point', type: 'geometry' },
          { name: 'geom', type: 'geometry' },
        ],
        rings.map((ring, i) => {
          const geometry: MultiPolygon = { type: 'MultiPolygon', coordinates: [[ring]] };
          const [[west, south], , [east, north]] = ring;
          const point = { type: 'Point' as const, coordinates: [(west + east) / 2, (south + north) / 2] };
          return ['made', String(i), 100, encodeEwkb(point), encodeEwkb(geometry)];
        }),
      ),
    );
    await db.as(ADMIN).query(
      `insert into cluster (source, source_id, kind, origin, point, geom)
       select 'drawn', 'a', 'urban village', 'drawn', point, geom from building order by id limit 1`,
    );
  });

  it('takes houses up to the separation distance, not those beyond, nor groups too small', async () => {
    const clusters = await computeClusters(db, ADMIN);
    found_by[kind] = clusters;
    expect(clusters.map(({ buildings }) => buildings)).toEqual([30, 25]);
    const [dense, loose] = clusters;
    expect(dense.mean_gap_m).toBeCloseTo(2, 2);
    expect(loose.mean_gap_m).toBeCloseTo(5.9, 2);
    // 30 houses on a ground of 70 m x 58 m with a margin of 3.2 m round it, its corners rounded.
    const ground_m2 = (70 + 6.4) * (58 + 6.4) - (4 - Math.PI) * 3.2 ** 2;
    expect(dense.density).toBeCloseTo(3000 / ground_m2, 3);
    expect(dense.outline.coordinates.map((polygon) => polygon.length)).toEqual([1]);
  });

  it('keeps them in place of those computed before, and leaves drawn ones alone', async () => {
    await computeClusters(db, ADMIN);
    const rows = await db.as(ADMIN).query<Record<string, unknown>>(
      `select origin, buildings, st_isvalid(geom) as valid, st_within(point, geom) as inside
       from cluster order by buildings desc nulls last`,
    );
    expect(rows).toEqual([
      { origin: 'computed', buildings: 30, valid: true, inside: true },
      { origin: 'computed', buildings: 25, valid: true, inside: true },
      { origin: 'drawn', buildings: null, valid: true, inside: true },
    ]);
  });

  it('computes them again only where buildings changed', async () => {
    expect(await ensureClusters(db, ADMIN)).toBe(false);
    await db.as(ADMIN).query(`update building set name = 'x' where source_id = '0'`);
    expect(await ensureClusters(db, ADMIN)).toBe(true);
    expect(await ensureClusters(db, ADMIN)).toBe(false);
  });

  it('finds the same on both databases', () => {
    if (found_by.server && found_by.embedded) expect(found_by.embedded).toEqual(found_by.server);
  });

  it('finds none where there are no buildings', async () => {
    await db.as(ADMIN).query('delete from building');
    expect(await computeClusters(db, ADMIN)).toEqual([]);
  });
});

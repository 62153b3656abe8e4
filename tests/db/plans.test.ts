import { expect, test } from 'vitest';
import { LOCAL_ADMINISTRATOR, type Actor, type Database } from '../../src/lib/server/db/database.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

const ROWS = 50_000;
const VILLAGE_HEAD: Actor = { account_id: 1, name: 'village head', areas: [3, 4] };
const WINDOW = 'st_makeenvelope(10.50, 45.50, 10.52, 45.52, 4326)';

/** 100 areas, and in each layer 50,000 rows spread over one degree. */
async function fill(db: Database): Promise<void> {
  const lon = `10 + (n * 7919 % 50021) / 50021.0`;
  const lat = `45 + (n * 104729 % 50021) / 50021.0`;
  const point = `st_setsrid(st_makepoint(${lon}, ${lat}), 4326)`;
  const square = `st_multi(st_makeenvelope(${lon}, ${lat}, ${lon} + 0.0001, ${lat} + 0.0001, 4326))`;
  const from = `from generate_series(1::bigint, ${ROWS}) n`;
  await db.as(LOCAL_ADMINISTRATOR).transaction(async (tx) => {
    await tx.query(
      `insert into area (source, source_id, kind, area_m2, point, geom)
       select 'plan', n::text, 'village', n, ${point}, ${square} from generate_series(1, 100) n`,
    );
    await tx.query(
      `insert into street (source, source_id, area_id, street_class, geom)
       select 'plan', n::text, 1 + n % 100, 'residential', st_makeline(${point}, st_translate(${point}, 0.001, 0)) ${from}`,
    );
    await tx.query(
      `insert into water_main (source, source_id, area_id, geom)
       select 'plan', n::text, 1 + n % 100, st_makeline(${point}, st_translate(${point}, 0, 0.001)) ${from}`,
    );
    await tx.query(
      `insert into building (source, source_id, area_id, footprint_m2, point, geom)
       select 'plan', n::text, 1 + n % 100, 50, ${point}, ${square} ${from}`,
    );
    await tx.query(
      `insert into hydrant (source, source_id, area_id, geom) select 'plan', n::text, 1 + n % 100, ${point} ${from}`,
    );
  });
  await db.owner.query('analyze');
}

async function planOf(db: Database, actor: Actor, sql: string): Promise<string> {
  const lines = await db.as(actor).query<Record<string, string>>(`explain (costs off) ${sql}`);
  return lines.map((line) => line['QUERY PLAN']).join('\n');
}

describeOnBothDrivers('plans of the restricted role', (open) => {
  test('a window, an area and an identity find their rows by index', { timeout: 120_000 }, async () => {
    const db = await open();
    await fill(db);
    for (const layer of ['street', 'building', 'hydrant', 'water_main']) {
      for (const actor of [VILLAGE_HEAD, LOCAL_ADMINISTRATOR]) {
        expect(
          await planOf(db, actor, `select id from ${layer} where geom && ${WINDOW}`),
          `${layer} by window`,
        ).toMatch(new RegExp(`${layer}_geom\\b`));
        expect(
          await planOf(db, actor, `select id from ${layer} where geom_3857 && st_transform(${WINDOW}, 3857)`),
          `${layer} by tile`,
        ).toContain(`${layer}_geom_3857`);
        expect(
          await planOf(db, actor, `select id from ${layer} where area_id = 3`),
          `${layer} by area`,
        ).toContain(`${layer}_area_id`);
        expect(
          await planOf(db, actor, `select id from ${layer} where source = 'plan' and source_id = '77'`),
          `${layer} by identity`,
        ).toContain(`${layer}_source_source_id_key`);
      }
    }
    const [{ seen }] = await db
      .as(VILLAGE_HEAD)
      .query<{ seen: number }>(`select count(*) as seen from building where geom && ${WINDOW}`);
    const [{ all, theirs }] = await db.as(LOCAL_ADMINISTRATOR).query<{ all: number; theirs: number }>(
      `select count(*) as all, count(*) filter (where area_id in (3, 4)) as theirs
       from building where geom && ${WINDOW}`,
    );
    expect(seen).toBe(theirs);
    expect(all).toBeGreaterThan(theirs);
  });
});

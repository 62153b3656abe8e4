import { expect, test } from 'vitest';
import { LOCAL_ADMINISTRATOR, type Actor, type Database } from '../../src/lib/server/db/database.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

const actorOf = (...areas: number[]): Actor => ({ account_id: 1, name: 'village head', areas });

/** Values of the columns a layer's table asks for, besides identity and geometry. */
const REQUIRED: Record<string, Record<string, string>> = {
  street: { street_class: `'residential'`, geom: `st_setsrid('linestring(0 0, 1 1)'::geometry, 4326)` },
  hydrant: {},
  water_source: { kind: `'pond'`, point: 'PLACE' },
  station: { kind: `'micro'` },
  building: { footprint_m2: '10', point: 'PLACE', geom: 'SQUARE' },
  obstacle: { kind: `'gate'` },
  place: { kind: `'school'` },
  cluster: { kind: `'timber'`, point: 'PLACE', geom: 'SQUARE' },
  hazard: { kind: `'wiring'`, severity: `'minor'` },
  operating_surface: { point: 'PLACE', geom: 'SQUARE' },
  water_main: { geom: `st_setsrid('linestring(0 0, 1 1)'::geometry, 4326)` },
};
const PLACE = 'st_setsrid(st_makepoint(0.5, 0.5), 4326)';
const SQUARE = 'st_multi(st_makeenvelope(0, 0, 1, 1, 4326))';

function insertInto(layer: string, source_id: string, area_id: number | null): string {
  const columns = { geom: 'PLACE', ...REQUIRED[layer] };
  const values = Object.values(columns).map((v) => v.replace('PLACE', PLACE).replace('SQUARE', SQUARE));
  return `insert into ${layer} (source, source_id, area_id, ${Object.keys(columns).join(', ')})
    values ('rights', '${source_id}', ${area_id}, ${values.join(', ')})`;
}

async function twoAreas(db: Database): Promise<[one: number, two: number]> {
  const rows = await db.as(LOCAL_ADMINISTRATOR).query<{ id: number }>(
    `insert into area (source, source_id, kind, area_m2, point, geom)
     select 'rights', n::text, 'village', 1, ${PLACE}, ${SQUARE} from generate_series(1, 2) n
     on conflict (source, source_id) do update set kind = excluded.kind returning id`,
  );
  return [rows[0].id, rows[1].id];
}

describeOnBothDrivers('rights', (open) => {
  test('an actor sees and changes the rows of their areas and no others', async () => {
    const db = await open();
    const [one, two] = await twoAreas(db);
    for (const layer of Object.keys(REQUIRED)) {
      const all = db.as(LOCAL_ADMINISTRATOR);
      await all.query(insertInto(layer, 'in one', one));
      await all.query(insertInto(layer, 'in two', two));
      await all.query(insertInto(layer, 'in none', null));
      const seen = async (actor: Actor) =>
        (
          await db.as(actor).query<{ source_id: string }>(`select source_id from ${layer} order by source_id`)
        ).map((row) => row.source_id);
      expect(await seen(LOCAL_ADMINISTRATOR), layer).toEqual(['in none', 'in one', 'in two']);
      expect(await seen(actorOf(one)), layer).toEqual(['in one']);
      expect(await seen(actorOf(two, one)), layer).toEqual(['in one', 'in two']);
      expect(await seen(actorOf()), layer).toEqual([]);

      const head = db.as(actorOf(one));
      const update = `update ${layer} set source_id = source_id || '!' where source_id like 'in%' returning source_id`;
      expect(await head.query(update), layer).toEqual([{ source_id: 'in one!' }]);
      await expect(head.query(insertInto(layer, 'smuggled', two)), layer).rejects.toThrow(
        'row-level security',
      );
      await expect(head.query(insertInto(layer, 'stray', null)), layer).rejects.toThrow('row-level security');
      await expect(
        head.query(`update ${layer} set area_id = ${two} where area_id = ${one}`),
        layer,
      ).rejects.toThrow('row-level security');
      if (layer === 'hazard') continue;
      expect(await head.query(`delete from ${layer} returning source_id`), layer).toEqual([
        { source_id: 'in one!' },
      ]);
      expect(await seen(LOCAL_ADMINISTRATOR), layer).toEqual(['in none', 'in two']);
    }
  });

  test('an area is seen by its own id, and what belongs to a row with that row', async () => {
    const db = await open();
    const [one, two] = await twoAreas(db);
    expect(await db.as(actorOf(one)).query('select id from area')).toEqual([{ id: one }]);
    const all = db.as(LOCAL_ADMINISTRATOR);
    await all.query(insertInto('hydrant', 'tested', two));
    await all.query(
      `insert into hydrant_test (hydrant_id, tested_on, status)
       select id, '2026-01-01', 'working' from hydrant where source_id = 'tested'`,
    );
    const tests = 'select count(*) as n from hydrant_test';
    expect(await db.as(actorOf(two)).query(tests)).toEqual([{ n: 1 }]);
    expect(await db.as(actorOf(one)).query(tests)).toEqual([{ n: 0 }]);
    await expect(
      db.as(actorOf(one)).query(
        `insert into hydrant_test (hydrant_id, tested_on, status)
         values ((select max(hydrant_id) from hydrant_test) + 0, '2026-01-01', 'working')`,
      ),
    ).rejects.toThrow(/row-level security|null value/);
  });

  test('accounts and grants are for those who see everything', async () => {
    const db = await open();
    await db.as(LOCAL_ADMINISTRATOR).query(`insert into account (login, display_name) values ('wang', '王')`);
    expect(await db.as(actorOf(1)).query('select login from account')).toEqual([]);
    await expect(
      db
        .as(actorOf(1))
        .query(`insert into role_grant (account_id, role, granted_by) values (1, 'admin', 'me')`),
    ).rejects.toThrow('row-level security');
  });

  test('everyone may append to the audit and reads only their areas', async () => {
    const db = await open();
    await db.as(actorOf(1)).query(`insert into audit (actor_name, area_id, action) values ('a', 1, 'look')`);
    await db.as(actorOf(2)).query(`insert into audit (actor_name, area_id, action) values ('b', 2, 'look')`);
    expect(await db.as(actorOf(1)).query('select actor_name from audit')).toEqual([{ actor_name: 'a' }]);
  });
});

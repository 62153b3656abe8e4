import { expect, test } from 'vitest';
import { LAYERS } from '../../src/lib/contract/layer_rows.ts';
import { COMPUTED_COLUMNS, LAYER_COLUMNS } from '../../src/lib/server/services/import/layer_columns.ts';
import { LOCAL_ADMINISTRATOR } from '../../src/lib/server/db/database.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

const OUR_TABLES = `select c.oid, c.relname::text as name from pg_class c
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    and c.relname !~ 'schema_?version|migration'`;

describeOnBothDrivers('schema', (open) => {
  test('every table is described, has its rows secured against its owner too, and a policy', async () => {
    const db = await open();
    const tables = await db.owner.query<Record<string, unknown>>(
      `select t.name, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
         obj_description(t.oid) is not null as described,
         exists (select from pg_policy p where p.polrelid = t.oid) as has_policy
       from (${OUR_TABLES}) t join pg_class c on c.oid = t.oid order by t.name`,
    );
    expect(tables.length).toBeGreaterThan(35);
    expect(tables.filter((t) => !(t.secured && t.forced && t.described && t.has_policy))).toEqual([]);
  });

  test('the domain model is all there', async () => {
    const db = await open();
    const tables = await db.owner.query<{ name: string }>(OUR_TABLES);
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        ...LAYERS,
        ...['hydrant_test', 'repair_order', 'street_measurement', 'water_source_check', 'condition_history'],
        ...[
          'vehicle_type',
          'station_vehicle',
          'mutual_aid_group',
          'duty',
          'hazard_event',
          'sensor',
          'reading',
        ],
        ...[
          'event',
          'target',
          'task',
          'rule_set',
          'scenario',
          'edit',
          'adopted_edit',
          'analysis_run',
          'building_verdict',
        ],
        ...['source', 'account', 'session', 'role_grant', 'audit', 'data_version'],
      ]),
    );
  });

  test('a layer table has every column the import writes, of the type it writes', async () => {
    const db = await open();
    const columns = await db.owner.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
    );
    const known = new Set(columns.map(({ name }) => name));
    const written = LAYERS.flatMap((layer) =>
      [...Object.keys(LAYER_COLUMNS[layer]), ...Object.keys(COMPUTED_COLUMNS[layer]), 'row_hash', 'geom'].map(
        (column) => `${layer}.${column}`,
      ),
    );
    expect(written.filter((name) => !known.has(name))).toEqual([]);
  });

  test('every foreign key and every geometry has an index to find its rows by', async () => {
    const db = await open();
    const missing = await db.owner.query(
      `with wanted as (
         select conrelid as relid, conkey[1] as attnum from pg_constraint
         where contype = 'f' and connamespace = 'public'::regnamespace
           and confrelid not in ('source'::regclass, 'vehicle_type'::regclass, 'rule_set'::regclass)
         union
         select a.attrelid, a.attnum from pg_attribute a join (${OUR_TABLES}) t on t.oid = a.attrelid
         where a.attname in ('geom', 'geom_3857') and t.name not in ('edit')
       )
       select relid::regclass::text as table, attname::text as column
       from wanted join pg_attribute a on a.attrelid = relid and a.attnum = wanted.attnum
       where not exists (select from pg_index i where i.indrelid = relid and i.indkey[0] = wanted.attnum)`,
    );
    expect(missing).toEqual([]);
  });

  test('the restricted role may neither make nor empty tables', async () => {
    const db = (await open()).as(LOCAL_ADMINISTRATOR);
    for (const statement of [
      'create table mine (id int)',
      'create schema mine',
      'truncate street',
      'drop table street',
      'alter table street disable row level security',
      'alter table street add column mine int',
      'create index on street (name)',
      'create role mine',
      'set local role none; create table mine (id int)',
    ]) {
      await expect(db.query(statement), statement).rejects.toThrow(
        /permission denied|must be owner|more than one|multiple commands/,
      );
    }
  });

  test('ledgers refuse changes, by the owner too', async () => {
    const db = await open();
    for (const table of ['audit', 'hazard_event', 'reading', 'condition_history', 'adopted_edit']) {
      for (const statement of [
        `delete from ${table}`,
        `update ${table} set id = default`,
        `truncate ${table}`,
      ]) {
        await expect(db.owner.query(statement), statement).rejects.toThrow('append-only');
        await expect(db.as(LOCAL_ADMINISTRATOR).query(statement), statement).rejects.toThrow(
          'permission denied',
        );
      }
    }
  });

  test('values that cannot be are refused by the tables themselves', async () => {
    const db = (await open()).as(LOCAL_ADMINISTRATOR);
    const point = `st_setsrid(st_makepoint(1, 1), 4326)`;
    for (const [columns, values] of [
      ['status, geom', `'fine', ${point}`],
      ['flow_lps, geom', `-1, ${point}`],
      ['pressure_mpa, geom', `11, ${point}`],
      ['geom', `st_setsrid(st_makepoint(1, 91), 4326)`],
      ['geom', `st_setsrid('point empty'::geometry, 4326)`],
      ['geom', `st_setsrid(st_makepoint(1, 1), 3857)`],
    ]) {
      await expect(
        db.query(`insert into hydrant (source, source_id, ${columns}) values ('s', '1', ${values})`),
        `${columns}: ${values}`,
      ).rejects.toThrow(/violates check|SRID|Invalid coordinate/);
    }
    await expect(
      db.query(`insert into street (source, source_id, street_class, geom)
        values ('s', '1', 'residential', st_setsrid('linestring(1 1, 1 1)'::geometry, 4326))`),
    ).rejects.toThrow('violates check');
  });

  test('a change raises the version of its layer and tells who listens, with ids only', async () => {
    const db = await open();
    const heard: string[] = [];
    const stop = await db.listen('firecover_change', (payload) => heard.push(payload));
    const stamp = async () =>
      (await db.as(LOCAL_ADMINISTRATOR).query<{ s: string }>('select firecover_data_stamp() as s'))[0].s;
    const before = await stamp();
    const [{ id }] = await db.as(LOCAL_ADMINISTRATOR).query<{ id: number }>(
      `insert into hydrant (source, source_id, flow_lps, geom)
       values ('listen', '1', 12, st_setsrid(st_makepoint(1, 1), 4326)) returning id`,
    );
    const after = await stamp();
    expect(after).not.toBe(before);
    await expect.poll(() => heard).toHaveLength(1);
    expect(JSON.parse(heard[0])).toEqual({ layer: 'hydrant', change: 'insert', ids: [id], all: false });

    await db.as(LOCAL_ADMINISTRATOR).query(
      `insert into hydrant (source, source_id, geom)
       select 'listen', 'many ' || n, st_setsrid(st_makepoint(1, 1), 4326) from generate_series(1, 5000) n`,
    );
    await expect.poll(() => heard).toHaveLength(2);
    expect(JSON.parse(heard[1])).toEqual({ layer: 'hydrant', change: 'insert', ids: [], all: true });

    const unchanged = await stamp();
    await db.as(LOCAL_ADMINISTRATOR).query(`update hydrant set flow_lps = 1 where source = 'nobody'`);
    expect(await stamp()).toBe(unchanged);
    await stop();
  });

  test('a condition that is replaced stays in the history', async () => {
    const db = (await open()).as(LOCAL_ADMINISTRATOR);
    const [{ id }] = await db.query<{ id: number }>(
      `insert into hydrant (source, source_id, flow_lps, status, tested_on, geom)
       values ('history', '1', 20, 'working', '2025-01-02', st_setsrid(st_makepoint(1, 1), 4326)) returning id`,
    );
    await db.query(`update hydrant set name = 'corner' where id = $1`, [id]);
    await db.query(`update hydrant set flow_lps = 3, tested_on = '2026-01-02' where id = $1`, [id]);
    await db.query(`update hydrant set status = 'broken' where id = $1`, [id]);
    expect(
      await db.query(
        `select condition from condition_history where layer = 'hydrant' and row_id = $1 order by id`,
        [id],
      ),
    ).toEqual([
      { condition: { flow_lps: 20, tested_on: '2025-01-02' } },
      { condition: { status: 'working' } },
    ]);
  });

  test('the season and the condition that water had stay in the history', async () => {
    const db = (await open()).as(LOCAL_ADMINISTRATOR);
    const [{ id }] = await db.query<{ id: number }>(
      `insert into water_source (source, source_id, kind, season, low_flow_guarantee, point, geom)
       select 'history', '1', 'suction_point', 'all-year', 0.9, at, at
       from (select st_setsrid(st_makepoint(1, 1), 4326) as at) place returning id`,
    );
    await db.query(`update water_source set name = 'ford' where id = $1`, [id]);
    await db.query(`update water_source set season = 'not-in-drought' where id = $1`, [id]);
    await db.query(`update water_source set status = 'broken', low_flow_guarantee = null where id = $1`, [
      id,
    ]);
    expect(
      await db.query(
        `select condition from condition_history where layer = 'water_source' and row_id = $1 order by id`,
        [id],
      ),
    ).toEqual([
      { condition: { season: 'all-year' } },
      { condition: { status: 'unknown', low_flow_guarantee: 0.9 } },
    ]);
  });
});

import { expect, test } from 'vitest';
import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';
import { StatementError } from '../../src/lib/server/db/statement_error.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

/** Makes a table anyone may use; the tables of the product have policies and tests of their own. */
async function scratchTable(db: Database, name: string, columns: string): Promise<void> {
  await db.owner.script(`create table ${name} (${columns}); grant all on ${name} to firecover_app;`);
}

async function failure(work: Promise<unknown>): Promise<StatementError> {
  const error = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(StatementError);
  return error as StatementError;
}

describeOnBothDrivers('statements', (open) => {
  test('a statement runs as the restricted role with the settings of its actor', async () => {
    const db = await open();
    const actor = { account_id: 7, name: `o'Neil \\ 王`, areas: [1, 2] };
    const settings = `select current_user as role, current_setting('firecover.areas') as areas,
      current_setting('firecover.account_id') as account, current_setting('firecover.actor') as actor`;
    expect(await db.as(actor).query(settings)).toEqual([
      { role: 'firecover_app', areas: '{1,2}', account: '7', actor: actor.name },
    ]);
    expect(await db.as(LOCAL_ADMINISTRATOR).query(settings)).toEqual([
      { role: 'firecover_app', areas: 'all', account: '', actor: 'local administrator' },
    ]);
    const [after] = await db.owner.query(`select current_user = session_user as same,
      coalesce(current_setting('firecover.areas', true), '') as areas`);
    expect(after).toEqual({ same: true, areas: '' });
  });

  test('the settings are gone after a transaction that failed', async () => {
    const db = await open();
    await failure(db.as(LOCAL_ADMINISTRATOR).query('select 1 / 0'));
    const [after] = await db.owner.query(`select current_user = session_user as same,
      coalesce(current_setting('firecover.areas', true), '') as areas`);
    expect(after).toEqual({ same: true, areas: '' });
  });

  test('values come back as the same JavaScript values on both drivers', async () => {
    const db = await open();
    const [row] = await db.as(LOCAL_ADMINISTRATOR).query(`select
      9007199254740991::int8 as int8, 1.50::numeric as numeric, 0.1::float8 as float8, 0.1::float4 as float4,
      true as bool, 'é王'::text as text, null::text as none, '\\x00ff'::bytea as bytea,
      date '2026-02-03' as date, timestamp '2026-02-03 04:05:06.789' as stamp,
      timestamptz '2026-02-03 04:05:06.789+08' as stamptz, '{"a": [1, null]}'::jsonb as jsonb,
      array[1, null, 3]::int8[] as int8s, array['a b', 'c"d\\e', null, 'NULL', '', '{,}'] as texts,
      array[[1.5, 2], [3, 4]]::float8[] as matrix, '{}'::int[] as empty, array['\\x01'::bytea] as byteas,
      array['{"k": "x,y"}'::jsonb] as jsonbs, array[true, false] as bools,
      array[timestamptz '2026-02-03 04:05:06Z'] as stamptzs,
      st_setsrid(st_point(1, 2), 4326) as point, interval '90 s' as interval`);
    expect(row).toEqual({
      int8: 9007199254740991,
      numeric: 1.5,
      float8: 0.1,
      float4: 0.1,
      bool: true,
      text: 'é王',
      none: null,
      bytea: new Uint8Array([0, 255]),
      date: '2026-02-03',
      stamp: '2026-02-03T04:05:06.789',
      stamptz: '2026-02-02T20:05:06.789Z',
      jsonb: { a: [1, null] },
      int8s: [1, null, 3],
      texts: ['a b', 'c"d\\e', null, 'NULL', '', '{,}'],
      matrix: [
        [1.5, 2],
        [3, 4],
      ],
      empty: [],
      byteas: [new Uint8Array([1])],
      jsonbs: [{ k: 'x,y' }],
      bools: [true, false],
      stamptzs: ['2026-02-03T04:05:06Z'],
      point: '0101000020E6100000000000000000F03F0000000000000040',
      interval: '00:01:30',
    });
  });

  test('parameters arrive as they were given', async () => {
    const db = await open();
    const texts = ['a"b', 'c\\d', 'e,{f}', '', null, "g'h"];
    const [row] = await db.as(LOCAL_ADMINISTRATOR).query(
      `select $1::int8 as a, $2::float8 as b, $3::bool as c, $4::text as d, $5::bytea as e, $6::text[] as f,
          $7::float8[] as g, $8::jsonb as h, $9::jsonb as i, $10::int as j, $11::int[] as k`,
      [
        5,
        -0.25,
        false,
        "x'\\y",
        new Uint8Array([0, 1, 254]),
        texts,
        [1, null, 2.5],
        { a: [1] },
        '[1,2]',
        null,
        [],
      ],
    );
    expect(row).toEqual({
      a: 5,
      b: -0.25,
      c: false,
      d: "x'\\y",
      e: new Uint8Array([0, 1, 254]),
      f: texts,
      g: [1, null, 2.5],
      h: { a: [1] },
      i: [1, 2],
      j: null,
      k: [],
    });
    await expect(db.as(LOCAL_ADMINISTRATOR).query('select $1::float8', [NaN])).rejects.toThrow('finite');
  });

  test('an int8 that does not fit a number is an error, not another number', async () => {
    const db = await open();
    await expect(db.as(LOCAL_ADMINISTRATOR).query('select 9007199254740993::int8')).rejects.toThrow(
      'cast it to text',
    );
    expect(await db.as(LOCAL_ADMINISTRATOR).query('select 1 as a')).toEqual([{ a: 1 }]);
  });

  test('a refused statement says why: code, constraint, table', async () => {
    const db = await open();
    await scratchTable(db, 'refusing', 'n int constraint refusing_positive check (n > 0), unique (n)');
    const check = await failure(db.as(LOCAL_ADMINISTRATOR).query('insert into refusing values ($1)', [-1]));
    expect(check).toMatchObject({ code: '23514', constraint: 'refusing_positive', table: 'refusing' });
    await db.as(LOCAL_ADMINISTRATOR).query('insert into refusing values (1)');
    const duplicate = await failure(db.as(LOCAL_ADMINISTRATOR).query('insert into refusing values (1)'));
    expect(duplicate).toMatchObject({ code: '23505', constraint: 'refusing_n_key' });
    expect((await failure(db.as(LOCAL_ADMINISTRATOR).query('selec 1'))).code).toBe('42601');
  });

  test('a text of two statements, or of none, is refused', async () => {
    const db = await open();
    await scratchTable(db, 'untouched', 'n int');
    const two = db
      .as(LOCAL_ADMINISTRATOR)
      .query('insert into untouched values (1); insert into untouched values (2)');
    expect((await failure(two)).code).toBe('42601');
    await failure(db.as(LOCAL_ADMINISTRATOR).query('-- nothing'));
    expect(await db.owner.query('select * from untouched')).toEqual([]);
  });
});

describeOnBothDrivers('transactions', (open) => {
  const admin = LOCAL_ADMINISTRATOR;

  test('what throws leaves nothing and passes the error on', async () => {
    const db = await open();
    await scratchTable(db, 'kept', 'n int');
    await expect(
      db.as(admin).transaction(async (tx) => {
        await tx.query('insert into kept values (1)');
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    const result = await db.as(admin).transaction(async (tx) => {
      await tx.query('insert into kept values (2)');
      return (await tx.query('select n from kept')).length;
    });
    expect(result).toBe(1);
    expect(await db.owner.query('select n from kept')).toEqual([{ n: 2 }]);
  });

  test('a failed statement fails its transaction even when its error is swallowed', async () => {
    const db = await open();
    await scratchTable(db, 'swallowed', 'n int');
    const swallowing = db.as(admin).transaction(async (tx) => {
      await tx.query('insert into swallowed values (1)');
      await tx.query('select 1 / 0').catch(() => undefined);
    });
    expect((await failure(swallowing)).code).toBe('22012');
    expect(await db.owner.query('select n from swallowed')).toEqual([]);
  });

  test('a script of the owner is all or nothing', async () => {
    const db = await open();
    await failure(db.owner.script('create table half (n int); select 1 / 0;'));
    expect(await db.owner.query(`select to_regclass('half') as half`)).toEqual([{ half: null }]);
  });

  test('a statement beside its surrounding transaction is refused instead of waiting for ever', async () => {
    const db = await open();
    const nested = db.as(admin).transaction(() => db.as(admin).query('select 1'));
    await expect(nested).rejects.toThrow('not through it');
    await expect(db.owner.transaction(() => db.owner.query('select 1'))).rejects.toThrow('not through it');
    let late: Promise<unknown> = Promise.resolve();
    let free = () => {};
    const over = new Promise<void>((resolve) => (free = resolve));
    await db.as(admin).transaction(async () => {
      late = over.then(() => db.as(admin).query('select 1 as a'));
    });
    free();
    expect(await late).toEqual([{ a: 1 }]);
  });

  test('a transaction cannot be used after it is over', async () => {
    const db = await open();
    const tx = await db.as(admin).transaction(async (tx) => tx);
    await expect(tx.query('select 1')).rejects.toThrow('over');
  });

  test('parallel transactions lose no update', async () => {
    const db = await open();
    await scratchTable(db, 'counter', 'n int');
    await db.as(admin).query('insert into counter values (0)');
    const add = () =>
      db.as(admin).transaction(async (tx) => {
        const [{ n }] = await tx.query<{ n: number }>('select n from counter for update');
        await tx.query('update counter set n = $1', [n + 1]);
      });
    await Promise.all(Array.from({ length: 30 }, add));
    expect(await db.owner.query('select n from counter')).toEqual([{ n: 30 }]);
  });

  test('an aborted signal stops the running statement and leaves nothing', async () => {
    const db = await open();
    await scratchTable(db, 'slow', 'n int');
    const abort = new AbortController();
    const work = db.as(admin).transaction(
      async (tx) => {
        await tx.query('insert into slow values (1)');
        setTimeout(() => abort.abort(new Error('no longer wanted')), 200);
        await tx.query('select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b');
      },
      { signal: abort.signal },
    );
    await expect(work).rejects.toThrow('no longer wanted');
    expect(await db.owner.query('select n from slow')).toEqual([]);
    const aborted = db.as(admin).query('select 1', [], { signal: abort.signal });
    await expect(aborted).rejects.toThrow('no longer wanted');
  });
});

describeOnBothDrivers('bulk insert', (open) => {
  const columns = [
    { name: 'id', type: 'int' },
    { name: 'name', type: 'text' },
    { name: 'share', type: 'double precision' },
    { name: 'tags', type: 'jsonb' },
    { name: 'bytes', type: 'bytea' },
    { name: 'geom', type: 'geometry' },
  ];
  const table = `id int primary key, name text, share double precision, tags jsonb, bytes bytea,
    geom geometry(Point, 4326)`;
  const point = '0101000020E6100000000000000000F03F0000000000000040';
  const row = (id: number) => [id, `n"\\${id} 王`, id / 8, { id }, new Uint8Array([id % 256]), point];

  test('rows of several batches arrive in order and unharmed', async () => {
    const db = await open();
    await scratchTable(db, 'bulk', `position bigint generated always as identity, ${table}`);
    const rows = Array.from({ length: 4_500 }, (_, id) => row(id));
    const read = await db.as(LOCAL_ADMINISTRATOR).transaction(async (tx) => {
      expect(await tx.bulkInsert('bulk', columns, rows)).toBe(4_500);
      return tx.query(`select id, name, share, tags, bytes, geom from bulk order by position`);
    });
    expect(read).toEqual(
      rows.map(([id, name, share, tags, bytes, geom]) => ({ id, name, share, tags, bytes, geom })),
    );
  });

  test('rows may come one by one, and missing values are null', async () => {
    const db = await open();
    await scratchTable(db, 'bulk_stream', table);
    async function* rows() {
      yield [1, null, undefined, null, null, null];
      yield row(2);
    }
    const inserted = await db
      .as(LOCAL_ADMINISTRATOR)
      .transaction((tx) => tx.bulkInsert('bulk_stream', columns, rows()));
    expect(inserted).toBe(2);
    const [first] = await db.owner.query('select * from bulk_stream order by id');
    expect(first).toEqual({ id: 1, name: null, share: null, tags: null, bytes: null, geom: null });
  });

  test('a bad row in a late batch leaves nothing', async () => {
    const db = await open();
    await scratchTable(db, 'bulk_bad', table);
    const insert = (rows: unknown[][]) =>
      db.as(LOCAL_ADMINISTRATOR).transaction((tx) => tx.bulkInsert('bulk_bad', columns, rows));
    const rows = Array.from({ length: 6_000 }, (_, id) => row(id));
    expect((await failure(insert([...rows, row(3)]))).code).toBe('23505');
    rows[5_000][2] = NaN;
    await expect(insert(rows)).rejects.toThrow('Row 5000, column share: NaN');
    rows[5_000].pop();
    await expect(insert(rows)).rejects.toThrow('Row 5000 has 5 values; expected 6');
    expect(await db.owner.query('select count(*) as n from bulk_bad')).toEqual([{ n: 0 }]);
  });
});

describeOnBothDrivers('notifications', (open) => {
  const soon = () => new Promise((resolve) => setTimeout(resolve, 200));

  test('each listener hears what is committed, until it stops', async () => {
    const db = await open();
    const heard: string[] = [];
    const alsoHeard: string[] = [];
    const stop = await db.listen('changes', (payload) => heard.push(payload));
    const stopAlso = await db.listen('changes', (payload) => alsoHeard.push(payload));
    await db.as(LOCAL_ADMINISTRATOR).query(`select pg_notify('changes', '1')`);
    await db
      .as(LOCAL_ADMINISTRATOR)
      .transaction(async (tx) => {
        await tx.query(`select pg_notify('changes', 'never')`);
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    await expect.poll(() => heard).toEqual(['1']);
    await stop();
    await db.as(LOCAL_ADMINISTRATOR).query(`select pg_notify('changes', '王')`);
    await expect.poll(() => alsoHeard).toEqual(['1', '王']);
    await stopAlso();
    await db.as(LOCAL_ADMINISTRATOR).query(`select pg_notify('changes', '3')`);
    await soon();
    expect([heard, alsoHeard]).toEqual([['1'], ['1', '王']]);
    await expect(db.listen('No Channel"', () => undefined)).rejects.toThrow('Not a channel name');
  });
});

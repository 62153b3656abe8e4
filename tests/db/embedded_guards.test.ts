import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOCAL_ADMINISTRATOR } from '../../src/lib/server/db/database.ts';
import { openEmbedded } from '../../src/lib/server/db/embedded_driver.ts';
import { createEmbeddedFolder } from '../support/test_database.ts';

/** Valid to PostGIS' parser, not to its overlay: the embedded build answers with an empty success. */
const BOW_TIE = 'POLYGON((0 0,2 2,2 0,0 2,0 0))';
const SQUARE = 'POLYGON((1 0,3 0,3 2,1 2,1 0))';
const UNION = `select st_union('${BOW_TIE}'::geometry, '${SQUARE}'::geometry)`;
const ERRORS = 5;

describe('the embedded database', () => {
  let db: Awaited<ReturnType<typeof openEmbedded>>;
  const admin = () => db.as(LOCAL_ADMINISTRATOR);
  const rows = () => db.owner.query('select n from guarded order by n');

  beforeAll(async () => {
    db = await openEmbedded(await createEmbeddedFolder(), { errorsBeforeRecycling: ERRORS });
    await db.owner.script('create table guarded (n int); grant all on guarded to firecover_app;');
    await admin().query('insert into guarded values (1)');
  });
  afterAll(() => db.close());

  test('a failing overlay is an error, and the database goes on in a new thread', async () => {
    const before = db.threadsOpened();
    await expect(admin().query(UNION)).rejects.toThrow('stopped without an answer');
    expect(await rows()).toEqual([{ n: 1 }]);
    expect(db.threadsOpened()).toBe(before + 1);
  });

  test('a failing overlay with parameters is an error', async () => {
    const union = admin().query('select st_union($1::geometry, $2::geometry)', [BOW_TIE, SQUARE]);
    await expect(union).rejects.toThrow('stopped without an answer');
    expect(await rows()).toEqual([{ n: 1 }]);
  });

  test('a failing overlay in a transaction leaves nothing, even when its error is swallowed', async () => {
    const transaction = admin().transaction(async (tx) => {
      await tx.query('insert into guarded values (2)');
      await tx.query(UNION).catch(() => undefined);
      await tx.query('insert into guarded values (3)').catch(() => undefined);
    });
    await expect(transaction).rejects.toThrow('stopped without an answer');
    expect(await rows()).toEqual([{ n: 1 }]);
  });

  test('a failing overlay in the middle of a script leaves nothing', async () => {
    const script = db.owner.script(
      `insert into guarded values (4); ${UNION}; insert into guarded values (5);`,
    );
    await expect(script).rejects.toThrow('stopped without an answer');
    await expect(db.owner.script(`insert into guarded values (6); ${UNION}`)).rejects.toThrow(
      'without an answer',
    );
    expect(await rows()).toEqual([{ n: 1 }]);
  });

  test('others who wait their turn do not notice', async () => {
    const failing = admin().query(UNION);
    const waiting = [1, 2, 3].map((n) => admin().query('select $1::int as n', [n]));
    await expect(failing).rejects.toThrow('without an answer');
    expect(await Promise.all(waiting)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  });

  test('errors add up to a new thread; rows and listeners stay', async () => {
    const heard: string[] = [];
    const stop = await db.listen('guarded', (payload) => heard.push(payload));
    await expect(admin().query(UNION)).rejects.toThrow();
    await rows();
    const before = db.threadsOpened();
    for (let i = 0; i < ERRORS; i++) await expect(admin().query('select 1 / 0')).rejects.toThrow('zero');
    expect(db.threadsOpened()).toBe(before);
    await admin().query(`select pg_notify('guarded', 'still here')`);
    expect(db.threadsOpened()).toBe(before + 1);
    await expect.poll(() => heard).toEqual(['still here']);
    expect(await rows()).toEqual([{ n: 1 }]);
    await stop();
  });
});

import { beforeAll, expect, it } from 'vitest';
import {
  closedRepairOrderSchema,
  newRepairOrderSchema,
  newTestSchema,
  repairOrderAnswerSchema,
  testAnswerSchema,
  type NewRepairOrder,
  type NewTest,
} from '../../src/lib/contract/api_hydrant_records.ts';
import { LOCAL_ADMINISTRATOR, type Actor, type Database } from '../../src/lib/server/db/database.ts';
import { listTests, recordTest } from '../../src/lib/server/services/hydrants/record_test.ts';
import {
  closeRepairOrder,
  listRepairOrders,
  openRepairOrder,
} from '../../src/lib/server/services/hydrants/repair_orders.ts';
import { fillSmallTown } from '../support/small_town.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

const ADMIN = LOCAL_ADMINISTRATOR;
const headOf = (...areas: number[]): Actor => ({ account_id: 1, name: 'village head', areas });

describeOnBothDrivers('tests and repairs of hydrants', (open) => {
  let db: Database;
  let areas: number[];
  const sql = <Row = Record<string, unknown>>(text: string, parameters: (string | number)[] = []) =>
    db.as(ADMIN).query<Row>(text, parameters);
  /** A new hydrant in the first area. */
  const hydrant = async () => {
    const [{ id }] = await sql<{ id: number }>(
      `insert into hydrant (source, source_id, status, flow_lps, pressure_mpa, tested_on, area_id, geom)
       select 'made', (select count(*) from hydrant)::text, 'working', 20, 0.2, '2026-03-01', $1::bigint,
         st_setsrid(st_makepoint(118.1, 24.5), 4326) returning id`,
      [areas[0]],
    );
    return id;
  };
  const test = async (id: number, body: NewTest, actor = ADMIN) => {
    const answer = await recordTest(db, actor, id, newTestSchema.parse(body));
    return answer && testAnswerSchema.parse(answer);
  };
  const order = async (id: number, body: NewRepairOrder, actor = ADMIN) => {
    const answer = await openRepairOrder(db, actor, id, newRepairOrderSchema.parse(body));
    return answer && repairOrderAnswerSchema.parse(answer);
  };
  const close = (id: number, done_on: string, actor = ADMIN) =>
    closeRepairOrder(db, actor, id, closedRepairOrderSchema.parse({ done_on }));

  beforeAll(async () => {
    db = await open();
    await fillSmallTown(db.as(ADMIN));
    areas = (await sql<{ id: number }>('select id from area order by id')).map(({ id }) => id);
  }, 120_000);

  it('the latest test becomes the condition; what it did not measure stays', async () => {
    const id = await hydrant();
    const first = await test(id, {
      tested_on: '2026-06-01',
      status: 'working',
      flow_lps: 12,
      flowing_pressure_mpa: 0.15,
    });
    expect(first).toMatchObject({
      added: true,
      decides: true,
      hydrant: { status: 'working', flow_lps: 12, pressure_mpa: 0.15, tested_on: '2026-06-01' },
    });
    const look = await test(id, { tested_on: '2026-09-01', status: 'broken', remark: ' buried ' });
    expect(look).toMatchObject({
      test: { flow_lps: null, remark: 'buried' },
      hydrant: { status: 'broken', flow_lps: 12, pressure_mpa: 0.15, tested_on: '2026-09-01' },
    });
    const late = await test(id, { tested_on: '2026-07-01', status: 'working', flow_lps: 30 });
    expect(late).toMatchObject({ added: true, decides: false, hydrant: { status: 'broken', flow_lps: 12 } });
    expect((await listTests(db, ADMIN, id))!.map(({ tested_on }) => tested_on)).toEqual([
      '2026-09-01',
      '2026-07-01',
      '2026-06-01',
    ]);
    const before = await sql<{ condition: object }>(
      `select condition from condition_history where layer = 'hydrant' and row_id = $1::bigint order by id`,
      [id],
    );
    expect(before[0].condition).toEqual({ flow_lps: 20, pressure_mpa: 0.2, tested_on: '2026-03-01' });
  });

  it('the same test twice, or many times at once, is kept once', async () => {
    const id = await hydrant();
    const body: NewTest = { tested_on: '2026-10-01', status: 'working', flow_lps: 18 };
    const answers = await Promise.all(Array.from({ length: 5 }, () => test(id, body)));
    expect(answers.filter((answer) => answer!.added)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer!.test.id)).size).toBe(1);
    expect(await listTests(db, ADMIN, id)).toHaveLength(1);
  });

  it('different tests at once: all are kept, the latest day decides', async () => {
    const id = await hydrant();
    const days = ['2026-10-05', '2026-10-09', '2026-10-02', '2026-10-07'];
    await Promise.all(
      days.map((tested_on, i) => test(id, { tested_on, status: 'working', flow_lps: 10 + i })),
    );
    expect(await listTests(db, ADMIN, id)).toHaveLength(4);
    const [now] = await sql('select flow_lps, tested_on from hydrant where id = $1::bigint', [id]);
    expect(now).toEqual({ flow_lps: 11, tested_on: '2026-10-09' });
  });

  it('an order is opened once and closed once', async () => {
    const id = await hydrant();
    const body = { opened_on: '2026-10-01', due_on: '2026-11-01', responsible: '水司', fault: '阀杆锈死' };
    const opened = (await order(id, body))!;
    expect(opened).toMatchObject({ added: true, order: { done_on: null, responsible: '水司' } });
    expect(await order(id, body)).toEqual({ ...opened, added: false });
    await expect(close(opened.order.id, '2026-09-30')).rejects.toThrow('not before 2026-10-01');
    const closings = await Promise.all([
      close(opened.order.id, '2026-10-20'),
      close(opened.order.id, '2026-10-20'),
    ]);
    expect(closings).toEqual([
      { kind: 'done', order: { ...opened.order, done_on: '2026-10-20' } },
      { kind: 'done', order: { ...opened.order, done_on: '2026-10-20' } },
    ]);
    expect(await close(opened.order.id, '2026-10-21')).toMatchObject({ kind: 'closed-before' });
    expect(await close(999_999, '2026-10-21')).toEqual({ kind: 'none' });
    const again = (await order(id, { ...body, opened_on: '2026-11-01', due_on: null }))!;
    expect((await listRepairOrders(db, ADMIN, id))!.map(({ id: each }) => each)).toEqual([
      again.order.id,
      opened.order.id,
    ]);
  });

  it('who did it is on record', async () => {
    const id = await hydrant();
    await test(id, { tested_on: '2026-10-01', status: 'broken' }, headOf(areas[0]));
    const [row] = await sql(
      `select actor_name, area_id, action from audit where about_layer = 'hydrant' and about_id = $1::bigint`,
      [id],
    );
    expect(row).toEqual({ actor_name: 'village head', area_id: areas[0], action: 'hydrant-test' });
  });

  it('rights: another village’s hydrant is not there', async () => {
    const id = await hydrant();
    const opened = (await order(id, { opened_on: '2026-10-01', fault: 'leak' }))!;
    const other = headOf(areas[1]);
    expect(await test(id, { tested_on: '2026-10-01', status: 'working' }, other)).toBeNull();
    expect(await order(id, { opened_on: '2026-10-01', fault: 'leak' }, other)).toBeNull();
    expect(await close(opened.order.id, '2026-10-02', other)).toEqual({ kind: 'none' });
    expect(await listTests(db, other, id)).toBeNull();
    expect(await listRepairOrders(db, other, id)).toBeNull();
    expect(await test(id, { tested_on: '2026-10-01', status: 'working' }, headOf(areas[0]))).toMatchObject({
      added: true,
    });
  });

  it('days to come are refused', async () => {
    const id = await hydrant();
    await expect(test(id, { tested_on: '2099-01-01', status: 'working' })).rejects.toThrow('not after today');
    await expect(order(id, { opened_on: '2099-01-01', fault: 'leak' })).rejects.toThrow('not after today');
    expect(await listTests(db, ADMIN, id)).toEqual([]);
  });
});

it.each([
  { tested_on: '2026-02-30', status: 'working' },
  { tested_on: '2026-10-01', status: 'fine' },
  { tested_on: '2026-10-01', status: 'working', flow_lps: -1 },
  { tested_on: '2026-10-01', status: 'working', flow_lps: 1001 },
  { tested_on: '2026-10-01', status: 'working', flowing_pressure_mpa: 11 },
  { tested_on: '2026-10-01', status: 'working', remark: 'x'.repeat(501) },
  { tested_on: '2026-10-01', status: 'working', hydrant_id: 3 },
  { tested_on: '2026-10-01', status: 'working', remark: 'a\0b' },
  { status: 'working' },
])('a test that is none: %o', (body) => {
  expect(newTestSchema.safeParse(body).success).toBe(false);
});

it.each([
  { opened_on: '2026-10-01', fault: ' ' },
  { opened_on: '2026-10-02', due_on: '2026-10-01', fault: 'leak' },
  { opened_on: '2026-10-01', fault: 'x'.repeat(201) },
  { opened_on: '2026-10-01', fault: 'leak', done_on: '2026-10-02' },
])('an order that is none: %o', (body) => {
  expect(newRepairOrderSchema.safeParse(body).success).toBe(false);
});

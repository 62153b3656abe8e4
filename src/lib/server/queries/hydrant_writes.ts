import type { z } from 'zod';
import type {
  HydrantTest,
  newRepairOrderSchema,
  newTestSchema,
  RepairOrder,
} from '../../contract/api_hydrant_records.ts';
import type { Queryable } from '../db/database.ts';

type Tx = Pick<Queryable, 'query'>;

export interface HydrantCondition {
  id: number;
  area_id: number | null;
  status: 'working' | 'broken' | 'unknown';
  flow_lps: number | null;
  pressure_mpa: number | null;
  tested_on: string | null;
}

const CONDITION = 'id, area_id, status, flow_lps, pressure_mpa, tested_on';
const TEST =
  'id, hydrant_id, tested_on, status, flow_lps, static_pressure_mpa, flowing_pressure_mpa, tested_by, remark, recorded_at';
const ORDER = 'id, hydrant_id, opened_on, due_on, done_on, responsible, fault, remark';

/** A hydrant, held until the transaction ends so that two tests at once come one after the other; null where there is none. */
export async function holdHydrant(tx: Tx, id: number): Promise<HydrantCondition | null> {
  const [row] = await tx.query<HydrantCondition>(
    `select ${CONDITION} from hydrant where id = $1::bigint for update`,
    [id],
  );
  return row ?? null;
}

/** Whether there is such a hydrant to be seen. */
export const hydrantExists = async (tx: Tx, id: number) =>
  (await tx.query('select id from hydrant where id = $1::bigint', [id])).length > 0;

type Test = z.output<typeof newTestSchema>;

const testValues = (id: number, test: Test) => [
  id,
  test.tested_on,
  test.status,
  test.flow_lps,
  test.static_pressure_mpa,
  test.flowing_pressure_mpa,
  test.tested_by,
  test.remark,
];

/** The same test, where it is on record already. */
export async function sameTest(tx: Tx, id: number, test: Test): Promise<HydrantTest | null> {
  const [row] = await tx.query<HydrantTest>(
    `select ${TEST} from hydrant_test
     where hydrant_id = $1::bigint and tested_on = $2::date and status = $3::text
       and flow_lps is not distinct from $4::float8 and static_pressure_mpa is not distinct from $5::float8
       and flowing_pressure_mpa is not distinct from $6::float8 and tested_by is not distinct from $7::text
       and remark is not distinct from $8::text
     order by id limit 1`,
    testValues(id, test),
  );
  return row ?? null;
}

export async function insertTest(tx: Tx, id: number, test: Test): Promise<HydrantTest> {
  const [row] = await tx.query<HydrantTest>(
    `insert into hydrant_test
       (hydrant_id, tested_on, status, flow_lps, static_pressure_mpa, flowing_pressure_mpa, tested_by, remark)
     values ($1::bigint, $2::date, $3::text, $4::float8, $5::float8, $6::float8, $7::text, $8::text)
     returning ${TEST}`,
    testValues(id, test),
  );
  return row;
}

/** The day of the latest test of a hydrant other than one; null where there is none. */
export async function latestTestBeside(tx: Tx, hydrant_id: number, test_id: number): Promise<string | null> {
  const [{ latest }] = await tx.query<{ latest: string | null }>(
    'select max(tested_on) as latest from hydrant_test where hydrant_id = $1::bigint and id <> $2::bigint',
    [hydrant_id, test_id],
  );
  return latest;
}

/** Writes what a test found: what it did not measure stays as it was. */
export async function updateCondition(
  tx: Tx,
  id: number,
  { status, flow_lps, flowing_pressure_mpa, tested_on }: Test,
): Promise<HydrantCondition> {
  const [row] = await tx.query<HydrantCondition>(
    `update hydrant set status = $2::text, flow_lps = coalesce($3::float8, flow_lps),
       pressure_mpa = coalesce($4::float8, pressure_mpa), tested_on = $5::date
     where id = $1::bigint returning ${CONDITION}`,
    [id, status, flow_lps, flowing_pressure_mpa, tested_on],
  );
  return row;
}

/** Newest first. */
export const testsOf = (tx: Tx, id: number) =>
  tx.query<HydrantTest>(
    `select ${TEST} from hydrant_test where hydrant_id = $1::bigint order by tested_on desc, id desc`,
    [id],
  );

type Order = z.output<typeof newRepairOrderSchema>;

const orderValues = (id: number, { opened_on, due_on, responsible, fault, remark }: Order) => [
  id,
  opened_on,
  due_on,
  responsible,
  fault,
  remark,
];

export async function sameOrder(tx: Tx, id: number, order: Order): Promise<RepairOrder | null> {
  const [row] = await tx.query<RepairOrder>(
    `select ${ORDER} from repair_order
     where hydrant_id = $1::bigint and opened_on = $2::date and due_on is not distinct from $3::date
       and responsible is not distinct from $4::text and fault = $5::text and remark is not distinct from $6::text
     order by id limit 1`,
    orderValues(id, order),
  );
  return row ?? null;
}

export async function insertOrder(tx: Tx, id: number, order: Order): Promise<RepairOrder> {
  const [row] = await tx.query<RepairOrder>(
    `insert into repair_order (hydrant_id, opened_on, due_on, responsible, fault, remark)
     values ($1::bigint, $2::date, $3::date, $4::text, $5::text, $6::text) returning ${ORDER}`,
    orderValues(id, order),
  );
  return row;
}

/** An order, held until the transaction ends; null where there is none. */
export async function holdOrder(tx: Tx, id: number): Promise<RepairOrder | null> {
  const [row] = await tx.query<RepairOrder>(
    `select ${ORDER} from repair_order where id = $1::bigint for update`,
    [id],
  );
  return row ?? null;
}

export async function closeOrder(
  tx: Tx,
  id: number,
  done_on: string,
  remark: string | null,
): Promise<RepairOrder> {
  const [row] = await tx.query<RepairOrder>(
    `update repair_order set done_on = $2::date, remark = coalesce($3::text, remark)
     where id = $1::bigint returning ${ORDER}`,
    [id, done_on, remark],
  );
  return row;
}

/** Open ones first, then the newest. */
export const ordersOf = (tx: Tx, id: number) =>
  tx.query<RepairOrder>(
    `select ${ORDER} from repair_order where hydrant_id = $1::bigint
     order by done_on is not null, opened_on desc, id desc`,
    [id],
  );

/** Writes down who did what. */
export const audit = (
  tx: Tx,
  actor: { account_id: number | null; name: string },
  about: { action: string; area_id: number | null; layer: string; id: number; body: object },
) =>
  tx.query(
    `insert into audit (account_id, actor_name, area_id, action, about_layer, about_id, body)
     values ($1::bigint, $2::text, $3::bigint, $4::text, $5::text, $6::bigint, $7::jsonb)`,
    [
      actor.account_id,
      actor.name,
      about.area_id,
      about.action,
      about.layer,
      about.id,
      JSON.stringify(about.body),
    ],
  );

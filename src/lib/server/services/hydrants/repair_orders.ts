import type { z } from 'zod';
import type {
  closedRepairOrderSchema,
  newRepairOrderSchema,
  RepairOrder,
} from '../../../contract/api_hydrant_records.ts';
import { BadInput } from '../../../contract/errors.ts';
import type { Actor, Database } from '../../db/database.ts';
import {
  audit,
  closeOrder,
  holdHydrant,
  holdOrder,
  hydrantExists,
  insertOrder,
  ordersOf,
  sameOrder,
} from '../../queries/hydrant_writes.ts';
import { refuseFuture } from './refuse_future.ts';

/**
 * Opens a repair order; the same one again is kept once.
 *
 * @returns null where there is no such hydrant to be seen.
 * @throws BadInput for a day after today.
 */
export async function openRepairOrder(
  database: Database,
  actor: Actor,
  hydrant_id: number,
  order: z.output<typeof newRepairOrderSchema>,
): Promise<{ order: RepairOrder; added: boolean } | null> {
  refuseFuture('opened_on', order.opened_on);
  return database.as(actor).transaction(async (tx) => {
    const hydrant = await holdHydrant(tx, hydrant_id);
    if (!hydrant) return null;
    const known = await sameOrder(tx, hydrant_id, order);
    if (known) return { order: known, added: false };
    const opened = await insertOrder(tx, hydrant_id, order);
    const { area_id } = hydrant;
    await audit(tx, actor, {
      action: 'repair-order-opened',
      area_id,
      layer: 'hydrant',
      id: hydrant_id,
      body: { order: opened.id },
    });
    return { order: opened, added: true };
  });
}

export type Closing =
  { kind: 'done'; order: RepairOrder } | { kind: 'none' } | { kind: 'closed-before'; order: RepairOrder };

/**
 * Closes an order. Whether the hydrant works again is for a test to say.
 *
 * @throws BadInput for a day before it was opened or after today.
 */
export async function closeRepairOrder(
  database: Database,
  actor: Actor,
  id: number,
  { done_on, remark }: z.output<typeof closedRepairOrderSchema>,
): Promise<Closing> {
  refuseFuture('done_on', done_on);
  return database.as(actor).transaction(async (tx): Promise<Closing> => {
    const order = await holdOrder(tx, id);
    if (!order) return { kind: 'none' };
    if (order.done_on !== null) {
      return order.done_on === done_on ? { kind: 'done', order } : { kind: 'closed-before', order };
    }
    if (done_on < order.opened_on) {
      throw new BadInput(
        'before-opened',
        `done_on: expected a day not before ${order.opened_on}, got ${done_on}`,
      );
    }
    const closed = await closeOrder(tx, id, done_on, remark);
    const hydrant = await holdHydrant(tx, order.hydrant_id);
    await audit(tx, actor, {
      action: 'repair-order-closed',
      area_id: hydrant?.area_id ?? null,
      layer: 'hydrant',
      id: order.hydrant_id,
      body: { order: id, done_on },
    });
    return { kind: 'done', order: closed };
  });
}

/** Open ones first, then the newest; null where there is no such hydrant to be seen. */
export const listRepairOrders = (
  database: Database,
  actor: Actor,
  hydrant_id: number,
): Promise<RepairOrder[] | null> =>
  database
    .as(actor)
    .transaction(async (tx) => ((await hydrantExists(tx, hydrant_id)) ? ordersOf(tx, hydrant_id) : null));

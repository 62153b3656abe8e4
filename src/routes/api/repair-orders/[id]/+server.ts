import { error, json } from '@sveltejs/kit';
import { closedRepairOrderSchema, repairOrderSchema } from '$lib/contract/api_hydrant_records';
import { idOfAddress } from '$lib/server/id_of_address';
import { readBody } from '$lib/server/read_body';
import { orRefuse } from '$lib/server/refusals';
import { requireDatabase } from '$lib/server/require_database';
import { closeRepairOrder } from '$lib/server/services/hydrants/repair_orders';
import type { RequestHandler } from './$types';

export const PATCH: RequestHandler = async ({ params, request, locals }) => {
  const id = idOfAddress(params.id, 'repair order');
  const closed = await readBody(request, closedRepairOrderSchema);
  const database = requireDatabase(await locals.database());
  const outcome = await orRefuse(closeRepairOrder(database, locals.actor, id, closed));
  if (outcome.kind === 'none') error(404, `There is no repair order ${id}`);
  if (outcome.kind === 'closed-before') error(409, `It was closed on ${outcome.order.done_on} already`);
  return json(repairOrderSchema.parse(outcome.order));
};

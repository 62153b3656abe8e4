import { error, json } from '@sveltejs/kit';
import {
  newRepairOrderSchema,
  repairOrderAnswerSchema,
  repairOrdersAnswerSchema,
} from '$lib/contract/api_hydrant_records';
import { idOfAddress } from '$lib/server/id_of_address';
import { readBody } from '$lib/server/read_body';
import { orRefuse } from '$lib/server/refusals';
import { requireDatabase } from '$lib/server/require_database';
import { listRepairOrders, openRepairOrder } from '$lib/server/services/hydrants/repair_orders';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
  const id = idOfAddress(params.id, 'hydrant');
  const database = requireDatabase(await locals.database());
  const orders = await listRepairOrders(database, locals.actor, id);
  if (!orders) error(404, `There is no hydrant ${id}`);
  return json(repairOrdersAnswerSchema.parse({ orders }), { headers: { 'cache-control': 'no-cache' } });
};

export const POST: RequestHandler = async ({ params, request, locals }) => {
  const id = idOfAddress(params.id, 'hydrant');
  const order = await readBody(request, newRepairOrderSchema);
  const database = requireDatabase(await locals.database());
  const answer = await orRefuse(openRepairOrder(database, locals.actor, id, order));
  if (!answer) error(404, `There is no hydrant ${id}`);
  return json(repairOrderAnswerSchema.parse(answer), { status: answer.added ? 201 : 200 });
};

import { error, json } from '@sveltejs/kit';
import { newTestSchema, testAnswerSchema, testsAnswerSchema } from '$lib/contract/api_hydrant_records';
import { idOfAddress } from '$lib/server/id_of_address';
import { readBody } from '$lib/server/read_body';
import { orRefuse } from '$lib/server/refusals';
import { requireDatabase } from '$lib/server/require_database';
import { listTests, recordTest } from '$lib/server/services/hydrants/record_test';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
  const id = idOfAddress(params.id, 'hydrant');
  const database = requireDatabase(await locals.database());
  const tests = await listTests(database, locals.actor, id);
  if (!tests) error(404, `There is no hydrant ${id}`);
  return json(testsAnswerSchema.parse({ tests }), { headers: { 'cache-control': 'no-cache' } });
};

export const POST: RequestHandler = async ({ params, request, locals }) => {
  const id = idOfAddress(params.id, 'hydrant');
  const test = await readBody(request, newTestSchema);
  const database = requireDatabase(await locals.database());
  const answer = await orRefuse(recordTest(database, locals.actor, id, test));
  if (!answer) error(404, `There is no hydrant ${id}`);
  return json(testAnswerSchema.parse(answer), { status: answer.added ? 201 : 200 });
};

import { error, json } from '@sveltejs/kit';
import { buildingCardSchema } from '$lib/contract/api';
import { ofRunQuerySchema } from '$lib/contract/api_runs';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { building } from '$lib/server/services/building';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url, locals }) => {
  if (!/^[1-9]\d{0,14}$/.test(params.id)) error(404, `No building is called ${params.id}`);
  const { run } = readQuery(url, ofRunQuerySchema);
  const database = requireDatabase(await locals.database());
  const card = await building(database, locals.actor, Number(params.id), run ?? null);
  if (!card) error(404, `There is no building ${params.id}`);
  return json(buildingCardSchema.parse(card), { headers: { 'cache-control': 'no-cache' } });
};

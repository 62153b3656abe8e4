import { json } from '@sveltejs/kit';
import { layersAnswerSchema, layersQuerySchema } from '$lib/contract/api_layers';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { layers } from '$lib/server/services/layers';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, locals }) => {
  const { run } = readQuery(url, layersQuerySchema);
  const database = requireDatabase(await locals.database());
  const answer = await layers(database, locals.actor, run ?? null);
  return json(layersAnswerSchema.parse(answer), { headers: { 'cache-control': 'no-cache' } });
};

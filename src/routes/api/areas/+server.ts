import { json } from '@sveltejs/kit';
import { areasAnswerSchema } from '$lib/contract/api_areas';
import { ofRunQuerySchema } from '$lib/contract/api_runs';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { areas } from '$lib/server/services/areas';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, locals }) => {
  const { run } = readQuery(url, ofRunQuerySchema);
  const database = requireDatabase(await locals.database());
  const answer = await areas(database, locals.actor, run ?? null);
  return json(areasAnswerSchema.parse(answer), { headers: { 'cache-control': 'no-cache' } });
};

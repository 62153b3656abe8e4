import { json } from '@sveltejs/kit';
import { searchAnswerSchema, searchQuerySchema } from '$lib/contract/api_search';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { search } from '$lib/server/services/search/search';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, locals }) => {
  const { q, limit } = readQuery(url, searchQuerySchema);
  const database = requireDatabase(await locals.database());
  const answer = await search(database, locals.actor, q, limit);
  return json(searchAnswerSchema.parse(answer), { headers: { 'cache-control': 'no-cache' } });
};

import { json } from '@sveltejs/kit';
import { summarySchema } from '$lib/contract/api';
import { ofRunQuerySchema } from '$lib/contract/api_runs';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { summary } from '$lib/server/services/summary';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const { run } = readQuery(url, ofRunQuerySchema);
  const database = requireDatabase(await locals.database());
  const found = summarySchema.parse(await summary(database, locals.actor, run ?? null));
  return json(found, { headers: { 'cache-control': 'no-cache' } });
};

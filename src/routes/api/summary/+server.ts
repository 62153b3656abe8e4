import { json } from '@sveltejs/kit';
import { summarySchema } from '$lib/contract/api';
import { requireDatabase } from '$lib/server/require_database';
import { summary } from '$lib/server/services/summary';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) => {
  const database = requireDatabase(await locals.database());
  const found = summarySchema.parse(await summary(database, locals.actor));
  return json(found, { headers: { 'cache-control': 'no-cache' } });
};

import { error, json } from '@sveltejs/kit';
import { runAnswerSchema, runQuerySchema } from '$lib/contract/api_runs';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { runFor } from '$lib/server/services/runs';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, locals }) => {
  const { vehicle, cutoff } = readQuery(url, runQuerySchema);
  if (locals.actor.areas !== 'all')
    error(403, 'Runs are over everything: only an administrator asks for them');
  const database = requireDatabase(await locals.database());
  const run = await runFor(database, locals.actor, { vehicle, cutoff_s: cutoff });
  return json(runAnswerSchema.parse({ run }), { headers: { 'cache-control': 'no-cache' } });
};

import { json } from '@sveltejs/kit';
import { hazardPoints } from '$lib/server/queries/hazard_points';
import { requireDatabase } from '$lib/server/require_database';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) => {
  const database = requireDatabase(await locals.database());
  return json(await hazardPoints(database.as(locals.actor)), { headers: { 'cache-control': 'no-cache' } });
};

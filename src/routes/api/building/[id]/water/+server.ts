import { error, json } from '@sveltejs/kit';
import { buildingWaterSchema } from '$lib/contract/api_building_water';
import { ofRunQuerySchema } from '$lib/contract/api_runs';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { waterOfBuilding } from '$lib/server/services/building_path';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url, locals }) => {
  if (!/^[1-9]\d{0,14}$/.test(params.id)) error(404, `No building is called ${params.id}`);
  const { run } = readQuery(url, ofRunQuerySchema);
  const database = requireDatabase(await locals.database());
  const answer = await waterOfBuilding(database, locals.actor, Number(params.id), run ?? null);
  if (!answer) error(404, `There is no building ${params.id}`);
  return json(buildingWaterSchema.parse(answer), { headers: { 'cache-control': 'no-cache' } });
};

import { error, json } from '@sveltejs/kit';
import { comparisonQuerySchema, comparisonSchema } from '$lib/contract/api_scenarios';
import { readQuery } from '$lib/server/read_query';
import { orRefuse } from '$lib/server/refusals';
import { requireDatabase } from '$lib/server/require_database';
import { csvFile } from '$lib/server/scenario_response';
import { compareScenarios, comparisonCsv } from '$lib/server/services/scenario/compare_scenarios';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, locals }) => {
  const query = readQuery(url, comparisonQuerySchema);
  if (locals.actor.areas !== 'all') {
    error(403, 'A comparison is over everything: only an administrator asks for it');
  }
  const database = requireDatabase(await locals.database());
  const found = await orRefuse(compareScenarios(database, locals.actor, query));
  if (!found) error(404, 'There is no such scenario');
  const comparison = comparisonSchema.parse(found);
  if (query.format === 'csv') return csvFile('comparison', comparisonCsv(comparison));
  return json(comparison, { headers: { 'cache-control': 'no-cache' } });
};

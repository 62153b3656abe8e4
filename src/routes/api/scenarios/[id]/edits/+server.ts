import { error } from '@sveltejs/kit';
import { scenarioSchema } from '$lib/contract/api_scenarios';
import { requireDatabase } from '$lib/server/require_database';
import { csvFile, scenarioId } from '$lib/server/scenario_response';
import { editsCsv } from '$lib/server/services/scenario/scenario_csv';
import { loadScenario } from '$lib/server/services/scenario/scenarios';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
  const id = scenarioId(params.id);
  const database = requireDatabase(await locals.database());
  const scenario = await loadScenario(database, locals.actor, id);
  if (!scenario) error(404, `There is no scenario ${id}`);
  return csvFile(`scenario_${id}`, editsCsv(scenarioSchema.parse(scenario)));
};

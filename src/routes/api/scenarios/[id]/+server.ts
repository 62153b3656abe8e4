import { error, json } from '@sveltejs/kit';
import { removedScenarioQuerySchema, savedScenarioSchema, scenarioSchema } from '$lib/contract/api_scenarios';
import { readBody } from '$lib/server/read_body';
import { readQuery } from '$lib/server/read_query';
import { orRefuse } from '$lib/server/refusals';
import { requireDatabase } from '$lib/server/require_database';
import { etaggedJson, scenarioId, written } from '$lib/server/scenario_response';
import { deleteScenario, loadScenario, saveScenario } from '$lib/server/services/scenario/scenarios';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, request, locals }) => {
  const id = scenarioId(params.id);
  const database = requireDatabase(await locals.database());
  const scenario = await loadScenario(database, locals.actor, id);
  if (!scenario) error(404, `There is no scenario ${id}`);
  return etaggedJson(request, scenarioSchema.parse(scenario));
};

export const PUT: RequestHandler = async ({ params, request, locals }) => {
  const id = scenarioId(params.id);
  const saved = await readBody(request, savedScenarioSchema);
  const database = requireDatabase(await locals.database());
  const outcome = await orRefuse(saveScenario(database, locals.actor, id, saved));
  return written(id, outcome, (scenario) => json(scenarioSchema.parse(scenario)));
};

export const DELETE: RequestHandler = async ({ params, url, locals }) => {
  const id = scenarioId(params.id);
  const { revision } = readQuery(url, removedScenarioQuerySchema);
  const database = requireDatabase(await locals.database());
  const outcome = await orRefuse(deleteScenario(database, locals.actor, id, revision));
  return written(id, outcome, () => new Response(null, { status: 204 }));
};

import { json } from '@sveltejs/kit';
import {
  newScenarioSchema,
  scenarioSchema,
  scenariosAnswerSchema,
  scenariosQuerySchema,
} from '$lib/contract/api_scenarios';
import { readBody } from '$lib/server/read_body';
import { readQuery } from '$lib/server/read_query';
import { orRefuse } from '$lib/server/refusals';
import { requireDatabase } from '$lib/server/require_database';
import { csvFile, etaggedJson } from '$lib/server/scenario_response';
import { scenariosCsv } from '$lib/server/services/scenario/scenario_csv';
import { createScenario, listScenarios } from '$lib/server/services/scenario/scenarios';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, request, locals }) => {
  const { format } = readQuery(url, scenariosQuerySchema);
  const database = requireDatabase(await locals.database());
  const answer = scenariosAnswerSchema.parse(await listScenarios(database, locals.actor));
  if (format === 'csv') return csvFile('scenarios', scenariosCsv(answer.scenarios));
  return etaggedJson(request, answer);
};

export const POST: RequestHandler = async ({ request, locals }) => {
  const scenario = await readBody(request, newScenarioSchema);
  const database = requireDatabase(await locals.database());
  const created = await orRefuse(createScenario(database, locals.actor, scenario));
  return json(scenarioSchema.parse(created), {
    status: 201,
    headers: { location: `/api/scenarios/${created.id}` },
  });
};

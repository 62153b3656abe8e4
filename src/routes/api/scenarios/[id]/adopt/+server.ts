import { json } from '@sveltejs/kit';
import { adoptionAnswerSchema, adoptionSchema } from '$lib/contract/api_scenarios';
import { readBody } from '$lib/server/read_body';
import { orRefuse } from '$lib/server/refusals';
import { requireDatabase } from '$lib/server/require_database';
import { scenarioId, written } from '$lib/server/scenario_response';
import { adoptScenario } from '$lib/server/services/scenario/adopt_scenario';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ params, request, locals }) => {
  const id = scenarioId(params.id);
  const asked = await readBody(request, adoptionSchema);
  const database = requireDatabase(await locals.database());
  const outcome = await orRefuse(adoptScenario(database, locals.actor, id, asked));
  return written(id, outcome, (answer) => json(adoptionAnswerSchema.parse(answer)));
};

import { json } from '@sveltejs/kit';
import { sitingScenarioAnswerSchema, sitingScenarioSchema } from '$lib/contract/api_siting';
import { readBody } from '$lib/server/read_body';
import { orRefuse } from '$lib/server/refusals';
import { requireAnsweredSiting } from '$lib/server/require_siting';
import { saveSiting } from '$lib/server/services/siting/site_scenario';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ request, params, locals }) => {
  const asked = await readBody(request, sitingScenarioSchema);
  const { database, session } = await requireAnsweredSiting(locals, params.id);
  const { id, name } = await orRefuse(saveSiting(database, locals.actor, session, asked));
  return json(sitingScenarioAnswerSchema.parse({ id, name }), {
    status: 201,
    headers: { location: `/api/scenarios/${id}` },
  });
};

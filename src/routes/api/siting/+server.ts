import { error, json } from '@sveltejs/kit';
import { sitingQuestionSchema, sitingStartedSchema } from '$lib/contract/api_siting';
import { readBody } from '$lib/server/read_body';
import { orRefuse } from '$lib/server/refusals';
import { requireDatabase } from '$lib/server/require_database';
import { MOST_SESSIONS, siteSessions } from '$lib/server/services/siting/site_sessions';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ request, locals }) => {
  const question = await readBody(request, sitingQuestionSchema);
  const database = requireDatabase(await locals.database());
  const begun = await orRefuse(siteSessions.begin(database, locals.actor, question));
  if (begun.kind === 'busy') {
    error(429, `${MOST_SESSIONS} questions are worked on already: wait for one of them, or stop it`);
  }
  return json(sitingStartedSchema.parse({ id: begun.id }), {
    status: 202,
    headers: { location: `/api/siting/${begun.id}` },
  });
};

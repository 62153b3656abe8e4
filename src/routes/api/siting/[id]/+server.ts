import { json } from '@sveltejs/kit';
import { sitingAnswerSchema } from '$lib/contract/api_siting';
import { requireSiting } from '$lib/server/require_siting';
import { siteSessions } from '$lib/server/services/siting/site_sessions';
import type { RequestHandler } from './$types';

const headers = { 'cache-control': 'no-cache' };

export const GET: RequestHandler = async ({ params, locals }) => {
  const { database, session } = await requireSiting(locals, params.id);
  const answer = await siteSessions.answer(database, locals.actor, session);
  return json(sitingAnswerSchema.parse(answer), { headers });
};

/** Ends the proof; the answer is how it stands then, and the best so far follows. */
export const DELETE: RequestHandler = async ({ params, locals }) => {
  const { database, session } = await requireSiting(locals, params.id);
  session.stop();
  const answer = await siteSessions.answer(database, locals.actor, session);
  return json(sitingAnswerSchema.parse(answer), { headers });
};

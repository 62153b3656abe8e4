import { networkQuerySchema } from '$lib/contract/api_network';
import { encodingFor, networkResponse } from '$lib/server/network_response';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { networkBytes } from '$lib/server/services/live/network_bytes';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, request, locals }) => {
  const { area } = readQuery(url, networkQuerySchema);
  const database = requireDatabase(await locals.database());
  const asked = { area_id: area ?? null, encoding: encodingFor(request) };
  const known_etags = request.headers.get('if-none-match');
  return networkResponse(await networkBytes(database, locals.actor, asked, known_etags));
};

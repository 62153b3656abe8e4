import { ofRunQuerySchema } from '$lib/contract/api_runs';
import { pictureResponse } from '$lib/server/picture_response';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { picture } from '$lib/server/services/pictures';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, request, locals }) => {
  const { run } = readQuery(url, ofRunQuerySchema);
  const database = requireDatabase(await locals.database());
  const known_etags = request.headers.get('if-none-match');
  return pictureResponse(await picture(database, locals.actor, 'gaps', run ?? null, known_etags), request);
};

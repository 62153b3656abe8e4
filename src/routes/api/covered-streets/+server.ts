import { coveredStreetsQuerySchema } from '$lib/contract/api_runs';
import { pictureResponse } from '$lib/server/picture_response';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { coveredStreetsPicture } from '$lib/server/services/pictures';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, request, locals }) => {
  const { run, cutoff } = readQuery(url, coveredStreetsQuerySchema);
  const database = requireDatabase(await locals.database());
  const known_etags = request.headers.get('if-none-match');
  const asked = { run_id: run ?? null, cutoff_s: cutoff ?? null };
  return pictureResponse(await coveredStreetsPicture(database, locals.actor, asked, known_etags), request);
};

import { json } from '@sveltejs/kit';
import { shortfallAnswerSchema, shortfallQuerySchema } from '$lib/contract/api_shortfall';
import { csvResponse } from '$lib/server/csv_response';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { areasText } from '$lib/server/services/shortfall/shortfall_csv';
import { shortfall } from '$lib/server/services/shortfall/shortfall';
import { NO_CACHE, workingResponse } from '$lib/server/shortfall_request';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, locals }) => {
  const query = readQuery(url, shortfallQuerySchema);
  const database = requireDatabase(await locals.database());
  const answer = await shortfall(database, locals.actor, query);
  if (answer.state === 'working') return workingResponse(answer);
  if (query.format === 'csv') return csvResponse('shortfall', areasText(answer.areas));
  return json(shortfallAnswerSchema.parse(answer), NO_CACHE);
};

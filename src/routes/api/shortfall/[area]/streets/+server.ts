import { error, json } from '@sveltejs/kit';
import { shortfallListQuerySchema } from '$lib/contract/api_shortfall';
import { streetRatesAnswerSchema } from '$lib/contract/api_shortfall_list';
import { csvResponse } from '$lib/server/csv_response';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { streetsText } from '$lib/server/services/shortfall/shortfall_csv';
import { streetRatesOf } from '$lib/server/services/shortfall/shortfall';
import { areaOfAddress, NO_CACHE, workingResponse } from '$lib/server/shortfall_request';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url, locals }) => {
  const area = areaOfAddress(params.area);
  const query = readQuery(url, shortfallListQuerySchema);
  const database = requireDatabase(await locals.database());
  const answer = await streetRatesOf(database, locals.actor, area, query);
  if (!answer) error(404, `There is no area ${params.area}`);
  if (answer.state === 'working') return workingResponse(answer);
  if (query.format === 'csv') return csvResponse(`streets_${area}`, streetsText(answer.rows));
  const rows = answer.rows.slice(query.offset, query.offset + query.limit);
  return json(streetRatesAnswerSchema.parse({ ...answer, rows }), NO_CACHE);
};

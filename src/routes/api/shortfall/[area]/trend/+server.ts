import { error, json } from '@sveltejs/kit';
import { trendAnswerSchema, trendQuerySchema } from '$lib/contract/api_shortfall';
import { csvResponse } from '$lib/server/csv_response';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { trendText } from '$lib/server/services/shortfall/shortfall_csv';
import { shortfallTrend } from '$lib/server/services/shortfall/shortfall';
import { areaOfAddress, NO_CACHE } from '$lib/server/shortfall_request';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url, locals }) => {
  const area = areaOfAddress(params.area);
  const query = readQuery(url, trendQuerySchema);
  const database = requireDatabase(await locals.database());
  const answer = await shortfallTrend(database, locals.actor, area, query);
  if (!answer) error(404, `There is no area ${params.area}`);
  if (query.format === 'csv') return csvResponse(`trend_${area}`, trendText(answer.trend));
  return json(trendAnswerSchema.parse(answer), NO_CACHE);
};

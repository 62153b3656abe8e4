import { error, json } from '@sveltejs/kit';
import { shortfallFigureSchema, shortfallListQuerySchema } from '$lib/contract/api_shortfall';
import { shortfallListAnswerSchema } from '$lib/contract/api_shortfall_list';
import { csvResponse } from '$lib/server/csv_response';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { rowsText } from '$lib/server/services/shortfall/shortfall_csv';
import { allRows, listed, shortfallList } from '$lib/server/services/shortfall/shortfall';
import { areaOfAddress, NO_CACHE, workingResponse } from '$lib/server/shortfall_request';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url, locals }) => {
  const area = areaOfAddress(params.area);
  const figure = shortfallFigureSchema.safeParse(params.figure);
  if (!figure.success) error(404, `There is no figure called ${params.figure}`);
  const query = readQuery(url, shortfallListQuerySchema);
  const database = requireDatabase(await locals.database());
  const read = query.format === 'csv' ? listed : shortfallList;
  const answer = await read(database, locals.actor, area, figure.data, query);
  if (answer === 'no-area') error(404, `There is no area ${params.area}`);
  if (answer === 'no-rule') error(404, `The rule set has no number to hold ${params.figure} against`);
  if (answer.state === 'working') return workingResponse(answer);
  if ('list' in answer) {
    const { db, book, list } = answer;
    return csvResponse(`${figure.data}_${area}`, rowsText(allRows(db, book.records, list)));
  }
  return json(shortfallListAnswerSchema.parse(answer), NO_CACHE);
};

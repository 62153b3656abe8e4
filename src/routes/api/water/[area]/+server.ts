import { error, json } from '@sveltejs/kit';
import { waterSheetQuerySchema, waterSheetSchema } from '$lib/contract/api_water_sheet';
import { idOfAddress } from '$lib/server/id_of_address';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { waterSheet } from '$lib/server/services/shortfall/water_sheet';
import { NO_CACHE, workingResponse } from '$lib/server/shortfall_request';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url, locals }) => {
  const area = idOfAddress(params.area, 'area');
  const query = readQuery(url, waterSheetQuerySchema);
  const database = requireDatabase(await locals.database());
  const sheet = await waterSheet(database, locals.actor, area, query);
  if (!sheet) error(404, `There is no area ${area}`);
  if (sheet.state === 'working') return workingResponse(sheet);
  return json(waterSheetSchema.parse(sheet), NO_CACHE);
};

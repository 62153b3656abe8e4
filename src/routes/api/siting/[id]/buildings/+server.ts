import { json } from '@sveltejs/kit';
import { sitingBuildingsQuerySchema, sitingBuildingsSchema } from '$lib/contract/api_siting';
import { readQuery } from '$lib/server/read_query';
import { orRefuse } from '$lib/server/refusals';
import { requireAnsweredSiting } from '$lib/server/require_siting';
import { csvFile } from '$lib/server/scenario_response';
import { siteBuildingsCsv } from '$lib/server/services/siting/site_buildings_csv';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, params, locals }) => {
  const { of, rank, offset, limit, format } = readQuery(url, sitingBuildingsQuerySchema);
  const { session } = await requireAnsweredSiting(locals, params.id);
  const rows = await orRefuse(session.ask({ kind: 'buildings', of, rank: rank ?? null }));
  if (format === 'csv') return csvFile(rank ? `${of}_${rank}` : of, siteBuildingsCsv(rows));
  const page = { total: rows.length, rows: rows.slice(offset, offset + limit) };
  return json(sitingBuildingsSchema.parse(page), { headers: { 'cache-control': 'no-cache' } });
};

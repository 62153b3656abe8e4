import { json } from '@sveltejs/kit';
import { sitingGainQuerySchema, sitingGainSchema } from '$lib/contract/api_siting';
import { readQuery } from '$lib/server/read_query';
import { orRefuse } from '$lib/server/refusals';
import { requireAnsweredSiting } from '$lib/server/require_siting';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, params, locals }) => {
  const { lon, lat } = readQuery(url, sitingGainQuerySchema);
  const { session } = await requireAnsweredSiting(locals, params.id);
  const gain = await orRefuse(session.ask({ kind: 'gain', at_deg: [lon, lat] }));
  return json(sitingGainSchema.parse(gain), { headers: { 'cache-control': 'no-cache' } });
};

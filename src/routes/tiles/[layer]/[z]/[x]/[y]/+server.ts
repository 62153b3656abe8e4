import { error } from '@sveltejs/kit';
import { ofRunQuerySchema } from '$lib/contract/api_runs';
import { parseTileAddress, parseTileLayers } from '$lib/contract/tile_layers';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { cachedTile } from '$lib/server/services/tile_cache';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url, request, locals }) => {
  const layers = parseTileLayers(params.layer);
  const address = parseTileAddress(params.z, params.x, params.y);
  if (!layers) error(404, `No tile layer is called ${params.layer}`);
  if (!address) error(404, `There is no tile ${params.z}/${params.x}/${params.y}`);

  const { run } = readQuery(url, ofRunQuerySchema);
  const known_etags = request.headers.get('if-none-match');
  const answer = await cachedTile(
    requireDatabase(await locals.database()),
    locals.actor,
    layers,
    address,
    known_etags,
    run ?? null,
  );
  const headers = { etag: answer.etag, 'cache-control': 'no-cache' };
  if (answer.kind === 'unchanged') return new Response(null, { status: 304, headers });
  return new Response(answer.bytes as BodyInit, {
    headers: { ...headers, 'content-type': 'application/vnd.mapbox-vector-tile' },
  });
};

import { error } from '@sveltejs/kit';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { SITING_FILES, type SitingFile } from '$lib/contract/api_siting';
import { orRefuse } from '$lib/server/refusals';
import { requireAnsweredSiting } from '$lib/server/require_siting';
import type { RequestHandler } from './$types';

const TYPES: Record<string, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
  geojson: 'application/geo+json',
};

export const GET: RequestHandler = async ({ params, locals }) => {
  const name = SITING_FILES.find((file): file is SitingFile => file === params.file);
  if (!name) error(404, `There is no file ${params.file}: there are ${SITING_FILES.join(', ')}`);
  const { session } = await requireAnsweredSiting(locals, params.id);
  const path = await orRefuse(session.file(name));
  return new Response(Readable.toWeb(createReadStream(path)) as ReadableStream, {
    headers: {
      'content-type': TYPES[name.slice(name.lastIndexOf('.') + 1)]!,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-cache',
    },
  });
};

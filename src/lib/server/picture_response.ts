import { error } from '@sveltejs/kit';
import { gunzipSync } from 'node:zlib';
import { ofRunQuerySchema } from '../contract/api_runs.ts';
import { readQuery } from './read_query.ts';
import { requireDatabase } from './require_database.ts';
import { picture } from './services/pictures.ts';

/** Answers for a picture of the run in the query: 304 where the browser holds it, compressed where it may be. */
export async function pictureResponse(
  kind: 'rings' | 'gaps',
  { url, request, locals }: { url: URL; request: Request; locals: App.Locals },
): Promise<Response> {
  const { run } = readQuery(url, ofRunQuerySchema);
  const database = requireDatabase(await locals.database());
  const known_etags = request.headers.get('if-none-match');
  const answer = await picture(database, locals.actor, kind, run ?? null, known_etags);
  if (answer.kind === 'none')
    error(404, `No ${kind} are kept for ${run === undefined ? 'any run' : `run ${run}`}`);
  const headers = { etag: answer.etag, 'cache-control': 'no-cache', vary: 'accept-encoding' };
  if (answer.kind === 'unchanged') return new Response(null, { status: 304, headers });
  const compressed = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  const body = compressed ? answer.body_gzip : gunzipSync(answer.body_gzip);
  return new Response(body as BodyInit, {
    headers: {
      ...headers,
      'content-type': 'application/geo+json',
      ...(compressed && { 'content-encoding': 'gzip' }),
    },
  });
}

import { error } from '@sveltejs/kit';
import { gunzipSync } from 'node:zlib';
import type { PictureAnswer } from './services/pictures.ts';

/** Answers with GeoJSON of a run: 304 where the browser holds it, compressed where it may be, else 404. */
export function pictureResponse(answer: PictureAnswer, request: Request): Response {
  if (answer.kind === 'none') error(404, 'There is no such run, or what it draws is no longer kept');
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

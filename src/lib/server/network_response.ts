import { error } from '@sveltejs/kit';
import type { NetworkAnswer } from './services/live/network_bytes.ts';
import { TOWN_ENCODINGS, type TownEncoding } from './services/live/packed_towns.ts';

/** The best encoding a request takes. */
export function encodingFor(request: Request): TownEncoding {
  const accepted = (request.headers.get('accept-encoding') ?? '')
    .split(',')
    .map((one) => one.trim().split(/\s*;\s*/))
    .filter(([, quality]) => !/^q=0(\.0*)?$/.test(quality ?? ''))
    .map(([name]) => name.toLowerCase());
  return TOWN_ENCODINGS.find((encoding) => accepted.includes(encoding)) ?? 'identity';
}

/** Answers with a packed town: 304 where the browser holds it, else compressed as asked, else what to do instead. */
export function networkResponse(answer: NetworkAnswer): Response {
  if (answer.kind === 'no-area') error(404, 'There is no such area');
  if (answer.kind === 'too-large') {
    const { vertices, most } = answer;
    error(
      413,
      `${vertices} vertices of streets are too many to open at once (at most ${most}): choose an area`,
    );
  }
  const headers = { etag: answer.etag, 'cache-control': 'no-cache', vary: 'accept-encoding' };
  if (answer.kind === 'unchanged') return new Response(null, { status: 304, headers });
  const { encoding, body } = answer;
  return new Response(body, {
    headers: {
      ...headers,
      'content-type': 'application/octet-stream',
      'content-length': String(body.length),
      ...(encoding !== 'identity' && { 'content-encoding': encoding }),
    },
  });
}

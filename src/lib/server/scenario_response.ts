import { error, json } from '@sveltejs/kit';
import { createHash } from 'node:crypto';
import { scenarioConflictSchema } from '../contract/api_scenarios.ts';
import { holdsEtag } from './services/etag.ts';
import type { Outcome } from './services/scenario/scenarios.ts';

/** The id in an address, else the answer 404. */
export function scenarioId(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) error(404, `No scenario is called ${text}`);
  return Number(text);
}

/** What came of writing to a scenario: done as given, 409 with the scenario as it is now, or 404. */
export function written<Answer>(
  id: number,
  outcome: Outcome<Answer>,
  done: (answer: Answer) => Response,
): Response {
  if (outcome.kind === 'none') error(404, `There is no scenario ${id}`);
  if (outcome.kind === 'conflict')
    return json(scenarioConflictSchema.parse(outcome.conflict), { status: 409 });
  return done(outcome.answer);
}

/** JSON with the ETag of its content; 304 where the request holds it. */
export function etaggedJson(request: Request, answer: object): Response {
  const text = JSON.stringify(answer);
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'cache-control': 'no-cache' };
  if (holdsEtag(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, 'content-type': 'application/json' } });
}

/** A CSV to be kept as a file. */
export const csvFile = (name: string, text: string): Response =>
  new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-cache',
    },
  });

import { error, json } from '@sveltejs/kit';
import { workListAnswerSchema, workListQuerySchema } from '$lib/contract/api_work_list';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { askedWorkList } from '$lib/server/services/live/work_list_answer';
import { workListText } from '$lib/server/services/live/work_list_csv';
import { textStream } from '$lib/server/text_stream';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, locals }) => {
  const query = readQuery(url, workListQuerySchema);
  const database = requireDatabase(await locals.database());
  const answer = await askedWorkList(database, locals.actor, query);
  if (answer.state === 'too-large') {
    error(413, `${answer.vertices} vertices of streets are too many (at most ${answer.most})`);
  }
  const headers = { 'cache-control': 'no-cache' };
  if (answer.state === 'working') return json(workListAnswerSchema.parse(answer), { status: 202, headers });
  const { rows, steps } = answer;
  if (query.format === 'csv') {
    return new Response(textStream(workListText(query.kind, rows)), {
      headers: {
        ...headers,
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${query.kind}s.csv"`,
      },
    });
  }
  const page = rows.slice(query.offset, query.offset + query.limit);
  return json(workListAnswerSchema.parse({ state: 'done', total: rows.length, steps, rows: page }), {
    headers,
  });
};

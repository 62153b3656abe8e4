import { error, json } from '@sveltejs/kit';
import { LIST_QUERIES, listAnswerSchema, type ListName } from '$lib/contract/api_lists';
import { readQuery } from '$lib/server/read_query';
import { requireDatabase } from '$lib/server/require_database';
import { listCsv, listPage } from '$lib/server/services/lists';
import { textStream } from '$lib/server/text_stream';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url, locals }) => {
  if (!Object.hasOwn(LIST_QUERIES, params.list)) error(404, `There is no list called ${params.list}`);
  const name = params.list as ListName;
  const query = readQuery(url, LIST_QUERIES[name]);
  const database = requireDatabase(await locals.database());
  const headers = { 'cache-control': 'no-cache' };
  if (query.format === 'csv') {
    return new Response(textStream(listCsv(database, locals.actor, name, query)), {
      headers: {
        ...headers,
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}.csv"`,
      },
    });
  }
  const answer = await listPage(database, locals.actor, name, query);
  return json(listAnswerSchema(name).parse(answer), { headers });
};

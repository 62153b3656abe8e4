import { textStream } from './text_stream.ts';

/** Lines as a download. */
export const csvResponse = (name: string, texts: AsyncGenerator<string>): Response =>
  new Response(textStream(texts), {
    headers: {
      'cache-control': 'no-cache',
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
    },
  });

import { error } from '@sveltejs/kit';
import type { z } from 'zod';

/** More than the most steps a scenario may hold take. */
const MOST_BYTES = 2_000_000;

/** The JSON of a request as its schema reads it, else the answer 400 naming the field at fault, or 413. */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type)) error(415, 'Expected content-type application/json');
  const read = schema.safeParse(parsed(await bytesOf(request)));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  error(400, issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message);
}

/** Too much is read to its end and thrown away: a connection that is closed before takes the answer with it. */
async function bytesOf(request: Request): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length <= MOST_BYTES) parts.push(part);
  }
  if (length > MOST_BYTES) error(413, `Expected at most ${MOST_BYTES} bytes, got ${length}`);
  return Buffer.concat(parts);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (fault) {
    if (fault instanceof SyntaxError || fault instanceof TypeError)
      error(400, `Expected JSON: ${fault.message}`);
    throw fault;
  }
}

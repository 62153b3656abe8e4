import { error } from '@sveltejs/kit';
import type { z } from 'zod';

/** The query of an address as its schema reads it, else the answer 400 naming the parameter at fault. */
export function readQuery<Schema extends z.ZodType>(url: URL, schema: Schema): z.infer<Schema> {
  const repeated = [...url.searchParams.keys()].find((name) => url.searchParams.getAll(name).length > 1);
  if (repeated) error(400, `${repeated}: given more than once`);
  const read = schema.safeParse(Object.fromEntries(url.searchParams));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  error(400, issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message);
}

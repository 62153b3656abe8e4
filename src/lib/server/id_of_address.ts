import { error } from '@sveltejs/kit';
import { idText } from '../contract/api_query.ts';

/** The id in an address, else the answer 404. */
export function idOfAddress(text: string, what: string): number {
  const read = idText.safeParse(text);
  if (!read.success) error(404, `No ${what} is called ${text}`);
  return read.data;
}

import { error, json } from '@sveltejs/kit';
import { shortfallAreaSchema, workingSchema } from '../contract/api_shortfall.ts';

/** The area of an address, else the answer 400. */
export function areaOfAddress(text: string) {
  const read = shortfallAreaSchema.safeParse(text);
  if (!read.success) error(400, `area: ${read.error.issues[0].message}`);
  return read.data;
}

/** 202: it is being worked out. */
export const workingResponse = (working: unknown) =>
  json(workingSchema.parse(working), { status: 202, headers: { 'cache-control': 'no-cache' } });

export const NO_CACHE = { headers: { 'cache-control': 'no-cache' } };

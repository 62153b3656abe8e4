import { z } from 'zod';
import { wholeText } from './api_query.ts';

export const SEARCH_KINDS = [
  'coordinate',
  'area',
  'station',
  'place',
  'street',
  'hydrant',
  'building',
] as const;

/** GET /api/search?q=: part of a name, pinyin initials, a source id, or a coordinate in either order. */
export const searchQuerySchema = z.object({
  q: z.string().trim().min(1, 'expected some text').max(100, 'expected 100 characters at most'),
  limit: wholeText(1, 50).default(20),
});
export const searchAnswerSchema = z.object({
  results: z.array(
    z.object({
      kind: z.enum(SEARCH_KINDS),
      /** Null for a coordinate. */
      id: z.number().int().nullable(),
      name: z.string(),
      /** What tells it from others of its name: area, kind. */
      detail: z.string().nullable(),
      lon_deg: z.number(),
      lat_deg: z.number(),
      /** west, south, east, north in degrees, for areas and streets. */
      bounds_deg: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
    }),
  ),
});
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;
export type SearchResult = SearchAnswer['results'][number];

import { z } from 'zod';
import { workingSchema } from './api_shortfall.ts';
import { SHORTFALL_LAYERS } from './shortfall_figures.ts';

const count = z.number().int().nonnegative();
const text = z.string().nullable();
const number = z.number().nullable();

/** Why a row is in a list; `seen` is held against `limit`, both in `unit`. Of a proposed place `seen` buildings are served. */
export const SHORTFALL_REASONS = [
  'broken',
  'never-tested',
  'overdue',
  'low-flow',
  'low-pressure',
  'low-static-pressure',
  'order-open',
  'order-overdue',
  'no-order',
  'gap',
  'no-hydrant-in-reach',
  'side-gap',
  'fills-gap',
  'serves-buildings',
  'below-target',
  'no-water',
  'weak-water',
  'not-measured',
  'not-recorded',
  'beyond-every-circle',
  'circle-without-hose',
  'no-site-in-reach',
  'store-too-small',
] as const;

export const shortfallRowSchema = z.object({
  layer: z.enum(SHORTFALL_LAYERS),
  /** Of the row in its table; null for a proposed place. */
  id: z.number().int().nullable(),
  area_id: z.number().int().nullable(),
  area_name: text,
  /** Of areas a point within; of streets the middle of the stretch. */
  lon_deg: z.number(),
  lat_deg: z.number(),
  name: text,
  street_name: text,
  /** Kind of a source, use of a building, fault of an order, measure of a target. */
  what: text,
  status: z.enum(['working', 'broken', 'unknown']).nullable(),
  reason: z.enum(SHORTFALL_REASONS).nullable(),
  seen: number,
  limit: number,
  unit: text,
  /** What has to be recorded first, words such as flow, height; empty where nothing is open. */
  missing: z.array(z.string()),
  /** What the row adds to a figure of m, m3 or places; else null. */
  amount: number,
  flow_lps: number,
  pressure_mpa: number,
  /** Latest test of a hydrant or check of a source. */
  tested_on: text,
  /** Who keeps it; of an order, who is to repair. */
  owner: text,
  /** Of a broken hydrant its open order, of an order itself. */
  order_id: z.number().int().nullable(),
  opened_on: text,
  due_on: text,
  /** Of an order: the hydrant. */
  hydrant_id: z.number().int().nullable(),
  /** Of a stretch, along its street from its first vertex. */
  from_m: number,
  to_m: number,
  side: z.enum(['left', 'right']).nullable(),
});
export type ShortfallRow = z.infer<typeof shortfallRowSchema>;

export const shortfallListAnswerSchema = z.discriminatedUnion('state', [
  workingSchema,
  z.object({
    state: z.literal('done'),
    /** Rows in all; the figure itself where its unit is count. */
    total: count,
    /** Sum of amounts; the figure itself where its unit is m, m3 or places. */
    amount: z.number(),
    rows: z.array(shortfallRowSchema),
  }),
]);
export type ShortfallListAnswer = z.infer<typeof shortfallListAnswerSchema>;

/** Hydrants of one street within one area, and how they do; of streets without a name all together. */
export const streetRateSchema = z.object({
  street_name: text,
  area_id: z.number().int().nullable(),
  area_name: text,
  working: count,
  broken: count,
  unknown: count,
  total: count,
  /** working / total. */
  rate: z.number(),
  overdue: count,
  never_tested: count,
  /** Day of the test that is longest ago; null where none was ever tested. */
  oldest_test: text,
});
export type StreetRate = z.infer<typeof streetRateSchema>;

/** GET /api/shortfall/{area}/streets?…: the working rate by street, the lowest first. */
export const streetRatesAnswerSchema = z.discriminatedUnion('state', [
  workingSchema,
  z.object({ state: z.literal('done'), total: count, rows: z.array(streetRateSchema) }),
]);
export type StreetRatesAnswer = z.infer<typeof streetRatesAnswerSchema>;

import { z } from 'zod';
import { WORK_KINDS, WORK_VEHICLES, type WorkVehicle } from '../domain/live/work_items.ts';
import { areaText, idText, wholeText } from './api_query.ts';

/**
 * GET /api/worklist?…: what every standing obstacle costs, every broken hydrant, every empty station, and in which order
 * to put them right. Worked out once for the data as it is now, a vehicle and a cutoff; until it is, the answer is 202
 * with the share done.
 */
export const workListQuerySchema = z.strictObject({
  kind: z.enum(WORK_KINDS).default('obstacle'),
  /** Whom the order is made for; single figures come for every vehicle. */
  vehicle: z.enum(WORK_VEHICLES).default('best'),
  cutoff: wholeText(60, 3600).default(300),
  area: areaText.default('all'),
  /** Only this obstacle, hydrant or station. */
  id: idText.optional(),
  offset: wholeText(0, 10_000_000).default(0),
  limit: wholeText(1, 200).default(50),
  /** csv: all rows as a download, offset and limit left aside. */
  format: z.enum(['json', 'csv']).default('json'),
});
export type WorkListQuery = z.infer<typeof workListQuerySchema>;

const count = z.number().int().nonnegative();
const gain = z.object({
  /** Buildings whose arrive leg (hydrants: water leg) passes once it is done and did not before. */
  buildings: count,
  /** People in them; null where the weight of any only counts buildings. */
  people: z.number().nullable(),
  /** Buildings whose leg failed and is then unknown: over a width nobody measured, from water nobody tested. */
  to_unknown: count,
  /** Buildings that are then covered and were not. */
  covered: count,
});
const text = z.string().nullable();
const number = z.number().nullable();
const byVehicle = Object.fromEntries(WORK_VEHICLES.map((code) => [code, gain])) as Record<
  WorkVehicle,
  typeof gain
>;

export const workRowSchema = z.object({
  id: z.number().int(),
  area_id: z.number().int().nullable(),
  area_name: text,
  lon_deg: z.number(),
  lat_deg: z.number(),
  name: text,
  /** Of the obstacle, hydrant or station, as recorded. */
  what: text,
  street_name: text,
  /** Obstacles: as recorded; null nobody measured it. */
  clear_width_m: number,
  clear_height_m: number,
  /** Obstacles: whether it can be moved or opened. */
  movable: z.boolean().nullable(),
  due_on: text,
  /** Hydrants: at the latest test. */
  flow_lps: number,
  pressure_mpa: number,
  /** What doing this alone gives back. */
  alone: z.object(byVehicle),
  /** Number of its step in the order, from 1; null where it is in none. */
  order: z.number().int().positive().nullable(),
  /** What that step gives back on top of those before it. */
  order_gain: gain.nullable(),
  /** Ids done together in that step, this one among them. */
  group: z.array(z.number().int()),
});
export type WorkListRow = z.infer<typeof workRowSchema>;

/** Rows in order: by step, then those in none by what they give back alone to the vehicle asked for. */
export const workListAnswerSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('working'), share: z.number().min(0).max(1) }),
  z.object({ state: z.literal('done'), total: count, steps: count, rows: z.array(workRowSchema) }),
]);
export type WorkListAnswer = z.infer<typeof workListAnswerSchema>;

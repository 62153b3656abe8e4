import { z } from 'zod';
import { dateText } from './api_date.ts';

const STATUSES = ['working', 'broken', 'unknown'] as const;
/** A database keeps no text with this in it. */
const isStorable = (text: string) => !text.includes('\0');
const storable = (most: number) =>
  z.string().trim().max(most).refine(isStorable, 'expected text without zero bytes');
/** Trimmed; nothing left of it is null. */
const words = (most: number) =>
  storable(most)
    .transform((text) => (text === '' ? null : text))
    .nullable()
    .default(null);
const figure = (most: number) => z.number().finite().nonnegative().max(most).nullable().default(null);

/**
 * POST /api/hydrants/{id}/tests: a test or a look at a hydrant on a day not after today. Appended, never written over; the
 * latest decides the hydrant's condition. What it does not measure (null) stays as it was measured before. Sent twice it is
 * kept once: 201 the first time, 200 then.
 */
export const newTestSchema = z.strictObject({
  tested_on: dateText,
  status: z.enum(STATUSES),
  flow_lps: figure(1000),
  static_pressure_mpa: figure(10),
  flowing_pressure_mpa: figure(10),
  tested_by: words(100),
  remark: words(500),
});
export type NewTest = z.input<typeof newTestSchema>;

export const hydrantTestSchema = z.object({
  id: z.number().int(),
  hydrant_id: z.number().int(),
  tested_on: z.string(),
  status: z.enum(STATUSES),
  flow_lps: z.number().nullable(),
  static_pressure_mpa: z.number().nullable(),
  flowing_pressure_mpa: z.number().nullable(),
  tested_by: z.string().nullable(),
  remark: z.string().nullable(),
  recorded_at: z.string(),
});
export type HydrantTest = z.infer<typeof hydrantTestSchema>;

/** The hydrant as it is now. */
export const hydrantConditionSchema = z.object({
  id: z.number().int(),
  status: z.enum(STATUSES),
  flow_lps: z.number().nullable(),
  pressure_mpa: z.number().nullable(),
  tested_on: z.string().nullable(),
});

export const testAnswerSchema = z.object({
  test: hydrantTestSchema,
  hydrant: hydrantConditionSchema,
  /** False: the same test was there already. */
  added: z.boolean(),
  /** False: a later test is on record, so the condition stays as it was. */
  decides: z.boolean(),
});
export type TestAnswer = z.infer<typeof testAnswerSchema>;

/** GET /api/hydrants/{id}/tests: newest first. */
export const testsAnswerSchema = z.object({ tests: z.array(hydrantTestSchema) });

/** POST /api/hydrants/{id}/repair-orders. Sent twice it is kept once: 201 the first time, 200 then. */
export const newRepairOrderSchema = z
  .strictObject({
    opened_on: dateText,
    due_on: dateText.nullable().default(null),
    responsible: words(100),
    fault: storable(200).refine((text) => text !== '', 'expected some text'),
    remark: words(500),
  })
  .refine(({ opened_on, due_on }) => due_on === null || due_on >= opened_on, {
    path: ['due_on'],
    message: 'expected not before opened_on',
  });
export type NewRepairOrder = z.input<typeof newRepairOrderSchema>;

export const repairOrderSchema = z.object({
  id: z.number().int(),
  hydrant_id: z.number().int(),
  opened_on: z.string(),
  due_on: z.string().nullable(),
  done_on: z.string().nullable(),
  responsible: z.string().nullable(),
  fault: z.string(),
  remark: z.string().nullable(),
});
export type RepairOrder = z.infer<typeof repairOrderSchema>;
export const repairOrderAnswerSchema = z.object({ order: repairOrderSchema, added: z.boolean() });
/** GET /api/hydrants/{id}/repair-orders: open ones first, then the newest. */
export const repairOrdersAnswerSchema = z.object({ orders: z.array(repairOrderSchema) });

/**
 * PATCH /api/repair-orders/{id}: closes an order on a day not before it was opened and not after today. The same again changes
 * nothing; another day answers 409, an order is closed once. The hydrant works again when a test says so.
 */
export const closedRepairOrderSchema = z.strictObject({ done_on: dateText, remark: words(500) });
export type ClosedRepairOrder = z.input<typeof closedRepairOrderSchema>;

import { z } from 'zod';
import { FIRST_ADDED_ROW, foldEdits } from '../domain/live/edit.ts';
import { VEHICLES } from '../domain/rules/rule_set.ts';

/** Most steps a scenario holds. */
export const MOST_EDITS = 2000;

/** Text as the database can keep it: without NUL and halves of characters. */
export const keptText = (least: number, most: number) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .refine((text) => !/[\0\p{Cs}]/u.test(text), 'holds characters that cannot be kept');

const between = (least: number, most: number) => z.number().min(least).max(most);
const above_zero = (most: number) => z.number().positive().max(most);

const existing = z.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const added = z.number().int().min(FIRST_ADDED_ROW).max(Number.MAX_SAFE_INTEGER);
const at_deg = z.tuple([between(-180, 180), between(-90, 90)]).readonly();

/** Bounds are those of the tables' checks, so that what is kept can be adopted. */
const station = z.strictObject({
  name: keptText(1, 200).nullable(),
  kind: z.enum(['micro', 'brigade', 'national', 'enterprise']),
  turnout_s: between(0, 86_400).nullable(),
  vehicles: z.array(z.enum(VEHICLES)).max(VEHICLES.length),
});
const obstacle = z.strictObject({
  kind: keptText(1, 100),
  clear_width_m: between(0, 200).nullable(),
  clear_height_m: between(0, 100).nullable(),
});
const hydrant = z.strictObject({
  name: keptText(1, 200).nullable(),
  status: z.enum(['working', 'broken', 'unknown']),
  flow_lps: between(0, 1000).nullable(),
  pressure_mpa: between(0, 10).nullable(),
});
const street = z.strictObject({
  closed: z.boolean().optional(),
  width_m: above_zero(200).nullable().optional(),
  max_width_m: above_zero(200).nullable().optional(),
  max_height_m: above_zero(100).nullable().optional(),
});

const add = { kind: z.literal('add'), row: added, at_deg };
const change = { kind: z.literal('change'), row: existing };
const moved = { at_deg: at_deg.optional() };

/** One step of a what-if as it crosses the wire, an Edit of the engine; bodies hold nothing besides the columns named. */
export const editSchema = z.discriminatedUnion('kind', [
  z.discriminatedUnion('layer', [
    z.strictObject({ ...add, layer: z.literal('station'), body: station }),
    z.strictObject({ ...add, layer: z.literal('obstacle'), body: obstacle }),
    z.strictObject({ ...add, layer: z.literal('hydrant'), body: hydrant }),
  ]),
  z.discriminatedUnion('layer', [
    z.strictObject({ ...change, ...moved, layer: z.literal('station'), body: station.partial() }),
    z.strictObject({ ...change, ...moved, layer: z.literal('obstacle'), body: obstacle.partial() }),
    z.strictObject({ ...change, ...moved, layer: z.literal('hydrant'), body: hydrant.partial() }),
    z.strictObject({ ...change, layer: z.literal('street'), body: street }),
  ]),
  z.strictObject({
    kind: z.literal('remove'),
    layer: z.enum(['station', 'obstacle', 'hydrant']),
    row: existing,
  }),
]);

/** Steps in order, such that they can be folded: rows are added once, and before they are changed. */
export const editsSchema = z
  .array(editSchema)
  .max(MOST_EDITS)
  .superRefine((edits, context) => {
    try {
      foldEdits(edits);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });

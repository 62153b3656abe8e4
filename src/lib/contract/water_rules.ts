import { z } from 'zod';
import { STREET_CLASSES } from '../domain/network/street_set.ts';
import { SETTLEMENTS, USE_GROUPS, type WaterRules } from '../domain/rules/water_rules.ts';

const positive = z.number().positive().finite();
const cited = {
  clause: z.string().min(1),
  force: z.enum(['shall', 'should', 'setting']),
  confidence: z.enum(['H', 'M', 'L']),
};

/** Steps rise, and only the last is open, so that every value falls into exactly one. */
function rising(limits: readonly (number | null)[]): boolean {
  return limits.every((limit, i) =>
    i === limits.length - 1 ? limit === null : limit !== null && (i === 0 || limit > limits[i - 1]!),
  );
}
const RISING = 'expected ascending limits, the last one null';

/** The water tables of a rule set. */
export const waterRulesSchema: z.ZodType<WaterRules> = z.object({
  building_flow: z.array(
    z.object({
      ...cited,
      use: z.enum(USE_GROUPS),
      tall: z.boolean().nullable(),
      settlement: z.enum(SETTLEMENTS).nullable(),
      steps: z
        .array(z.object({ up_to_m3: positive.nullable(), flow_lps: positive }))
        .min(1)
        .refine((steps) => rising(steps.map(({ up_to_m3 }) => up_to_m3)), RISING),
    }),
  ),
  duration: z.array(
    z.object({
      ...cited,
      use: z.enum(USE_GROUPS),
      above_m: positive.nullable(),
      duration_h: positive,
    }),
  ),
  settlement_flow: z.object({
    ...cited,
    steps: z
      .array(
        z.object({
          up_to_people: positive.nullable(),
          fires: z.number().int().positive(),
          flow_lps: positive,
        }),
      )
      .min(1)
      .refine((steps) => rising(steps.map(({ up_to_people }) => up_to_people)), RISING),
  }),
  hose_loss: z.object({
    ...cited,
    per_m: positive,
    hoses: z.array(z.object({ diameter_mm: positive, resistance: positive })).min(1),
  }),
  hydrant_streets: z.array(z.enum(STREET_CLASSES)),
});

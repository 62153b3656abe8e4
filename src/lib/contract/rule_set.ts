import { z } from 'zod';
import { STREET_CLASSES } from '../domain/network/street_set.ts';
import { VEHICLES, type RuleSet } from '../domain/rules/rule_set.ts';
import { waterRulesSchema } from './water_rules.ts';

const positive = z.number().positive().finite();
const length_m = z.number().nonnegative().finite();

const vehicle = z.object({
  width_m: positive,
  height_m: positive,
  passes_clear_width_m: positive,
  weight_t: positive,
  turning_radius_m: positive.nullable(),
  speed_kmh: z.object({ main: positive, side: positive, lane: positive }),
  attack_hose_m: length_m,
  supply_hose_m: length_m,
});

/** A rule set as kept in geodata/rules and in rule_set.body. */
export const ruleSetSchema: z.ZodType<RuleSet> = z.object({
  code: z.string().regex(/^[a-z][a-z0-9_-]*$/),
  version: z.string().min(1),
  name_zh: z.string().min(1),
  name_en: z.string().min(1),
  vehicles: z.record(z.enum(VEHICLES), vehicle),
  turnout_s: z.object({
    micro: z.number().nonnegative(),
    brigade: z.number().nonnegative(),
    national: z.number().nonnegative(),
    enterprise: z.number().nonnegative(),
  }),
  rings_s: z.array(positive).min(1),
  estimated_width_m: z.record(z.enum(STREET_CLASSES), positive.nullable()),
  obstacle_clear_width_m: z.record(z.string(), length_m.nullable()),
  travel: z.object({
    oneway: z.enum(['obey', 'ignore']),
    cap_at_maxspeed: z.boolean(),
    join_m: length_m,
  }),
  rules: z.record(
    z.string(),
    z.object({
      value: z.number().finite(),
      unit: z.string(),
      clause: z.string(),
      force: z.enum(['shall', 'should', 'setting']),
      confidence: z.enum(['H', 'M', 'L']),
    }),
  ),
  water: waterRulesSchema.optional(),
});

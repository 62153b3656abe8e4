import { z } from 'zod';
import { areaShortfallSchema, measureFirstRowSchema, SEASONS, workingSchema } from './api_shortfall.ts';
import { dateText } from './api_date.ts';
import { wholeText } from './api_query.ts';
import { VEHICLE_CHOICES } from './vehicle_choice.ts';

/** GET /api/water/{area}?season=…: the water sheet of one area and all below it. {area} is an id. */
export const waterSheetQuerySchema = z.strictObject({
  season: z.enum(SEASONS).default('wet'),
  vehicle: z.enum(VEHICLE_CHOICES).default('best'),
  cutoff: wholeText(60, 3600).default(300),
  on: dateText.optional(),
});
export type WaterSheetQuery = z.infer<typeof waterSheetQuerySchema>;

const count = z.number().int().nonnegative();
const text = z.string().nullable();
const number = z.number().nullable();

/** One thing a source is judged by, with what is recorded and what the rule set asks. */
export const sourceCheckSchema = z.object({
  check: z.enum([
    'status',
    'flow',
    'pressure',
    'volume',
    'suction-height',
    'truck-access',
    'season',
    'building-distance',
    'low-flow-guarantee',
  ]),
  /** advice: not met, and the rule is only `should`. */
  outcome: z.enum(['pass', 'fail', 'advice', 'unknown']),
  /** Recorded: a figure in `unit`, or a word (status, season, yes, no); null not recorded. */
  seen: z.union([z.number(), z.string(), z.null()]),
  limit: number,
  unit: text,
  /** Null where no rule is asked (status, access, season). */
  clause: text,
  confidence: z.enum(['H', 'M', 'L']).nullable(),
});
export type SourceCheck = z.infer<typeof sourceCheckSchema>;

export const sheetSourceSchema = z.object({
  layer: z.enum(['hydrant', 'water_source']),
  id: z.number().int(),
  area_id: z.number().int().nullable(),
  lon_deg: z.number(),
  lat_deg: z.number(),
  name: text,
  kind: text,
  street_name: text,
  owner: text,
  status: z.enum(['working', 'broken', 'unknown']),
  /** What it is worth in the season asked: as the water leg counts it. */
  source_class: z.enum(['good', 'weak', 'unknown', 'none']),
  /** All checks together: what a water officer would sign. A source the leg counts may still fail one here. */
  usable: z.enum(['usable', 'unusable', 'unknown']),
  checks: z.array(sourceCheckSchema),
  tested_on: text,
  overdue: z.boolean().nullable(),
  /** Buildings that get, or may get, their water from it. */
  buildings: count,
});
export type SheetSource = z.infer<typeof sheetSourceSchema>;

/** What a village without mains has to keep; `mains`: served by mains, nothing asked. */
const store = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mains') }),
  z.object({ kind: z.literal('unknown'), missing: z.array(z.enum(['mains', 'rule'])) }),
  z.object({
    kind: z.literal('asked'),
    need_m3: z.number(),
    held_m3: z.number(),
    to_measure: count,
    missing_m3: z.number(),
    places_missing: count,
    met_by: z.enum(['natural', 'pool']).nullable(),
  }),
]);

/** Buildings of the area and all below it, by water leg. */
const buildingsOf = z.object({
  total: count,
  pass: count,
  fail: count,
  unknown: count,
  /** The straight-line circle beside the hose way: what a plan of circles would say. */
  circle_pass: count,
  circle_fail: count,
  circle_unknown: count,
  only_on_paper: count,
  need_unknown: count,
});

const inSeason = z.object({ store, buildings: buildingsOf });

export const waterSheetSchema = z.discriminatedUnion('state', [
  workingSchema,
  z.object({
    state: z.literal('done'),
    season: z.enum(SEASONS),
    on: z.string(),
    vehicle: z.enum(VEHICLE_CHOICES),
    cutoff_s: z.number(),
    rule_set: z.object({ code: z.string(), version: z.string() }),
    /** The area's row of /api/shortfall in that season. */
    area: areaShortfallSchema,
    population: number,
    settlement_class: text,
    /** From the top of the tree down to the area above. */
    trail: z.array(z.object({ area_id: z.number().int(), name: text })),
    /** Hydrants, then other water, those that need doing first. At most 2,000. */
    sources: z.array(sheetSourceSchema),
    sources_left_out: count,
    /** The wet and the dry season side by side, whatever season was asked. */
    seasons: z.object({ wet: inSeason, dry: inSeason }),
    /** The first ten; what measuring settles within the area and all below it. */
    measure_first: z.array(measureFirstRowSchema),
  }),
]);
export type WaterSheet = z.infer<typeof waterSheetSchema>;

import { z } from 'zod';

const leg = z.enum(['pass', 'fail', 'unknown']);
const confidence = z.enum(['H', 'M', 'L']);
const source = z.object({
  layer: z.enum(['hydrant', 'water_source']),
  id: z.number().int(),
  name: z.string().nullable(),
  /** Kind of other water. */
  kind: z.string().nullable(),
});

/** Rules this answer rests on, in the order of the card. H: seen in the text; M, L: check the official text. */
const rule = z.object({
  key: z.string(),
  value: z.number(),
  unit: z.string(),
  clause: z.string(),
  force: z.enum(['shall', 'should', 'setting']),
  confidence,
});

export const NOT_COUNTED_REASONS = [
  'too-weak',
  'unusable',
  'not-measured',
  'too-near',
  'too-far',
  'dead-end-main',
  'main-not-recorded',
  'no-rule',
  'out-of-reach',
] as const;

export const SHUTTLE_GAPS = ['fleet', 'no-tankers', 'no-way', 'source', 'duration', 'rule'] as const;
export const SHUTTLE_LIMITS = ['fleet', 'filling', 'emptying', 'source'] as const;

const heights = z.enum(['known', 'level']);

/**
 * GET /api/building/{id}/water?run=: what stands behind the water leg, and beside it. `water` is null where the run is
 * older than the data, where there is none, or where the actor sees a part of the town only: it follows from all of it.
 */
export const buildingWaterSchema = z.object({
  water: z
    .object({
      leg,
      /** True where the flow asked for decides the leg; else one good source does. */
      asked_decides: z.boolean(),
      asked: z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('known'),
          flow_lps: z.number(),
          duration_h: z.number(),
          water_m3: z.number(),
          /** The height is floors times a storey's. */
          height_estimated: z.boolean(),
          clauses: z.array(z.string()),
          confidence,
        }),
        z.object({
          kind: z.literal('unknown'),
          missing: z.array(z.enum(['use', 'height', 'footprint', 'settlement', 'rule'])),
        }),
      ]),
      found: z.object({
        known_lps: z.number(),
        /** Sources that might add to it. */
        unknown: z.number().int(),
        verdict: leg,
      }),
      /**
       * Within supply hose of the stop, counted ones first, then by way; after them the nearest hydrants that a circle round
       * the building holds and hose does not reach.
       */
      sources: z.array(
        source.extend({
          /** Along ways, from the stop; null where that is farther than anybody looks, or no way leads there. */
          hose_m: z.number().nullable(),
          /** From the building's outline; null where the distance decides nothing. */
          straight_m: z.number().nullable(),
          flow_lps: z.number().nullable(),
          volume_m3: z.number().nullable(),
          dead_end: z.boolean().nullable(),
          /** Null: counted. */
          not_counted: z.enum(NOT_COUNTED_REASONS).nullable(),
        }),
      ),
      /** Further ones than listed. */
      more_sources: z.number().int(),
      /** A plan of circles beside the hose way; null where the rule set has no radius. */
      circle: z
        .object({
          radius_m: z.number(),
          circle: leg,
          straight_m: z.number().nullable(),
          hydrant: source.nullable(),
          only_on_paper: z.boolean(),
        })
        .nullable(),
      /** Where the leg fails and good water lies beyond the hose. None of it changes the verdict. */
      remedy: z
        .object({
          source,
          hose_m: z.number(),
          asked_lps: z.number(),
          flow_lps: z.number(),
          /** Portable pumps of the station that arrives; null not recorded. */
          pumps_there: z.number().nullable(),
          relay: z.discriminatedUnion('kind', [
            z.object({
              kind: z.literal('possible'),
              heights,
              rise_m: z.number().nullable(),
              lines: z.number().int(),
              stages: z.number().int(),
              pumps: z.number().int(),
              hose_m: z.number(),
              confidence,
            }),
            z.object({ kind: z.literal('too-far'), most_m: z.number() }),
            z.object({ kind: z.literal('pump-too-weak'), heights, rise_m: z.number().nullable() }),
            z.object({ kind: z.literal('unknown') }),
          ]),
          shuttle: z.discriminatedUnion('kind', [
            z.object({
              kind: z.literal('known'),
              lps: z.number(),
              limited_by: z.enum(SHUTTLE_LIMITS),
              enough: z.boolean(),
              out_s: z.number(),
              back_s: z.number(),
              tankers: z.number().int(),
              tanker_m3: z.number(),
              confidence,
            }),
            z.object({
              kind: z.literal('unknown'),
              missing: z.enum(SHUTTLE_GAPS),
              at_most_lps: z.number().nullable(),
            }),
          ]),
        })
        .nullable(),
      rules: z.array(rule),
    })
    .nullable(),
});
export type BuildingWaterAnswer = z.infer<typeof buildingWaterSchema>;
export type BuildingWaterFacts = NonNullable<BuildingWaterAnswer['water']>;

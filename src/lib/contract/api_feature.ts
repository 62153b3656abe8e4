import { z } from 'zod';

/** What a card can be asked for beside buildings and gaps, named as the tables. */
export const FEATURE_KINDS = [
  'hydrant',
  'water_source',
  'water_main',
  'station',
  'obstacle',
  'place',
  'hazard',
  'cluster',
  'area',
] as const;
export type FeatureKind = (typeof FEATURE_KINDS)[number];

/**
 * GET /api/feature/{kind}/{id}?run=: one row with the attributes its card shows, named and measured as in its table;
 * places carry the verdict of the run, hazards where their ledger stands.
 */
export const featureCardSchema = z.object({
  kind: z.enum(FEATURE_KINDS),
  id: z.number().int(),
  source: z.string(),
  source_id: z.string(),
  name: z.string().nullable(),
  area_name: z.string().nullable(),
  lon_deg: z.number(),
  lat_deg: z.number(),
  /** west, south, east, north in degrees. */
  bounds_deg: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  attributes: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]),
  ),
});
export type FeatureCard = z.infer<typeof featureCardSchema>;

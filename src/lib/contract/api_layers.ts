import { z } from 'zod';
import { ofRunQuerySchema } from './api_runs.ts';

const count = z.number().int().nonnegative();

export const layersQuerySchema = ofRunQuerySchema;

/** What the layer rail counts. `by`: the same rows by the value that colours them, where there is one. */
export const COUNTED_LAYERS = [
  'street',
  'lane',
  'obstacle',
  'hydrant',
  'water_source',
  'station',
  'building',
  'gap',
  'cluster',
  'area',
  'place',
  'hazard',
  'operating_surface',
  'water_main',
] as const;
export type CountedLayer = (typeof COUNTED_LAYERS)[number];

/**
 * GET /api/layers?run=: rows in the database. by: street class · lane (streets narrower than the fire lane rule) ·
 * obstacle, hydrant, water_source status · station kind · building, place verdict ("unassessed" without one) ·
 * gap verdict · cluster origin · area kind · hazard status · water_main branch, loop or unknown.
 */
export const layersAnswerSchema = z.object({
  layers: z.record(
    z.enum(COUNTED_LAYERS),
    z.object({ total: count, by: z.record(z.string(), count).nullable() }),
  ),
});
export type LayersAnswer = z.infer<typeof layersAnswerSchema>;

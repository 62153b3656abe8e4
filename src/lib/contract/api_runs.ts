import { z } from 'zod';
import { runSchema } from './api.ts';
import { VEHICLE_CHOICES } from './vehicle_choice.ts';
import { idText, wholeText } from './api_query.ts';

/** GET /api/runs?vehicle=&cutoff=: the run for this choice and the data as it is now, computed where there is none. */
export const runQuerySchema = z.object({
  vehicle: z.enum(VEHICLE_CHOICES).default('best'),
  /** Seconds from the order to go, turn-out included. */
  cutoff: wholeText(60, 3600).default(300),
});
export const runAnswerSchema = z.object({ run: runSchema });
export type RunAnswer = z.infer<typeof runAnswerSchema>;

/** ?run=ID, wherever a run is named; left out: the newest 'best' run. */
export const ofRunQuerySchema = z.object({ run: idText.optional() });

/**
 * GET /api/covered-streets?run=&cutoff=: GeoJSON, a MultiLineString of the street reached within the cutoff, property
 * cutoff_s; without a cutoff one for each ring time of the rule set, each holding those before it.
 */
export const coveredStreetsQuerySchema = z.object({
  run: idText.optional(),
  cutoff: wholeText(1, 3600).optional(),
});

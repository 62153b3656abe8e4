import { z } from 'zod';

const position = z.tuple([z.number(), z.number()]);
const line = z.object({ type: z.literal('LineString'), coordinates: z.array(position).min(2) }).nullable();

/**
 * GET /api/building/{id}/path?run=: the ways behind a verdict, WGS 84 degrees. `truck`: from where the station
 * stands on its street to the stop, along the arcs the vehicle takes; `hose`: stop to door along walkable ways, the
 * last piece straight; `water`: source to stop along walkable ways. Null where there is no such way, or
 * where the run is older than the data.
 */
export const pathAnswerSchema = z.object({ truck: line, hose: line, water: line });
export type PathAnswer = z.infer<typeof pathAnswerSchema>;

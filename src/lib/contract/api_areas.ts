import { z } from 'zod';
import { VERDICTS } from '../domain/coverage/verdict.ts';
import { runSchema } from './api.ts';

const count = z.number().int().nonnegative();

/**
 * One area with its direct members: rows whose smallest enclosing area it is. Sums over a branch of the
 * tree are sums over its rows. Figures of water equal areas.csv, those of buildings count the rows of demand.csv.
 */
export const areaFiguresSchema = z.object({
  /** Null for what lies outside any area. */
  area_id: z.number().int().nullable(),
  parent_id: z.number().int().nullable(),
  name: z.string().nullable(),
  kind: z.string().nullable(),
  population: z.number().nullable(),
  has_mains: z.boolean().nullable(),
  /** west, south, east, north in degrees. */
  bounds_deg: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  buildings: count,
  by_verdict: z.record(z.enum(VERDICTS), count),
  /** False where a building's weight only counts it: then `people` is null. */
  people_known: z.boolean(),
  people: z.record(z.enum(VERDICTS), z.number()).nullable(),
  /** Buildings by leg. `arrives`: the arrive leg passes. */
  arrives: count,
  arrives_unknown: count,
  hose_pass: count,
  water_pass: count,
  water_unknown: count,
  /** Arrives, the hose reaches, the water was never measured. */
  arrives_water_unknown: count,
  hydrants: z.object({ working: count, broken: count, unknown: count, total: count }),
  /** working / total, null without hydrants. */
  rate: z.number().nullable(),
  /** Buildings whose water leg fails. */
  demand_short: count,
  /** Least number of new hydrants that serves them, and its proven lower bound. */
  hydrants_missing: count,
  missing_bound: count,
  /** Short buildings no street candidate serves. */
  unservable: count,
  /** Null where it is not known whether mains serve the area. */
  pool_m3_missing: z.number().nullable(),
  stations: count,
  hazards_open: count,
});
export type AreaFigures = z.infer<typeof areaFiguresSchema>;

/** GET /api/areas?run=: every area, ascending by id, the row outside any area last. */
export const areasAnswerSchema = z.object({ run: runSchema.nullable(), areas: z.array(areaFiguresSchema) });
export type AreasAnswer = z.infer<typeof areasAnswerSchema>;

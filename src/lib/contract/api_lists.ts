import { z } from 'zod';
import { VERDICTS } from '../domain/coverage/verdict.ts';
import { VEHICLES } from '../domain/rules/rule_set.ts';
import { areaText, idText, wholeText } from './api_query.ts';

const LEGS = ['arrive', 'hose', 'water'] as const;
const LEG_STATES = ['pass', 'fail', 'unknown'] as const;
export interface LegFilter {
  leg: (typeof LEGS)[number];
  state: (typeof LEG_STATES)[number];
}

/** "arrive:pass,water:unknown": buildings for which all of these hold. */
const legsText = z
  .string()
  .regex(
    /^(arrive|hose|water):(pass|fail|unknown)(,(arrive|hose|water):(pass|fail|unknown)){0,2}$/,
    'expected leg:state such as arrive:fail, up to three joined with commas',
  )
  .transform((text) =>
    text.split(',').map((pair) => {
      const [leg, state] = pair.split(':');
      return { leg, state } as LegFilter;
    }),
  );

const page = {
  area: areaText.default('all'),
  offset: wholeText(0, 10_000_000).default(0),
  limit: wholeText(1, 200).default(50),
  /** csv: all rows as a download, offset and limit left aside. */
  format: z.enum(['json', 'csv']).default('json'),
};
const ofRun = { run: idText.optional() };

/** GET /api/list/{list}?…: what each list can be asked. Unknown parameters are refused. */
export const LIST_QUERIES = {
  buildings: z.strictObject({
    ...page,
    ...ofRun,
    verdict: z.enum([...VERDICTS, 'unassessed']).optional(),
    leg: legsText.optional(),
  }),
  hydrants: z.strictObject({ ...page, status: z.enum(['working', 'broken', 'unknown']).optional() }),
  stations: z.strictObject({
    ...page,
    kind: z.enum(['micro', 'brigade', 'national', 'enterprise']).optional(),
  }),
  places: z.strictObject({ ...page, ...ofRun, verdict: z.enum([...VERDICTS, 'unassessed']).optional() }),
  hazards: z.strictObject({
    ...page,
    severity: z.enum(['minor', 'serious', 'major']).optional(),
    state: z.enum(['open', 'closed']).optional(),
  }),
  clusters: z.strictObject(page),
  gaps: z.strictObject({ ...page, ...ofRun }),
} as const;
export type ListName = keyof typeof LIST_QUERIES;
export type ListQuery<Name extends ListName> = z.infer<(typeof LIST_QUERIES)[Name]>;

const leg = z.enum(LEG_STATES).nullable();
const at = {
  id: z.number().int(),
  area_id: z.number().int().nullable(),
  area_name: z.string().nullable(),
  lon_deg: z.number(),
  lat_deg: z.number(),
};
const text = z.string().nullable();
const number = z.number().nullable();
/** All null where the run has no verdict for the row. */
const judged = {
  verdict: z.enum(VERDICTS).nullable(),
  failing_leg: z.enum(LEGS).nullable(),
  arrive: leg,
  hose: leg,
  water: leg,
  vehicle: z.enum(VEHICLES).nullable(),
  arrival_s: number,
  hose_m: number,
  water_m: number,
  station_id: z.number().int().nullable(),
  station_name: text,
};

/** One row of each list; a CSV has the same columns in the same order. */
export const LIST_ROWS = {
  buildings: z.object({
    ...at,
    source: z.string(),
    source_id: z.string(),
    name: text,
    use: text,
    floors: number,
    footprint_m2: z.number(),
    ...judged,
    weight: number,
    weight_source: z.enum(['recorded', 'shared', 'count']).nullable(),
  }),
  hydrants: z.object({
    ...at,
    source: z.string(),
    source_id: z.string(),
    name: text,
    kind: text,
    status: z.enum(['working', 'broken', 'unknown']),
    flow_lps: number,
    pressure_mpa: number,
    tested_on: text,
    owner: text,
    street_name: text,
  }),
  stations: z.object({
    ...at,
    source: z.string(),
    source_id: z.string(),
    name: text,
    kind: z.enum(['micro', 'brigade', 'national', 'enterprise']),
    turnout_s: number,
    crew: number,
    vehicles: z.array(z.string()),
  }),
  places: z.object({
    ...at,
    source: z.string(),
    source_id: z.string(),
    name: text,
    kind: z.string(),
    ...judged,
  }),
  hazards: z.object({
    ...at,
    source: z.string(),
    source_id: z.string(),
    name: text,
    kind: z.string(),
    severity: z.enum(['minor', 'serious', 'major']),
    /** Where its ledger stands; a hazard without an entry is reported. */
    status: z.string(),
    due_on: text,
    responsible: text,
  }),
  clusters: z.object({
    ...at,
    source: z.string(),
    source_id: z.string(),
    name: text,
    kind: z.string(),
    origin: z.enum(['imported', 'computed', 'drawn']),
    buildings: number,
    footprint_m2: number,
    /** Share of the outline that is built on. */
    density: number,
    mean_gap_m: number,
  }),
  gaps: z.object({
    ...at,
    rank: z.number().int(),
    verdict: z.enum(VERDICTS),
    failing_leg: z.enum(LEGS),
    buildings: z.number().int(),
    /** Null where a member's weight only counts buildings. */
    people: number,
    worst_arrival_s: number,
    /** west, south, east, north in degrees. */
    bounds_deg: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  }),
} as const satisfies Record<ListName, z.ZodType>;
export type ListRow<Name extends ListName> = z.infer<(typeof LIST_ROWS)[Name]>;

/** The answer of a list: how many rows there are in all, and those asked for. */
export const listAnswerSchema = <Name extends ListName>(name: Name) =>
  z.object({ total: z.number().int().nonnegative(), rows: z.array(LIST_ROWS[name]) });
export interface ListAnswer<Name extends ListName> {
  total: number;
  rows: ListRow<Name>[];
}

import { z } from 'zod';
import { VERDICTS } from '../domain/coverage/verdict.ts';
import { wholeText } from './api_query.ts';
import { editsSchema, keptText } from './edits.ts';
import { VEHICLE_CHOICES } from './vehicle_choice.ts';

const count = z.number().int().nonnegative();
const id = z.number().int().positive();
const revision = z.number().int().positive();
/** Names a state of the data: equal stamps mean equal data for verdicts. */
const stamp = keptText(1, 2000);
/** Who does it, as typed; nobody signs in yet. */
const person = keptText(1, 100);
const remark = keptText(0, 4000).nullable();

/** The question a scenario was made with. */
const question = {
  vehicle: z.enum(VEHICLE_CHOICES),
  /** From the order to go, turn-out included. */
  cutoff_s: z.number().min(0).max(86_400),
  /** Fills the turn-out of stations without one of their own; null takes the rule set's by kind. */
  turnout_s: z.number().min(0).max(86_400).nullable(),
};

/** A scenario without its steps. */
const summary = {
  id,
  /** Not unique: scenarios are told apart by id. */
  name: z.string(),
  remark: z.string().nullable(),
  /** Rights hang on it; null: for those who may see everything. */
  area_id: id.nullable(),
  /** 1 when made, one more each time it is saved. */
  revision,
  author: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  updated_by: z.string(),
  copied_from: id.nullable(),
  ...question,
  rule_set_code: z.string(),
  rule_set_version: z.string(),
  /** State of the data its author saw; '' unknown. */
  base_stamp: z.string(),
  /** The data changed since; what it comes to may have changed with it. */
  stale: z.boolean(),
  /** Another version of the rule set is current now. */
  rules_changed: z.boolean(),
  edit_count: count,
  /** When it was taken into the data; a scenario is adopted once and not changed after. */
  adopted_at: z.string().nullable(),
  adopted_by: z.string().nullable(),
};
export const scenarioSummarySchema = z.object(summary);
export type ScenarioSummary = z.infer<typeof scenarioSummarySchema>;

/** GET /api/scenarios: newest change first. With ?format=csv the same as a file. */
export const scenariosQuerySchema = z.object({ format: z.enum(['json', 'csv']).default('json') });
export const scenariosAnswerSchema = z.object({
  /** State of the data now. */
  stamp,
  scenarios: z.array(scenarioSummarySchema),
});
export type ScenariosAnswer = z.infer<typeof scenariosAnswerSchema>;

/** Steps about a row that is not there: deleted since, or an obstacle that stands no more. They have no effect. */
export const editProblemSchema = z.object({
  layer: z.enum(['station', 'obstacle', 'hydrant', 'street']),
  row: id,
  /** Positions of these steps, from 0. */
  steps: z.array(count),
});
export type EditProblem = z.infer<typeof editProblemSchema>;

/**
 * GET /api/scenarios/{id}, with an ETag: ask again with If-None-Match to learn whether somebody saved it or the
 * data changed (304: neither). `stamp` is the state of the data now.
 */
export const scenarioSchema = z.object({
  ...summary,
  edits: editsSchema,
  problems: z.array(editProblemSchema),
  stamp,
});
export type Scenario = z.infer<typeof scenarioSchema>;

const saved = {
  name: keptText(1, 200),
  remark,
  ...question,
  edits: editsSchema,
  by: person,
  /** Version of the rules it was looked at with. Left out: of a new one, or of one on another base, that of today. */
  rule_set_version: keptText(1, 100).optional(),
};

/** POST /api/scenarios: makes one, 201. */
export const newScenarioSchema = z.strictObject({
  ...saved,
  remark: remark.default(null),
  area_id: id.nullable().default(null),
  /** The state the author saw; left out, the state now. */
  base_stamp: stamp.optional(),
  /** Code of the rule set. */
  rules: z.string().min(1).max(100).default('cn'),
  copied_from: id.nullable().default(null),
});
export type NewScenario = z.input<typeof newScenarioSchema>;

/** PUT /api/scenarios/{id}: saves it whole. */
export const savedScenarioSchema = z.strictObject({
  ...saved,
  /** The revision that was edited; if somebody saved since, nothing is written and the answer is 409. */
  revision,
  /** Left out, it stays; the stamp now after looking at the scenario on the data as it is. */
  base_stamp: stamp.optional(),
});
export type SavedScenario = z.input<typeof savedScenarioSchema>;

/** DELETE /api/scenarios/{id}?revision=: 204, or 409 where somebody saved since. */
export const removedScenarioQuerySchema = z.object({ revision: wholeText(1, 2_000_000_000) });

/** POST /api/scenarios/{id}/adopt: takes what the steps come to into the data, all or nothing. */
export const adoptionSchema = z.strictObject({
  revision,
  by: person,
  /**
   * The state of the data the adopter has seen the scenario on; left out, its base. Where the data is in another
   * state now, nothing is written and the answer is 409.
   */
  stamp: stamp.optional(),
});
export type AdoptionRequest = z.input<typeof adoptionSchema>;

/** What an adoption did to one row. */
export const adoptedRowSchema = z.object({
  change: z.enum(['add', 'change', 'remove']),
  layer: z.enum(['station', 'obstacle', 'hydrant', 'street']),
  /** Row of the data. */
  row: id,
  /** The number it had in the scenario; null where it stood before. */
  scenario_row: id.nullable(),
});
export const adoptionAnswerSchema = z.object({ scenario: scenarioSchema, rows: z.array(adoptedRowSchema) });
export type AdoptionAnswer = z.infer<typeof adoptionAnswerSchema>;

/** Why something was not written, each with the scenario as it is now. */
export const CONFLICTS = [
  /** Somebody saved another revision. */
  'changed',
  /** It was adopted already. */
  'adopted',
  /** The data changed since the state that was named. */
  'stale',
  /** Steps are about rows that are not there: see `problems`. */
  'gone',
] as const;
export const scenarioConflictSchema = z.object({
  message: z.string(),
  conflict: z.enum(CONFLICTS),
  current: scenarioSchema,
});
export type ScenarioConflict = z.infer<typeof scenarioConflictSchema>;

/** One side of a comparison: a scenario, or the data as it is. */
const sideText = z
  .string()
  .regex(/^(base|[1-9]\d{0,14})$/, 'expected base or the id of a scenario')
  .transform((text): 'base' | number => (text === 'base' ? text : Number(text)));

/**
 * GET /api/scenarios/compare?a=&b=: both sides asked the same question. What is left out is b's, else a's; a
 * comparison of base with base takes best and 300 s. With format=csv the buildings gained and lost as a file.
 */
export const comparisonQuerySchema = z.object({
  a: sideText,
  b: sideText,
  vehicle: z.enum(VEHICLE_CHOICES).optional(),
  cutoff: wholeText(60, 3600).optional(),
  turnout: wholeText(0, 86_400).optional(),
  format: z.enum(['json', 'csv']).default('json'),
});
export type ComparisonQuery = z.infer<typeof comparisonQuerySchema>;

const perVerdict = <Value extends z.ZodType>(value: Value) => z.record(z.enum(VERDICTS), value);
const perLeg = z.object({ pass: count, fail: count, unknown: count });

/** CoverageCounts. */
export const coverageCountsSchema = z.object({
  buildings: count,
  verdicts: perVerdict(count),
  legs: z.object({ arrive: perLeg, hose: perLeg, water: perLeg }),
  arrives_water_unknown: count,
  covered_if_wide: count,
  weight_sources: z.object({ recorded: count, shared: count, count }),
  people: perVerdict(z.number()).nullable(),
});

const side = z.object({
  /** Null for the data as it is. */
  scenario: z
    .object({
      id,
      name: z.string(),
      revision,
      base_stamp: z.string(),
      stale: z.boolean(),
      rules_changed: z.boolean(),
      problems: z.array(editProblemSchema),
    })
    .nullable(),
  counts: coverageCountsSchema,
});
export type ComparedSide = z.infer<typeof side>;

export const comparedBuildingSchema = z.object({
  id,
  lon_deg: z.number(),
  lat_deg: z.number(),
  area_id: id.nullable(),
  /** Gained: covered in b only. Lost: covered in a only. */
  change: z.enum(['gained', 'lost']),
  verdict_a: z.enum(VERDICTS),
  verdict_b: z.enum(VERDICTS),
  weight: z.number(),
});
export type ComparedBuilding = z.infer<typeof comparedBuildingSchema>;

export const comparisonSchema = z.object({
  /** State of the data both sides were judged on. */
  stamp,
  rule_set_code: z.string(),
  rule_set_version: z.string(),
  ...question,
  a: side,
  b: side,
  /** Every area with buildings, ascending by id, what lies outside any area last. */
  areas: z.array(
    z.object({
      area_id: id.nullable(),
      name: z.string().nullable(),
      a: coverageCountsSchema,
      b: coverageCountsSchema,
      gained: count,
      lost: count,
    }),
  ),
  /** Ascending by id. */
  buildings: z.array(comparedBuildingSchema),
});
export type Comparison = z.infer<typeof comparisonSchema>;

import type {
  newScenarioSchema,
  savedScenarioSchema,
  Scenario,
  ScenarioConflict,
  ScenariosAnswer,
} from '../../../contract/api_scenarios.ts';
import type { z } from 'zod';
import type { Actor, Database, Queryable } from '../../db/database.ts';
import { currentStamp } from '../../queries/judged_state.ts';
import { scenarioRow, scenarioSummaries } from '../../queries/scenario_rows.ts';
import {
  insertScenario,
  removeScenario,
  replaceEdits,
  updateScenario,
} from '../../queries/write_scenario.ts';
import { readRuleSet } from '../rule_set.ts';

/** What came of writing to a scenario. */
export type Outcome<Answer> =
  { kind: 'done'; answer: Answer } | { kind: 'none' } | { kind: 'conflict'; conflict: ScenarioConflict };

/** All scenarios the actor may see. */
export const listScenarios = (database: Database, actor: Actor): Promise<ScenariosAnswer> =>
  database.as(actor).transaction(async (tx) => ({
    stamp: await currentStamp(tx),
    scenarios: await scenarioSummaries(tx),
  }));

/** One scenario with its steps, and what they miss in the data; null where there is none. */
export const loadScenario = (database: Database, actor: Actor, id: number): Promise<Scenario | null> =>
  scenarioRow(database.as(actor), id);

/**
 * Makes a scenario.
 *
 * @throws BadInput for a rule set that is not there.
 */
export async function createScenario(
  database: Database,
  actor: Actor,
  { edits, base_stamp, rules: code, rule_set_version, ...row }: z.infer<typeof newScenarioSchema>,
): Promise<Scenario> {
  const acting = database.as(actor);
  const rules = await readRuleSet(acting, code);
  const created = await acting.transaction(async (tx) => {
    const id = await insertScenario(tx, {
      ...row,
      base_stamp: base_stamp ?? (await currentStamp(tx)),
      rule_set_code: rules.code,
      rule_set_version: rule_set_version ?? rules.version,
      created_by: actor.name,
    });
    await replaceEdits(tx, id, edits);
    return scenarioRow(tx, id);
  });
  return created!;
}

/** Saves a scenario whole, unless somebody else did since the revision that was edited: then nothing is written. */
export async function saveScenario(
  database: Database,
  actor: Actor,
  id: number,
  { edits, revision, ...row }: z.infer<typeof savedScenarioSchema>,
): Promise<Outcome<Scenario>> {
  const acting = database.as(actor);
  const before = await scenarioRow(acting, id);
  if (!before) return { kind: 'none' };
  const base_stamp = row.base_stamp ?? before.base_stamp;
  const rules_then =
    base_stamp === before.base_stamp
      ? before.rule_set_version
      : (await readRuleSet(acting, before.rule_set_code)).version;
  return acting.transaction(async (tx): Promise<Outcome<Scenario>> => {
    const saved = await updateScenario(tx, id, revision, {
      ...row,
      base_stamp,
      rule_set_code: before.rule_set_code,
      rule_set_version: row.rule_set_version ?? rules_then,
    });
    if (!saved) return notAtRevision(tx, id);
    await replaceEdits(tx, id, edits);
    return { kind: 'done', answer: (await scenarioRow(tx, id))! };
  });
}

/** Removes a scenario at this revision; what was adopted from it stays, and stays on record. */
export const deleteScenario = (
  database: Database,
  actor: Actor,
  id: number,
  revision: number,
): Promise<Outcome<null>> =>
  database
    .as(actor)
    .transaction(async (tx): Promise<Outcome<null>> =>
      (await removeScenario(tx, id, revision)) ? { kind: 'done', answer: null } : notAtRevision(tx, id),
    );

/** Why a scenario could not be written at a revision: another one, adopted, or not there. */
export async function notAtRevision(tx: Queryable, id: number): Promise<Outcome<never>> {
  const current = await scenarioRow(tx, id);
  if (!current) return { kind: 'none' };
  if (current.adopted_at !== null) {
    return conflict('adopted', `${current.adopted_by} took it into the data: make a copy to go on`, current);
  }
  return conflict(
    'changed',
    `${current.updated_by} saved it meanwhile, as revision ${current.revision}`,
    current,
  );
}

export const conflict = (
  kind: ScenarioConflict['conflict'],
  message: string,
  current: Scenario,
): Outcome<never> => ({ kind: 'conflict', conflict: { message, conflict: kind, current } });

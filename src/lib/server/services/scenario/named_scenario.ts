import type { Scenario } from '../../../contract/api_scenarios.ts';
import { BadInput } from '../../../contract/errors.ts';
import type { ActingDatabase } from '../../db/database.ts';
import { scenarioRow, scenariosNamed } from '../../queries/scenario_rows.ts';

/**
 * The scenario that a person means: by its id, else by its name.
 *
 * @throws BadInput where there is none, or where several have the name.
 */
export async function namedScenario(db: ActingDatabase, text: string): Promise<Scenario> {
  const by_id = /^[1-9]\d{0,14}$/.test(text) ? await scenarioRow(db, Number(text)) : null;
  if (by_id) return by_id;
  const ids = await scenariosNamed(db, text);
  if (ids.length > 1) {
    throw new BadInput(
      'ambiguous-scenario',
      `Several scenarios are called "${text}": name one by its id, ${ids.join(', ')}`,
    );
  }
  const by_name = ids.length === 1 ? await scenarioRow(db, ids[0]) : null;
  if (!by_name) throw new BadInput('no-scenario', `There is no scenario "${text}"`);
  return by_name;
}

/** What the files of a run say of the scenario it was made with. */
export type ScenarioOfRun = Pick<
  Scenario,
  'id' | 'name' | 'revision' | 'base_stamp' | 'stale' | 'rules_changed' | 'problems'
>;

export const scenarioOfRun = (scenario: Scenario): ScenarioOfRun => {
  const { id, name, revision, base_stamp, stale, rules_changed, problems } = scenario;
  return { id, name, revision, base_stamp, stale, rules_changed, problems };
};

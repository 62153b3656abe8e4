import { MOST_EDITS } from '../../../contract/edits.ts';
import { newScenarioSchema, type Scenario } from '../../../contract/api_scenarios.ts';
import { BadInput } from '../../../contract/errors.ts';
import type { Actor, Database } from '../../db/database.ts';
import { createScenario } from '../scenario/scenarios.ts';
import type { SiteSession } from './site_session.ts';

/**
 * Saves what a siting question proposes as a scenario, on the data it was asked about.
 *
 * @throws BadInput where it proposes nothing, or more than a scenario holds.
 */
export async function saveSiting(
  database: Database,
  actor: Actor,
  session: SiteSession,
  { name, by }: { name: string; by: string },
): Promise<Scenario> {
  const { edits, subject } = session;
  const { planned } = session.state();
  if (edits.length === 0 || !planned) throw new BadInput('nothing-to-build', 'Nothing is proposed');
  if (edits.length > MOST_EDITS) {
    throw new BadInput(
      'too-many-edits',
      `A scenario holds ${MOST_EDITS} steps, ${edits.length} are proposed`,
    );
  }
  const { question, stamp } = subject;
  return createScenario(
    database,
    actor,
    newScenarioSchema.parse({
      name,
      vehicle: question.what === 'hydrant' ? planned.vehicle : 'best',
      cutoff_s: planned.cutoff_s,
      turnout_s: question.turnout_s,
      edits: [...edits],
      by,
      rules: question.rules,
      base_stamp: stamp,
    }),
  );
}

import type { RunSummary } from '../../contract/api.ts';
import type { VehicleChoice } from '../../contract/vehicle_choice.ts';
import type { Actor, Database } from '../db/database.ts';
import { latestRun } from '../queries/latest_run.ts';
import { ensureVerdicts } from './coverage/ensure_verdicts.ts';

/** The run for a choice of vehicle and cutoff over the data as it is now, computed and stored where there is none. */
export async function runFor(
  database: Database,
  actor: Actor,
  choice: { vehicle: VehicleChoice; cutoff_s: number },
): Promise<RunSummary> {
  const run_id = await ensureVerdicts(database, actor, choice);
  return (await latestRun(database.as(actor), run_id))!;
}

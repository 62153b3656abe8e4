import type { ActingDatabase } from '../db/database.ts';
import { RUNS_OF_EVERYTHING } from './default_run.ts';

/**
 * The run whose verdicts hold for the data as it is now, asked with these inputs and rules; null where none does or
 * its rows were dropped.
 */
export async function currentRunId(
  db: ActingDatabase,
  inputs: object,
  rules: { code: string; version: string },
): Promise<number | null> {
  const [run] = await db.query<{ id: number }>(
    `select run.id from analysis_run run
     where ${RUNS_OF_EVERYTHING}
       and run.data_stamp = firecover_judged_stamp() and run.inputs = $1::jsonb
       and run.rule_set_code = $2 and run.rule_set_version = $3
       and run.vehicles <> '{}'
       and (exists (select from building_verdict where run_id = run.id)
         or not exists (select from building))
     order by run.id desc limit 1`,
    [JSON.stringify(inputs), rules.code, rules.version],
  );
  return run?.id ?? null;
}

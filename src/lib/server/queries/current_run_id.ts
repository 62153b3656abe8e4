import type { ActingDatabase } from '../db/database.ts';

/** The run whose verdicts hold for the data as it is now, asked with these inputs and rules; null where none does. */
export async function currentRunId(
  db: ActingDatabase,
  inputs: object,
  rules: { code: string; version: string },
): Promise<number | null> {
  const [run] = await db.query<{ id: number }>(
    `select id from analysis_run
     where kind = 'coverage' and scenario_id is null and area_id is null
       and data_stamp = firecover_data_stamp() and inputs = $1::jsonb
       and rule_set_code = $2 and rule_set_version = $3
     order by id desc limit 1`,
    [JSON.stringify(inputs), rules.code, rules.version],
  );
  return run?.id ?? null;
}

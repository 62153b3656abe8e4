import type { RunSummary } from '../../contract/api.ts';
import type { ActingDatabase } from '../db/database.ts';
import { DEFAULT_RUN, RUNS_OF_EVERYTHING } from './default_run.ts';

/**
 * A coverage run over all data and outside any scenario: the one asked for, else the default one. Null where there is
 * none such.
 */
export async function latestRun(
  db: ActingDatabase,
  run_id: number | null = null,
): Promise<RunSummary | null> {
  const [run] = await db.query<RunSummary>(
    `select run.id, run.vehicle, case run.inputs ->> 'vehicles' when 'owned' then 'best'
         else run.inputs ->> 'vehicles' end as choice,
       run.vehicles, run.cutoff_s, run.rule_set_code, run.rule_set_version,
       rules.name_zh as rule_set_name_zh, rules.name_en as rule_set_name_en,
       run.created_at, run.data_stamp <> firecover_judged_stamp() as stale
     from analysis_run run
     join rule_set rules on rules.code = run.rule_set_code and rules.version = run.rule_set_version
     where ${RUNS_OF_EVERYTHING} and run.id = coalesce($1::bigint, (${DEFAULT_RUN}))`,
    [run_id],
  );
  return run ?? null;
}

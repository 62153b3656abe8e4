import type { RunSummary } from '../../contract/api.ts';
import type { ActingDatabase } from '../db/database.ts';

/** The newest coverage run over all data and outside any scenario, null before the first. */
export async function latestRun(db: ActingDatabase): Promise<RunSummary | null> {
  const [run] = await db.query<RunSummary>(
    `select run.id, run.vehicle, run.cutoff_s, run.rule_set_code, run.rule_set_version,
       rules.name_zh as rule_set_name_zh, rules.name_en as rule_set_name_en,
       run.created_at, run.data_stamp <> firecover_data_stamp() as stale
     from analysis_run run
     join rule_set rules on rules.code = run.rule_set_code and rules.version = run.rule_set_version
     where run.kind = 'coverage' and run.scenario_id is null and run.area_id is null
     order by run.id desc
     limit 1`,
  );
  return run ?? null;
}

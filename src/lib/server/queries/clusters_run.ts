import type { RuleSet } from '../../domain/rules/rule_set.ts';
import type { ActingDatabase, Queryable } from '../db/database.ts';

const STAMP = `(select layer || ':' || version from data_version where layer = 'building')`;

/** State of the buildings as one text; clusters follow from nothing else. */
export async function buildingsStamp(tx: Queryable): Promise<string> {
  const [{ stamp }] = await tx.query<{ stamp: string }>(`select ${STAMP} as stamp`);
  return stamp;
}

/** Whether the newest computing of clusters was asked with these inputs over the buildings as they are now. */
export async function clustersAreCurrent(db: ActingDatabase, inputs: object): Promise<boolean> {
  const [newest] = await db.query<{ current: boolean }>(
    `select data_stamp = ${STAMP} and inputs = $1::jsonb as current
     from analysis_run where kind = 'clusters' order by id desc limit 1`,
    [JSON.stringify(inputs)],
  );
  return newest?.current ?? false;
}

/** Records that clusters were computed. */
export async function insertClustersRun(
  tx: Queryable,
  run: {
    inputs: object;
    rules: RuleSet;
    data_stamp: string;
    totals: object;
    duration_ms: number;
    created_by: string;
  },
): Promise<void> {
  await tx.query(
    `insert into analysis_run (kind, inputs, rule_set_code, rule_set_version, data_stamp, totals, duration_ms,
       created_by)
     values ('clusters', $1::jsonb, $2, $3, $4, $5::jsonb, $6, $7)`,
    [
      JSON.stringify(run.inputs),
      run.rules.code,
      run.rules.version,
      run.data_stamp,
      JSON.stringify(run.totals),
      run.duration_ms,
      run.created_by,
    ],
  );
}

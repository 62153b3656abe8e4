import type { Queryable } from '../db/database.ts';

export interface RunRow {
  vehicle: string | null;
  vehicles: readonly string[];
  cutoff_s: number;
  inputs: object;
  rule_set_code: string;
  rule_set_version: string;
  data_stamp: string;
  totals: object;
  results_by_area: object;
  duration_ms: number;
  created_by: string;
}

/** Records a coverage run over all data; gives its id. */
export async function insertRun(tx: Queryable, run: RunRow): Promise<number> {
  const [{ id }] = await tx.query<{ id: number }>(
    `insert into analysis_run (kind, vehicle, cutoff_s, inputs, rule_set_code, rule_set_version, data_stamp,
       totals, results_by_area, duration_ms, created_by, vehicles)
     values ('coverage', $1, $2, $3::jsonb, $4, $5, $6, $7::jsonb, $8::jsonb, $9, $10, $11::text[]) returning id`,
    [
      run.vehicle,
      run.cutoff_s,
      JSON.stringify(run.inputs),
      run.rule_set_code,
      run.rule_set_version,
      run.data_stamp,
      JSON.stringify(run.totals),
      JSON.stringify(run.results_by_area),
      run.duration_ms,
      run.created_by,
      run.vehicles,
    ],
  );
  return id;
}

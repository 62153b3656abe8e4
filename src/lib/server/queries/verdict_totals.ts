import type { Verdict } from '../../domain/coverage/verdict.ts';
import type { ActingDatabase } from '../db/database.ts';

export interface VerdictTotals {
  buildings: number;
  by_verdict: Partial<Record<Verdict, number>>;
  arrives_water_unknown: number;
}

/** Buildings by verdict of one run; verdicts nobody has are missing. `run_id` null counts buildings only. */
export async function verdictTotals(db: ActingDatabase, run_id: number | null): Promise<VerdictTotals> {
  const [totals] = await db.query<VerdictTotals>(
    `with judged as (
       select verdict, count(*) as buildings,
         count(*) filter (where arrive = 'pass' and hose = 'pass' and water = 'unknown') as water_unknown
       from building_verdict where run_id = $1::bigint group by verdict
     )
     select (select count(*) from building) as buildings,
       (select coalesce(json_object_agg(verdict, buildings), '{}') from judged) as by_verdict,
       (select coalesce(sum(water_unknown), 0)::bigint from judged) as arrives_water_unknown`,
    [run_id],
  );
  return totals!;
}

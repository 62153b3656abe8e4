import type { Queryable } from '../db/database.ts';
import { DEFAULT_RUN, RUNS_OF_EVERYTHING } from './default_run.ts';

/** Runs whose rows are kept side by side. */
const MOST_RUNS = 12;

/**
 * Drops the verdicts, gaps and pictures of runs over everything that are older than the data or more than the newest
 * twelve. The default run keeps its rows until the next one of its kind takes its place. Totals of all runs stay.
 */
export async function dropOldResults(tx: Queryable): Promise<void> {
  for (const table of ['building_verdict', 'place_verdict', 'gap', 'run_picture']) {
    await tx.query(
      `with kept as (
         select run.id from analysis_run run
         where ${RUNS_OF_EVERYTHING} and run.data_stamp = firecover_judged_stamp()
         order by run.id desc limit ${MOST_RUNS}
       )
       delete from ${table} using analysis_run run
       where run.id = ${table}.run_id and ${RUNS_OF_EVERYTHING}
         and not exists (select from kept where kept.id = run.id)
         and run.id is distinct from (${DEFAULT_RUN})`,
    );
  }
}

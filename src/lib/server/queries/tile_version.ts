import type { Queryable } from '../db/database.ts';
import { DEFAULT_RUN, RUNS_OF_EVERYTHING } from './default_run.ts';

export interface TileVersion {
  /** The run whose verdicts are drawn, null where nothing was assessed yet or there is no such run. */
  run_id: number | null;
  /** All that a tile's content depends on, besides its layers and position, as one text. */
  stamp: string;
}

/**
 * One cheap row that tells whether a tile may have changed. The times are in it because a database that was
 * thrown away and filled again counts from 1 again.
 *
 * @param run_id run asked for; null takes the default one.
 */
export async function tileVersion(
  db: Pick<Queryable, 'query'>,
  run_id: number | null = null,
): Promise<TileVersion> {
  const [version] = await db.query<TileVersion>(
    `select run.id as run_id,
       concat_ws('|', firecover_data_stamp(), run.id, run.created_at, newest.id,
         (select max(imported_at) from source)) as stamp
     from (select max(run.id) as id from analysis_run run where ${RUNS_OF_EVERYTHING}) as newest
     left join analysis_run run
       on ${RUNS_OF_EVERYTHING} and run.id = coalesce($1::bigint, (${DEFAULT_RUN}))`,
    [run_id],
    { keep_plan: true },
  );
  return version!;
}

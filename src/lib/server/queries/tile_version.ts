import type { ActingDatabase } from '../db/database.ts';

export interface TileVersion {
  /** Newest coverage run over all data, null where nothing was assessed yet. */
  run_id: number | null;
  /** All that a tile's content depends on, besides its layers and position, as one text. */
  stamp: string;
}

/**
 * One cheap row that tells whether a tile may have changed. The times are in it because a database that was
 * thrown away and filled again counts from 1 again.
 */
export async function tileVersion(db: ActingDatabase): Promise<TileVersion> {
  const [version] = await db.query<TileVersion>(
    `select run.id as run_id,
       concat_ws('|', firecover_data_stamp(), run.id, run.created_at,
         (select max(imported_at) from source)) as stamp
     from (select) as always
     left join lateral (
       select id, created_at from analysis_run
       where kind = 'coverage' and scenario_id is null and area_id is null
       order by id desc limit 1
     ) as run on true`,
  );
  return version!;
}

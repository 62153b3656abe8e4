import type { ActingDatabase } from '../db/database.ts';

export interface JudgedState {
  /** firecover_judged_stamp(): equal stamps mean equal data for verdicts. */
  data_stamp: string;
  /** The newest import: a database thrown away and filled again counts from 1 again. */
  imported_at: string | null;
}

/** The state of the data verdicts follow from. */
export async function judgedState(db: ActingDatabase): Promise<JudgedState> {
  const [state] = await db.query<JudgedState>(
    `select firecover_judged_stamp() as data_stamp, (select max(imported_at) from source) as imported_at`,
  );
  return state!;
}

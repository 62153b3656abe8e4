import type { ActingDatabase } from '../db/database.ts';

/** Whether both parts of the sample town are in: its layers, and the rosters that are written last. */
export async function sampleIsComplete(db: ActingDatabase): Promise<boolean> {
  const [{ complete }] = await db.query<{ complete: boolean }>(
    'select exists (select from building) and exists (select from duty) as complete',
  );
  return complete;
}

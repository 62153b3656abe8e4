import type { ActingDatabase } from '../db/database.ts';

/** Whether the sample town is in as this version makes it: its layers, mains among them, and the rosters written last. */
export async function sampleIsComplete(db: ActingDatabase): Promise<boolean> {
  const [{ complete }] = await db.query<{ complete: boolean }>(
    'select exists (select from building) and exists (select from duty) and exists (select from water_main) as complete',
  );
  return complete;
}

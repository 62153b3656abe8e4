import type { ActingDatabase } from '../db/database.ts';

/** Whether there is anything to judge yet. */
export async function hasBuildings(db: ActingDatabase): Promise<boolean> {
  const [{ any }] = await db.query<{ any: boolean }>('select exists (select from building) as any');
  return any;
}

import type { Queryable } from '../db/database.ts';

/** Whether there is water that a season can make a difference to, see judgeWaterSource. */
export async function hasSeasonalWater(db: Pick<Queryable, 'query'>): Promise<boolean> {
  const [{ has }] = await db.query<{ has: boolean }>(
    `select exists (select from water_source
       where kind in ('river', 'canal', 'lake', 'pond', 'suction_point')) as has`,
  );
  return has;
}

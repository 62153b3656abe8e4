import type { ActingDatabase } from '../db/database.ts';

export interface AreaRow {
  id: number;
  parent_id: number | null;
  name: string | null;
  kind: string;
  population: number | null;
  has_mains: boolean | null;
  settlement_class: string | null;
  /** Buildings of fire-resistance class III and IV prevail; null not recorded. */
  low_fire_resistance: boolean | null;
}

/** All areas, ascending by id, without their geometry. */
export const areaRows = (db: ActingDatabase) =>
  db.query<AreaRow>(
    `select id, parent_id, name, kind, population, has_mains, settlement_class, low_fire_resistance
     from area order by id`,
  );

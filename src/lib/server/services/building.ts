import type { BuildingCard } from '../../contract/api.ts';
import type { Actor, Database } from '../db/database.ts';
import { buildingCard } from '../queries/building_card.ts';
import { latestRun } from '../queries/latest_run.ts';

/** One building with the verdict of the run asked for, else of the default one; null where no such building is to be seen. */
export async function building(
  database: Database,
  actor: Actor,
  building_id: number,
  run_id: number | null = null,
): Promise<BuildingCard | null> {
  const db = database.as(actor);
  const run = await latestRun(db, run_id);
  const card = await buildingCard(db, building_id, run?.id ?? null);
  return card && { ...card, run };
}

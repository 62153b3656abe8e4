import type { PathAnswer } from '../../contract/api_paths.ts';
import type { Actor, Database } from '../db/database.ts';
import { askEngine } from '../engine/engine_thread.ts';
import { buildingCard } from '../queries/building_card.ts';
import { judgedState } from '../queries/judged_state.ts';
import { latestRun } from '../queries/latest_run.ts';
import { townKey } from './coverage/ensure_verdicts.ts';
import { readRuleSet } from './rule_set.ts';
import { townRows } from './town/load_town.ts';

const NO_WAYS: PathAnswer = { truck: null, hose: null, water: null };

/**
 * The ways behind a building's verdict in a run (null: the default one); null where there is no such building. No
 * ways where the run is older than the data, or where the actor sees a part of the town only: the ways follow from
 * all of it.
 */
export async function pathOfBuilding(
  database: Database,
  actor: Actor,
  building_id: number,
  run_id: number | null,
): Promise<PathAnswer | null> {
  const db = database.as(actor);
  const run = await latestRun(db, run_id);
  const card = await buildingCard(db, building_id, run?.id ?? null);
  if (!card) return null;
  if (!run || run.stale || !card.verdict || actor.areas !== 'all') return NO_WAYS;
  const rules = await readRuleSet(db, run.rule_set_code);
  if (rules.version !== run.rule_set_version) return NO_WAYS;
  return askEngine(townKey(database, actor, rules, await judgedState(db)), () => townRows(db, rules), {
    kind: 'path',
    vehicle: run.choice,
    cutoff_s: run.cutoff_s,
    building_id,
  });
}

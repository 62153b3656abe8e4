import type { BuildingWaterAnswer } from '../../contract/api_building_water.ts';
import type { PathAnswer } from '../../contract/api_paths.ts';
import type { Actor, Database } from '../db/database.ts';
import type { Answers, Question } from '../engine/engine.ts';
import { askEngine } from '../engine/engine_thread.ts';
import { buildingCard } from '../queries/building_card.ts';
import { judgedState } from '../queries/judged_state.ts';
import { latestRun } from '../queries/latest_run.ts';
import { townKey } from './coverage/ensure_verdicts.ts';
import { readRuleSet } from './rule_set.ts';
import { townRows } from './town/load_town.ts';

const NO_WAYS: PathAnswer = { truck: null, hose: null, water: null };

/** No answer where the run is older than the data, or where the actor sees a part of the town only: it follows from all of it. */
type About<Answer> = { kind: 'no-building' } | { kind: 'unsaid' } | { kind: 'said'; answer: Answer };

/** The ways behind a building's verdict in a run (null: the default one); null where there is no such building. */
export async function pathOfBuilding(
  database: Database,
  actor: Actor,
  building_id: number,
  run_id: number | null,
): Promise<PathAnswer | null> {
  const about = await askAbout(database, actor, building_id, run_id, 'path');
  if (about.kind === 'no-building') return null;
  return about.kind === 'said' ? about.answer : NO_WAYS;
}

/** What stands behind its water leg; null where there is no such building. */
export async function waterOfBuilding(
  database: Database,
  actor: Actor,
  building_id: number,
  run_id: number | null,
): Promise<BuildingWaterAnswer | null> {
  const about = await askAbout(database, actor, building_id, run_id, 'water');
  if (about.kind === 'no-building') return null;
  return { water: about.kind === 'said' ? about.answer : null };
}

async function askAbout<Kind extends 'path' | 'water'>(
  database: Database,
  actor: Actor,
  building_id: number,
  run_id: number | null,
  kind: Kind,
): Promise<About<Answers[Kind]>> {
  const db = database.as(actor);
  const run = await latestRun(db, run_id);
  const card = await buildingCard(db, building_id, run?.id ?? null);
  if (!card) return { kind: 'no-building' };
  if (!run || run.stale || !card.verdict || actor.areas !== 'all') return { kind: 'unsaid' };
  const rules = await readRuleSet(db, run.rule_set_code);
  if (rules.version !== run.rule_set_version) return { kind: 'unsaid' };
  const question = { kind, vehicle: run.choice, cutoff_s: run.cutoff_s, building_id };
  const answer = await askEngine<Kind>(
    townKey(database, actor, rules, await judgedState(db)),
    () => townRows(db, rules),
    question as Extract<Question, { kind: Kind }>,
  );
  return { kind: 'said', answer };
}

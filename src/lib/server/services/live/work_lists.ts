import type { WorkKind, WorkVehicle } from '../../../domain/live/work_items.ts';
import type { WorkList } from '../../../domain/live/work_list.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import type { Actor, Database } from '../../db/database.ts';
import { askEngine } from '../../engine/engine_thread.ts';
import { judgedState } from '../../queries/judged_state.ts';
import { townKey } from '../coverage/ensure_verdicts.ts';
import { readRuleSet } from '../rule_set.ts';
import { townRows } from '../town/load_town.ts';
import { workListsInThread, type WorkListThreadOptions, type WorkLists } from './work_list_thread.ts';

export type WorkListState =
  | { state: 'working'; share: number }
  | { state: 'done'; list: WorkList }
  | { state: 'too-large'; vertices: number; most: number };

type Made = WorkLists | { kind: 'too-large'; vertices: number; most: number };

interface Kept {
  /** Database and what of it is seen. */
  seen: string;
  /** The state of its data besides. */
  town: string;
  share: number;
  made: Made | null;
  failure: Error | null;
  abort: AbortController;
}

/** Choices of vehicle and cutoff whose lists are kept. */
const MOST_KEPT = 8;

/** By town, state of its data, vehicle and cutoff; least recently asked first. */
const kept = new Map<string, Kept>();
/** One is made at a time. */
let last: Promise<unknown> = Promise.resolve();

/**
 * The list of a kind for the data as it is now, where it has been made; else it begins to be made and the answer is how far
 * it is. Lists of data that has changed since are given up.
 *
 * @throws the Error that making it failed with, once; asked again it is tried again.
 */
export async function workListState(
  database: Database,
  actor: Actor,
  { kind, vehicle, cutoff_s }: { kind: WorkKind; vehicle: WorkVehicle; cutoff_s: number },
): Promise<WorkListState> {
  const db = database.as(actor);
  const rules = await readRuleSet(db, 'cn');
  const town = townKey(database, actor, rules, await judgedState(db));
  const name = JSON.stringify([town, vehicle, cutoff_s]);
  const entry = kept.get(name) ?? begin(database, actor, rules, { town, vehicle, cutoff_s });
  kept.delete(name);
  kept.set(name, entry);
  if (entry.failure) {
    kept.delete(name);
    throw entry.failure;
  }
  if (!entry.made) return { state: 'working', share: entry.share };
  if ('kind' in entry.made) return { ...entry.made, state: 'too-large' };
  return { state: 'done', list: entry.made[kind] };
}

function begin(
  database: Database,
  actor: Actor,
  rules: RuleSet,
  { town, vehicle, cutoff_s }: { town: string; vehicle: WorkVehicle; cutoff_s: number },
): Kept {
  const seen = JSON.stringify([database.label, actor.areas]);
  for (const [name, other] of kept) {
    const is_old = other.seen === seen && other.town !== town;
    if (!is_old && kept.size < MOST_KEPT) continue;
    other.abort.abort(new Error('The work list was given up before it was done'));
    kept.delete(name);
  }
  const abort = new AbortController();
  const entry: Kept = { seen, town, share: 0, made: null, failure: null, abort };
  const onProgress = (share: number) => (entry.share = share);
  const options = { vehicle, cutoff_s, onProgress, signal: abort.signal };
  last = last
    .then(() => makeWorkLists(database, actor, rules, options))
    .then(
      (made) => (entry.made = made),
      (error: Error) => (entry.failure = error),
    );
  return entry;
}

/** Packs the town and makes all its lists. */
export async function makeWorkLists(
  database: Database,
  actor: Actor,
  rules: RuleSet,
  options: WorkListThreadOptions,
): Promise<Made> {
  options.signal?.throwIfAborted();
  const db = database.as(actor);
  const state = await judgedState(db);
  const answer = await askEngine(townKey(database, actor, rules, state), () => townRows(db, rules), {
    kind: 'town',
    stamp: state.stamp,
    area_id: null,
    encoding: 'identity',
  });
  if (answer.kind === 'too-large') return answer;
  if (answer.kind === 'no-area') throw new Error('The whole town has no area to be missing');
  return workListsInThread(answer.body, options);
}

import type { Season } from '../../../contract/api_shortfall.ts';
import type { VehicleChoice } from '../../../contract/vehicle_choice.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import type { Actor, Database } from '../../db/database.ts';
import { askEngine } from '../../engine/engine_thread.ts';
import { hasSeasonalWater } from '../../queries/has_seasonal_water.ts';
import { judgedState } from '../../queries/judged_state.ts';
import { townKey } from '../coverage/ensure_verdicts.ts';
import { readRuleSet } from '../rule_set.ts';
import { townRows } from '../town/load_town.ts';
import type { ShortfallFacts } from './shortfall_facts.ts';
import type { MeasureFirst } from './to_measure.ts';

/** What a shortfall is worked out for. */
export interface ShortfallCase {
  vehicle: VehicleChoice;
  cutoff_s: number;
  season: Season;
}

export interface ShortfallMade {
  facts: ShortfallFacts;
  /** Of everything. */
  measure_first: MeasureFirst;
  rules: RuleSet;
  /** Of some areas, null standing for what lies outside any. */
  measureFirst(areas: (number | null)[]): Promise<MeasureFirst>;
}

export type ShortfallState =
  | { state: 'working'; share: number; step: 'waiting' | 'judging' | 'counting' | 'listing' }
  | { state: 'done'; made: ShortfallMade };

interface Kept {
  seen: string;
  town: string;
  working: Extract<ShortfallState, { state: 'working' }>;
  made: ShortfallMade | null;
  failure: Error | null;
  given_up: boolean;
}

/** Cases whose facts are kept: about 40 bytes a building each. */
const MOST_KEPT = 8;

/** By town, state of its data and case; least recently asked first. */
const kept = new Map<string, Kept>();
/** One is worked out at a time. */
let last: Promise<unknown> = Promise.resolve();

/**
 * What the engine says of the water of the data as it is now, where it has been worked out; else that begins, and the
 * answer is how far it is. What was worked out for data that has changed since is given up.
 *
 * @throws the Error that working it out failed with, once; asked again it is tried again.
 */
export async function shortfallState(
  database: Database,
  actor: Actor,
  asked: ShortfallCase,
): Promise<ShortfallState> {
  const db = database.as(actor);
  const rules = await readRuleSet(db, 'cn');
  const town = townKey(database, actor, rules, await judgedState(db));
  // Without water that has a season they are all the same
  const season = asked.season === 'wet' || (await hasSeasonalWater(db)) ? asked.season : 'wet';
  const name = JSON.stringify([town, asked.vehicle, asked.cutoff_s, season]);
  const entry = kept.get(name) ?? begin(database, actor, rules, town, { ...asked, season });
  kept.delete(name);
  kept.set(name, entry);
  if (entry.failure) {
    kept.delete(name);
    throw entry.failure;
  }
  return entry.made ? { state: 'done', made: entry.made } : entry.working;
}

function begin(database: Database, actor: Actor, rules: RuleSet, town: string, asked: ShortfallCase): Kept {
  const seen = JSON.stringify([database.label, actor.areas]);
  for (const [name, other] of kept) {
    const is_old = other.seen === seen && other.town !== town;
    if (!is_old && kept.size < MOST_KEPT) continue;
    other.given_up = true;
    kept.delete(name);
  }
  const entry: Kept = {
    seen,
    town,
    working: { state: 'working', share: 0, step: 'waiting' },
    made: null,
    failure: null,
    given_up: false,
  };
  last = last
    .then(() => make(database, actor, rules, asked, entry))
    .then(
      (made) => (entry.made = made),
      (error: Error) => (entry.failure = error),
    );
  return entry;
}

async function make(
  database: Database,
  actor: Actor,
  rules: RuleSet,
  { vehicle, cutoff_s, season }: ShortfallCase,
  entry: Kept,
): Promise<ShortfallMade> {
  const db = database.as(actor);
  const key = townKey(database, actor, rules, await judgedState(db));
  const rows = () => townRows(db, rules);
  const of = { vehicle, cutoff_s, season };
  const step = (name: Kept['working']['step'], share: number) => {
    if (entry.given_up) throw new Error('The shortfall was given up before it was worked out');
    entry.working = { state: 'working', share, step: name };
  };
  step('judging', 0.05);
  await askEngine(key, rows, { kind: 'judged', ...of });
  step('counting', 0.5);
  const facts = await askEngine(key, rows, { kind: 'shortfall', ...of });
  step('listing', 0.85);
  const measureFirst = (areas: (number | null)[] | null) =>
    askEngine(key, rows, { kind: 'measure-first', ...of, areas });
  return { facts, measure_first: await measureFirst(null), rules, measureFirst };
}

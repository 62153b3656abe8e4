import type { VehicleChoice } from '../../../contract/vehicle_choice.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import type { Actor, Database, Queryable } from '../../db/database.ts';
import { askEngine } from '../../engine/engine_thread.ts';
import { currentRunId } from '../../queries/current_run_id.ts';
import { DEFAULT_CUTOFF_S } from '../../queries/default_run.ts';
import { dropOldResults } from '../../queries/drop_old_results.ts';
import { insertRun } from '../../queries/insert_run.ts';
import { judgedState, type JudgedState } from '../../queries/judged_state.ts';
import { readRuleSet } from '../rule_set.ts';
import { townRows } from '../town/load_town.ts';
import { BUILDING_VERDICT_COLUMNS, GAP_COLUMNS, PLACE_VERDICT_COLUMNS } from './result_columns.ts';
import type { RunResults } from './run_results.ts';

export interface VerdictOptions {
  rules?: string;
  /** Default best: over one run per vehicle that stations own. A vehicle: every station uses it. */
  vehicle?: VehicleChoice;
  cutoff_s?: number;
  onProgress?: (text: string) => void;
}

/** Runs being computed, by database and what was asked: whoever asks meanwhile waits for the same one. */
const under_way = new WeakMap<Database, Map<string, Promise<number>>>();

/**
 * Sees to it that every building and place has a verdict for the data as it is now. Does nothing where such a run is
 * stored; else computes it in the engine's thread, stores it in one transaction with its gaps and pictures, and drops
 * the rows of runs that are stale or too many, whose totals stay for trends.
 *
 * @returns the id of the run that holds.
 */
export async function ensureVerdicts(
  database: Database,
  actor: Actor,
  options: VerdictOptions = {},
): Promise<number> {
  const { vehicle = 'best', cutoff_s = DEFAULT_CUTOFF_S, rules = 'cn' } = options;
  const asked = JSON.stringify([actor.areas, vehicle, cutoff_s, rules]);
  const of_database = under_way.get(database) ?? new Map<string, Promise<number>>();
  under_way.set(database, of_database);
  const running = of_database.get(asked);
  if (running) return running;
  const started = ensure(database, actor, { ...options, vehicle, cutoff_s, rules });
  of_database.set(asked, started);
  return started.finally(() => of_database.delete(asked));
}

async function ensure(
  database: Database,
  actor: Actor,
  {
    rules: code,
    vehicle,
    cutoff_s,
    onProgress,
  }: VerdictOptions & Required<Omit<VerdictOptions, 'onProgress'>>,
): Promise<number> {
  const acting = database.as(actor);
  const rules = await readRuleSet(acting, code);
  const inputs = { cutoff_s, vehicles: vehicle === 'best' ? 'owned' : vehicle };
  const current = await currentRunId(acting, inputs, rules);
  if (current !== null) return current;

  const started = performance.now();
  const state = await judgedState(acting);
  onProgress?.('judging every building');
  const results = await askEngine(
    townKey(database, actor, rules, state),
    () => {
      onProgress?.('loading streets, buildings, stations and water');
      return townRows(acting, rules);
    },
    { kind: 'results', vehicle, cutoff_s },
  );
  onProgress?.(`keeping the verdicts of ${results.building_rows.length} buildings`);
  return acting.transaction(async (tx) => {
    const run_id = await insertRun(tx, {
      vehicle: vehicle === 'best' ? null : vehicle,
      vehicles: results.vehicles,
      cutoff_s,
      inputs,
      rule_set_code: rules.code,
      rule_set_version: rules.version,
      data_stamp: state.data_stamp,
      totals: results.totals,
      results_by_area: results.results_by_area,
      duration_ms: performance.now() - started,
      created_by: actor.name,
    });
    await storeResults(tx, run_id, results);
    await dropOldResults(tx);
    return run_id;
  });
}

/** Names a town and the state of its data to the engine. */
export const townKey = (database: Database, actor: Actor, rules: RuleSet, state: JudgedState) =>
  JSON.stringify([database.label, actor.areas, rules.code, rules.version, state]);

async function storeResults(tx: Queryable, run_id: number, results: RunResults): Promise<void> {
  const store = (table: string, columns: { name: string; type: string }[], rows: unknown[][]) =>
    tx.bulkInsert(
      table,
      [{ name: 'run_id', type: 'bigint' }, ...columns],
      rows.map((row) => [run_id, ...row]),
    );
  await store('building_verdict', BUILDING_VERDICT_COLUMNS, results.building_rows);
  await store('place_verdict', PLACE_VERDICT_COLUMNS, results.place_rows);
  await store('gap', GAP_COLUMNS, results.gap_rows);
  for (const { kind, sha256, body_gzip } of results.pictures) {
    await tx.query(
      'insert into run_picture (run_id, kind, sha256, body_gzip) values ($1::bigint, $2, $3, $4)',
      [run_id, kind, sha256, body_gzip],
    );
  }
}

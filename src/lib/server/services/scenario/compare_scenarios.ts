import type { ComparedSide, Comparison, ComparisonQuery, Scenario } from '../../../contract/api_scenarios.ts';
import { sheetHead, sheetLine } from '../../../contract/csv.ts';
import type { Actor, Database } from '../../db/database.ts';
import { askEngine } from '../../engine/engine_thread.ts';
import { DEFAULT_CUTOFF_S } from '../../queries/default_run.ts';
import { judgedState } from '../../queries/judged_state.ts';
import { scenarioRow } from '../../queries/scenario_rows.ts';
import { townKey } from '../coverage/ensure_verdicts.ts';
import { readRuleSet } from '../rule_set.ts';
import { townRows } from '../town/load_town.ts';
import type { Compared } from './compared.ts';

/**
 * Two scenarios, or a scenario and the data as it is, judged on the data as it is with one question and one rule
 * set: what differs comes of the steps alone. Null where a scenario is not there.
 */
export async function compareScenarios(
  database: Database,
  actor: Actor,
  query: Pick<ComparisonQuery, 'a' | 'b' | 'vehicle' | 'cutoff' | 'turnout'>,
): Promise<Comparison | null> {
  const db = database.as(actor);
  const a = await sideOf(db, query.a);
  const b = await sideOf(db, query.b);
  if (a === undefined || b === undefined) return null;
  const asking = b ?? a;
  const vehicle = query.vehicle ?? asking?.vehicle ?? 'best';
  const cutoff_s = query.cutoff ?? asking?.cutoff_s ?? DEFAULT_CUTOFF_S;
  const turnout_s = query.turnout ?? asking?.turnout_s ?? null;
  const rules = await readRuleSet(db, asking?.rule_set_code ?? 'cn');
  const state = await judgedState(db);
  const answer = await askEngine(townKey(database, actor, rules, state), () => townRows(db, rules), {
    kind: 'comparison',
    ...{ vehicle, cutoff_s, turnout_s },
    a: a?.edits ?? [],
    b: b?.edits ?? [],
  });
  return {
    stamp: state.stamp,
    rule_set_code: rules.code,
    rule_set_version: rules.version,
    ...{ vehicle, cutoff_s, turnout_s },
    a: { scenario: described(a, state.stamp, answer.a), counts: answer.a.counts },
    b: { scenario: described(b, state.stamp, answer.b), counts: answer.b.counts },
    areas: answer.areas,
    buildings: answer.buildings,
  };
}

/** The gained and lost buildings, a header and a line each. */
export function comparisonCsv({ areas, buildings }: Comparison): string {
  const names = new Map(areas.map(({ area_id, name }) => [area_id, name]));
  const columns = ['change', 'building_id', 'lon_deg', 'lat_deg', 'area_id', 'area_name', 'verdict_a'];
  const lines = buildings.map((row) =>
    sheetLine([
      row.change,
      row.id,
      row.lon_deg,
      row.lat_deg,
      row.area_id,
      names.get(row.area_id) ?? null,
      row.verdict_a,
      row.verdict_b,
      row.weight,
    ]),
  );
  return sheetHead([...columns, 'verdict_b', 'weight']) + lines.join('');
}

/** Null: the data as it is. Undefined: there is no such scenario. */
async function sideOf(
  db: Parameters<typeof scenarioRow>[0],
  side: 'base' | number,
): Promise<Scenario | null | undefined> {
  if (side === 'base') return null;
  return (await scenarioRow(db, side)) ?? undefined;
}

function described(
  scenario: Scenario | null,
  stamp: string,
  { problems }: Compared['a'],
): ComparedSide['scenario'] {
  if (!scenario) return null;
  const { id, name, revision, base_stamp, rules_changed } = scenario;
  return { id, name, revision, base_stamp, stale: base_stamp !== stamp, rules_changed, problems };
}

import { edgeLength_mm } from '../../../domain/network/along.ts';
import type { Actor, Database, Queryable } from '../../db/database.ts';
import { currentRunId } from '../../queries/current_run_id.ts';
import { insertRun } from '../../queries/insert_run.ts';
import { readRuleSet } from '../rule_set.ts';
import { loadTown } from '../town/load_town.ts';
import { bestRunOf, runsPerVehicle } from './best_run.ts';
import { offset_m, stopPoint } from './coverage_tables.ts';
import { totalsOf } from './coverage_totals.ts';
import type { CoverageRun } from './run_coverage.ts';

export interface VerdictOptions {
  rules?: string;
  cutoff_s?: number;
  onProgress?: (text: string) => void;
}

const COLUMNS = [
  ['run_id', 'bigint'],
  ['building_id', 'bigint'],
  ['vehicle', 'text'],
  ['area_id', 'bigint'],
  ['verdict', 'text'],
  ['failing_leg', 'text'],
  ['arrive', 'text'],
  ['hose', 'text'],
  ['water', 'text'],
  ['weight', 'float8'],
  ['weight_source', 'text'],
  ['arrival_s', 'float8'],
  ['station_id', 'bigint'],
  ['street_id', 'bigint'],
  ['street_fraction', 'float8'],
  ['stop_lon_deg', 'float8'],
  ['stop_lat_deg', 'float8'],
  ['offset_m', 'float8'],
  ['hose_m', 'float8'],
  ['water_layer', 'text'],
  ['water_id', 'bigint'],
  ['water_m', 'float8'],
].map(([name, type]) => ({ name, type }));

/**
 * Sees to it that every building has a verdict for the data as it is now: the best over one run per vehicle
 * that a station owns. Does nothing where such a run is stored; else computes and stores it in one transaction and
 * drops the building rows of older runs, whose totals stay for trends.
 *
 * @returns the id of the run that holds.
 */
export async function ensureVerdicts(
  db: Database,
  actor: Actor,
  options: VerdictOptions = {},
): Promise<number> {
  const { rules: code = 'cn', cutoff_s = 300, onProgress = () => {} } = options;
  const acting = db.as(actor);
  const rules = await readRuleSet(acting, code);
  const inputs = { cutoff_s, vehicles: 'owned' };
  const current = await currentRunId(acting, inputs, rules);
  if (current !== null) return current;

  const started = performance.now();
  const [{ data_stamp }] = await acting.query<{ data_stamp: string }>(
    'select firecover_data_stamp() as data_stamp',
  );
  onProgress('loading streets, buildings, stations and water');
  const town = await loadTown(acting, rules);
  onProgress(`judging ${town.buildings.length} buildings`);
  const runs = runsPerVehicle(town, cutoff_s);
  const best = town.buildings.map((_, building) => bestRunOf(runs, building));
  const { all, by_area } = totalsOf(best.map((run, building) => ({ run, building })));
  return acting.transaction(async (tx) => {
    const run_id = await insertRun(tx, {
      vehicle: runs.length === 1 ? runs[0].options.vehicle : null,
      cutoff_s,
      inputs,
      rule_set_code: rules.code,
      rule_set_version: rules.version,
      data_stamp,
      totals: all,
      results_by_area: Object.fromEntries(by_area),
      duration_ms: performance.now() - started,
      created_by: actor.name,
    });
    await storeVerdicts(tx, run_id, best);
    await tx.query(
      `delete from building_verdict using analysis_run
       where analysis_run.id = run_id and run_id < $1::bigint and analysis_run.kind = 'coverage'
         and analysis_run.scenario_id is null and analysis_run.area_id is null`,
      [run_id],
    );
    return run_id;
  });
}

function storeVerdicts(tx: Queryable, run_id: number, best: readonly CoverageRun[]): Promise<number> {
  const rows = best.map((run, i) => [run_id, ...verdictRow(run, i)]);
  return tx.bulkInsert('building_verdict', COLUMNS, rows);
}

function verdictRow(run: CoverageRun, i: number): unknown[] {
  const { town, drive, sources, stations } = run;
  const { stop, hose_m, arrival_ms, station, water, legs, verdict, failing_leg } = run.buildings[i];
  const door = run.doors[i];
  const source = water.source === null ? null : sources[water.source];
  const street = stop && drive.edge_street[stop.edge];
  return [
    town.buildings[i].id,
    run.options.vehicle,
    town.buildings[i].area_id,
    verdict,
    failing_leg || null,
    legs.arrive,
    legs.hose,
    legs.water,
    run.weight[i],
    run.weight_source[i],
    arrival_ms === null ? null : arrival_ms / 1000,
    station === null ? null : stations[station].id,
    street === null ? null : town.streets.id[street],
    stop && streetFraction(run, stop),
    ...(stop ? stopPoint(run, stop) : [null, null]),
    stop && door ? offset_m(run, stop, door) : null,
    hose_m,
    source?.layer ?? null,
    source?.id ?? null,
    water.distance_mm === null ? null : water.distance_mm / 1000,
  ];
}

/** Share along the whole street's vertices, 0-1. */
function streetFraction({ drive }: CoverageRun, { edge, t }: { edge: number; t: number }): number {
  const last = drive.street_first_edge[drive.edge_street[edge] + 1] - 1;
  const along_mm = drive.edge_start_mm[edge] + t * edgeLength_mm(drive, edge);
  return Math.min(1, along_mm / drive.edge_end_mm[last]);
}

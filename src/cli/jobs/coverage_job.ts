import { LOCAL_ADMINISTRATOR } from '../../lib/server/db/database.ts';
import { writeCoverageFiles } from '../../lib/server/services/coverage/coverage_files.ts';
import {
  coverageSummary,
  type CoverageSummary,
} from '../../lib/server/services/coverage/coverage_summary.ts';
import { runCoverage } from '../../lib/server/services/coverage/run_coverage.ts';
import { readRuleSet } from '../../lib/server/services/rule_set.ts';
import { applyEdits } from '../../lib/server/services/scenario/apply_edits.ts';
import { namedScenario, scenarioOfRun } from '../../lib/server/services/scenario/named_scenario.ts';
import { townOf, townRows } from '../../lib/server/services/town/load_town.ts';
import type { Edit } from '../../lib/domain/live/edit.ts';
import type { RuleSet, StationKind, VehicleCode } from '../../lib/domain/rules/rule_set.ts';
import { seconds } from '../../lib/domain/units/units.ts';
import type { WaterSeason } from '../../lib/domain/water/natural_intake.ts';
import type { Job, JobContext } from './job.ts';

export interface RunArgs {
  rules: string;
  vehicle: VehicleCode;
  cutoff_s: number;
  turnout_s: number | null;
  station_kinds: StationKind[] | null;
  /** Streets without vertex keys join within this; null takes the rule set's. */
  join_m: number | null;
  /** What natural water is judged for; left out: wet. */
  season?: WaterSeason;
}

export interface CoverageArgs extends RunArgs {
  /** Id or name of a scenario whose steps are made first; null: the data as it is. */
  scenario: string | null;
  out: string | null;
}

/** Judges every building for one vehicle, and writes the files where a folder is given. */
export const coverageJob: Job<CoverageArgs, CoverageSummary> = async (context, args) => {
  const { db, progress } = context;
  const scenario =
    args.scenario === null ? null : await namedScenario(db.as(LOCAL_ADMINISTRATOR), args.scenario);
  const run = await runFor(context, args, scenario?.edits);
  const run_of = scenario && scenarioOfRun(scenario);
  for (const { layer, row } of run_of?.problems ?? []) {
    progress(`${layer} ${row} is not there any more: steps about it have no effect`);
  }
  if (args.out === null) return coverageSummary(run, run_of);
  progress(`writing ${args.out}`);
  return writeCoverageFiles(run, args.out, run_of);
};

/** Loads the town, makes the steps and runs it for one vehicle. */
export async function runFor(
  { db, progress, signal }: JobContext,
  args: RunArgs,
  edits: readonly Edit[] = [],
) {
  const acting = db.as(LOCAL_ADMINISTRATOR);
  const rules = await readRuleSet(acting, args.rules);
  progress('loading streets, buildings, stations and water');
  const rows = await townRows(acting, withJoin(rules, args.join_m));
  const town = townOf(applyEdits(rows, edits).rows);
  signal.throwIfAborted();
  progress(`judging ${town.buildings.length} buildings from ${town.stations.length} stations`);
  return runCoverage(town, {
    vehicle: args.vehicle,
    cutoff_s: seconds(args.cutoff_s),
    turnout_s: args.turnout_s === null ? null : seconds(args.turnout_s),
    station_kinds: args.station_kinds,
    season: args.season,
  });
}

const withJoin = (rules: RuleSet, join_m: number | null): RuleSet =>
  join_m === null ? rules : { ...rules, travel: { ...rules.travel, join_m } };

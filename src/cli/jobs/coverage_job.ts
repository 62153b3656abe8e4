import { LOCAL_ADMINISTRATOR } from '../../lib/server/db/database.ts';
import { writeCoverageFiles } from '../../lib/server/services/coverage/coverage_files.ts';
import {
  coverageSummary,
  type CoverageSummary,
} from '../../lib/server/services/coverage/coverage_summary.ts';
import { runCoverage } from '../../lib/server/services/coverage/run_coverage.ts';
import { readRuleSet } from '../../lib/server/services/rule_set.ts';
import { loadTown } from '../../lib/server/services/town/load_town.ts';
import type { RuleSet, StationKind, VehicleCode } from '../../lib/domain/rules/rule_set.ts';
import { seconds } from '../../lib/domain/units/units.ts';
import type { Job, JobContext } from './job.ts';

export interface RunArgs {
  rules: string;
  vehicle: VehicleCode;
  cutoff_s: number;
  turnout_s: number | null;
  station_kinds: StationKind[] | null;
  /** Streets without vertex keys join within this; null takes the rule set's. */
  join_m: number | null;
}

export interface CoverageArgs extends RunArgs {
  out: string | null;
}

/** Judges every building for one vehicle, and writes the files where a folder is given. */
export const coverageJob: Job<CoverageArgs, CoverageSummary> = async (context, args) => {
  const run = await runFor(context, args);
  if (args.out === null) return coverageSummary(run);
  context.progress(`writing ${args.out}`);
  return writeCoverageFiles(run, args.out);
};

/** Loads the town and runs it for one vehicle. */
export async function runFor({ db, progress, signal }: JobContext, args: RunArgs) {
  const acting = db.as(LOCAL_ADMINISTRATOR);
  const rules = await readRuleSet(acting, args.rules);
  progress('loading streets, buildings, stations and water');
  const town = await loadTown(acting, withJoin(rules, args.join_m));
  signal.throwIfAborted();
  progress(`judging ${town.buildings.length} buildings from ${town.stations.length} stations`);
  return runCoverage(town, {
    vehicle: args.vehicle,
    cutoff_s: seconds(args.cutoff_s),
    turnout_s: args.turnout_s === null ? null : seconds(args.turnout_s),
    station_kinds: args.station_kinds,
  });
}

const withJoin = (rules: RuleSet, join_m: number | null): RuleSet =>
  join_m === null ? rules : { ...rules, travel: { ...rules.travel, join_m } };

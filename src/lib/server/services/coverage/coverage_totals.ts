import { countIn, noCounts, type CoverageCounts } from '../../../domain/coverage/coverage_counts.ts';
import type { CoverageRun } from './run_coverage.ts';

/** Counts a run's verdicts, for the whole and by area id ('' outside any area). */
export const coverageTotals = (run: CoverageRun) =>
  totalsOf(run.buildings.map((_, building) => ({ run, building })));

/** The same where each building's verdict comes from a run of its own. */
export function totalsOf(judged: readonly { run: CoverageRun; building: number }[]): {
  all: CoverageCounts;
  by_area: Map<number | '', CoverageCounts>;
} {
  const all = noCounts();
  const by_area = new Map<number | '', CoverageCounts>();
  for (const { run, building } of judged) {
    const area = run.town.buildings[building].area_id ?? '';
    const here = by_area.get(area) ?? noCounts();
    by_area.set(area, here);
    for (const counts of [all, here]) {
      countIn(counts, run.buildings[building], run.weight[building], run.weight_source[building]);
    }
  }
  return { all, by_area };
}

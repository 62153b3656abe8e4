import { servedBy, type Served } from '../../../domain/siting/facility_check.ts';
import { unservable, type FacilityMatrix, type SiteRules } from '../../../domain/siting/facility_matrix.ts';
import { highsSolver } from './highs.ts';
import { leastSites } from './least_sites.ts';
import { leastShare, maxCover } from './prove_cover.ts';
import { centreSites } from './prove_centre.ts';
import { medianSites } from './prove_median.ts';
import type { ProofControl, Standing } from './proof.ts';
import { Unsolvable } from './unsolvable.ts';

/** The classic questions of siting; sites are counted with the forced ones. */
export type FacilityProblem =
  /** Most weight within the radius; backup_share: what the second site is worth to it beside the first, 0-1. */
  | { kind: 'mclp'; sites: number; radius: number; backup_share: number }
  /** Fewest sites that have this share of the weight (1: every demand) within the radius. */
  | { kind: 'lscp'; radius: number; share: number }
  /** Least sum of weight times cost to the nearest site. */
  | { kind: 'pmedian'; sites: number }
  /** Least largest cost to the nearest site, weights ignored. */
  | { kind: 'pcenter'; sites: number };

export interface FacilityAnswer {
  kind: FacilityProblem['kind'];
  objective: number;
  /** No choice does better than this. */
  bound: number;
  /** |bound - objective| / objective; 0 where both are 0. */
  gap: number;
  proven: boolean;
  /** Site numbers, ascending. */
  chosen: number[];
  /** What the first quick answer came to, and when it was there. */
  greedy: { objective: number; seconds: number } | null;
  seconds: number;
  /** The answer looked at again on the pairs as they were given. */
  check: Served;
}

export interface SolveOptions {
  rules: SiteRules;
  /** The answer is there after this, with the bound of then; the proof ends a little earlier. */
  limit_s: number;
  stopped?: () => boolean;
  onStanding?: (standing: Standing & { seconds: number }) => void;
}

/** The solver looks at the clock between its own steps: this share of the limit, and no more seconds, is kept for that. */
const OVERRUN = 0.02;
const MOST_OVERRUN_S = 1;

/**
 * Solves a siting question: a quick answer at once, then better ones and a bound until they meet or time is up.
 *
 * @throws Unsolvable where demand cannot be served and the question asks for all of it.
 */
export async function solveFacility(
  matrix: FacilityMatrix,
  problem: FacilityProblem,
  { rules, limit_s, stopped = () => false, onStanding = () => undefined }: SolveOptions,
): Promise<FacilityAnswer> {
  const highs = await highsSolver();
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  let greedy: FacilityAnswer['greedy'] = null;
  const control: ProofControl = {
    deadline_ms: started + 1000 * (limit_s - Math.min(MOST_OVERRUN_S, OVERRUN * limit_s)),
    stopped,
    onStanding(standing) {
      greedy ??= { objective: standing.objective, seconds: seconds() };
      onStanding({ ...standing, seconds: seconds() });
    },
  };
  const all_served = problem.kind !== 'mclp' && !(problem.kind === 'lscp' && problem.share < 1);
  const radius = 'radius' in problem ? problem.radius : Infinity;
  const left_out = all_served ? unservable(matrix, radius, rules) : new Uint32Array();
  if (left_out.length > 0) {
    throw new Unsolvable(`${left_out.length} demand points cannot be served by any site`, left_out);
  }
  const { chosen, bound } = prove();
  const check = servedBy(matrix, chosen, radius);
  const objective = objectiveOf(problem, chosen, check);
  const distance = Math.abs(bound - objective);
  const proven = distance <= 1e-6 * Math.max(1, Math.abs(objective));
  return {
    kind: problem.kind,
    objective,
    bound: proven ? objective : bound,
    gap: proven ? 0 : distance / Math.max(Math.abs(objective), Number.MIN_VALUE),
    proven,
    chosen,
    greedy,
    seconds: seconds(),
    check,
  };

  function prove(): { chosen: number[]; bound: number } {
    switch (problem.kind) {
      case 'mclp':
        return maxCover(highs, matrix, { ...problem, rules }, control);
      case 'lscp':
        return problem.share < 1
          ? leastShare(highs, matrix, { ...problem, rules }, control)
          : leastSites(highs, matrix, problem.radius, rules, control);
      case 'pmedian':
        return medianSites(highs, matrix, problem.sites, rules, control);
      case 'pcenter':
        return centreSites(highs, matrix, problem.sites, rules, control);
    }
  }
}

function objectiveOf(problem: FacilityProblem, chosen: readonly number[], served: Served): number {
  switch (problem.kind) {
    case 'mclp':
      return served.covered + problem.backup_share * served.covered_twice;
    case 'lscp':
      return chosen.length;
    case 'pmedian':
      return served.weighted_cost;
    case 'pcenter':
      return served.largest_cost;
  }
}

import type { Highs } from 'highs';
import { servedBy } from '../../../domain/siting/facility_check.ts';
import type { FacilityMatrix, SiteRules } from '../../../domain/siting/facility_matrix.ts';
import { medianTree } from '../../../domain/siting/median_tree.ts';
import { MedianSearch } from '../../../domain/siting/p_median.ts';
import { leastSites } from './least_sites.ts';
import { isOver, type ProofControl } from './proof.ts';
import { Unsolvable } from './unsolvable.ts';

/** The choice of at most `sites` sites with the least weighted cost, all demand served, and what no choice goes below. */
export function medianSites(
  highs: Highs,
  matrix: FacilityMatrix,
  sites: number,
  rules: SiteRules,
  control: ProofControl,
): { chosen: number[]; bound: number } {
  const costOf = (chosen: readonly number[]) => servedBy(matrix, chosen, Infinity).weighted_cost;
  const stopped = () => isOver(control);
  const search = new MedianSearch(matrix, rules);
  let start = search.from([], sites, stopped);
  if (costOf(start) === Infinity)
    start = search.from(servingAll(highs, matrix, sites, rules, control), sites, stopped);
  control.onStanding({ chosen: start, objective: costOf(start), bound: 0 });
  return medianTree({ matrix, sites, rules }, start, search, {
    stopped,
    onStanding: ({ chosen, cost, bound }) => control.onStanding({ chosen, objective: cost, bound }),
  });
}

/** A choice of at most `sites` that serves all demand at whatever cost. */
export function servingAll(
  highs: Highs,
  matrix: FacilityMatrix,
  sites: number,
  rules: SiteRules,
  control: ProofControl,
): number[] {
  const quiet = { ...control, onStanding: () => undefined };
  const { chosen, bound } = leastSites(highs, matrix, Infinity, rules, quiet, { enough: sites });
  if (chosen.length <= sites) return chosen;
  throw new Unsolvable(
    bound > sites
      ? `${sites} sites cannot serve all demand, at least ${bound} are needed`
      : `no choice of ${sites} sites that serves all demand was found in time`,
  );
}

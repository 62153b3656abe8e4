import type { Highs } from 'highs';
import { medianCost } from '../../../domain/siting/convex_cost.ts';
import { servedBy } from '../../../domain/siting/facility_check.ts';
import type { FacilityMatrix, SiteRules } from '../../../domain/siting/facility_matrix.ts';
import { medianSearch } from '../../../domain/siting/p_median.ts';
import { leastCost } from './cutting_planes.ts';
import { leastSites } from './least_sites.ts';
import { isOver, type ProofControl } from './proof.ts';
import { Unsolvable } from './unsolvable.ts';

/** Groups of demand with cuts of their own: the sum of nearest costs bends in many places. */
const MOST_GROUPS = 40;

/** The choice of at most `sites` sites with the least weighted cost, all demand served, and what no choice goes below. */
export function medianSites(
  highs: Highs,
  matrix: FacilityMatrix,
  sites: number,
  rules: SiteRules,
  control: ProofControl,
): { chosen: number[]; bound: number } {
  const costOf = (chosen: readonly number[]) => servedBy(matrix, chosen, Infinity).weighted_cost;
  let start = medianSearch(matrix, sites, rules);
  if (costOf(start) === Infinity)
    start = medianSearch(matrix, sites, rules, servingAll(highs, matrix, sites, rules, control));
  control.onStanding({ chosen: start, objective: costOf(start), bound: 0 });
  const { clipped, penalty } = nothingDearer(matrix, costOf(start));
  return leastCost(
    highs,
    {
      cost: medianCost(clipped, penalty, Math.min(MOST_GROUPS, Math.max(1, matrix.demand_count))),
      sites,
      rules,
      one_of: partialLists(matrix),
      whole: matrix.cost.every(Number.isInteger) && matrix.weight.every(Number.isInteger),
      start: { chosen: start, cost: costOf(start) },
      round(shares) {
        const likely = Array.from(shares.keys()).sort((a, b) => shares[b] - shares[a] || a - b);
        const chosen = isOver(control) ? start : medianSearch(matrix, sites, rules, likely.slice(0, sites));
        return { chosen, cost: costOf(chosen) };
      },
    },
    control,
  );
}

/**
 * Pairs that alone cost more than a whole known choice are in no better one: they cost twice that choice, whatever they
 * cost, and so does not being served. Solvers work to absolute tolerances, which costs of a thousand million would drown.
 */
function nothingDearer(matrix: FacilityMatrix, known: number) {
  const { demand_count, first, weight } = matrix;
  const cost = matrix.cost.slice();
  const penalty = new Float64Array(demand_count);
  for (let demand = 0; demand < demand_count; demand++) {
    const most = weight[demand] > 0 ? (2 * known) / weight[demand] : 0;
    penalty[demand] = most;
    for (let pair = first[demand]; pair < first[demand + 1]; pair++) cost[pair] = Math.min(cost[pair], most);
  }
  return { clipped: { ...matrix, cost }, penalty };
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

/** The sites of every demand that not all sites can serve, each list once. */
function partialLists({ demand_count, site_count, first, site }: FacilityMatrix): number[][] {
  const lists = new Map<string, number[]>();
  for (let demand = 0; demand < demand_count; demand++) {
    if (first[demand + 1] - first[demand] === site_count) continue;
    const own = Array.from(site.subarray(first[demand], first[demand + 1]));
    lists.set(own.join(), own);
  }
  return [...lists.values()];
}

import { NO_SITE_RULES, type FacilityMatrix, type SiteRules } from './facility_matrix.ts';
import { MaxCover } from './max_cover.ts';
import { weightedCover } from './weighted_cover.ts';

export interface RankedSite {
  site: number;
  /** Weight it serves that no better ranked one does. */
  gain: number;
  /** Demand, ascending, that it serves and no better ranked one does. */
  first_served: number[];
}

/**
 * Chosen sites in the order in which to build them: always the one that serves most of what those before it leave,
 * the lowest where equal.
 */
export function rankSites(matrix: FacilityMatrix, chosen: readonly number[], radius: number): RankedSite[] {
  const left = new Map(chosen.map((site) => [site, [] as number[]]));
  for (let demand = 0; demand < matrix.demand_count; demand++) {
    for (let pair = matrix.first[demand]; pair < matrix.first[demand + 1]; pair++) {
      if (matrix.cost[pair] <= radius) left.get(matrix.site[pair])?.push(demand);
    }
  }
  const served = new Uint8Array(matrix.demand_count);
  const ranked: RankedSite[] = [];
  while (left.size > 0) {
    let best: RankedSite | null = null;
    for (const [site, demand] of left) {
      const first_served = demand.filter((d) => served[d] === 0);
      const gain = first_served.reduce((sum, d) => sum + matrix.weight[d], 0);
      const better =
        best === null ||
        gain > best.gain ||
        (gain === best.gain &&
          (first_served.length > best.first_served.length ||
            (first_served.length === best.first_served.length && site < best.site)));
      if (better) best = { site, gain, first_served };
    }
    for (const demand of best!.first_served) served[demand] = 1;
    left.delete(best!.site);
    ranked.push(best!);
  }
  return ranked;
}

/**
 * What 1, 2, … n sites gain: for each number the better of the first so many of a ranking and of a quick answer of
 * its own. No upper bound: more may be possible with some of these numbers. Sites that must be built come first.
 */
export function budgetCurve(
  matrix: FacilityMatrix,
  ranked: readonly RankedSite[],
  radius: number,
  rules: SiteRules = NO_SITE_RULES,
): number[] {
  const cover = weightedCover(matrix, radius);
  const options = { sites: Math.max(1, rules.forced.length), rules, backup_share: 0 };
  const quick = new MaxCover(cover, options);
  let so_far = 0;
  return ranked.map(({ gain }, k) => {
    so_far += gain;
    if (k + 1 < rules.forced.length) return so_far;
    options.sites = k + 1;
    return Math.max(so_far, quick.greedy().value);
  });
}

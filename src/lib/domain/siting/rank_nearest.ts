import type { FacilityMatrix } from './facility_matrix.ts';
import { pairsBySite } from './pairs_by_site.ts';
import type { RankedSite } from './rank_sites.ts';

/**
 * Chosen sites in the order in which to build them where the way to the nearest counts: always the one that brings it down
 * most. Demand that has nothing yet counts as far as the farthest pair. `first_served` is the demand that is nearest to
 * the site once all are built; `gains` is what 1, 2, … of them bring the weighted sum (or the worst) down by.
 */
export function rankNearest(
  matrix: FacilityMatrix,
  chosen: readonly number[],
  { kind, standing }: { kind: 'mean' | 'worst'; standing: Float64Array },
): { ranked: RankedSite[]; gains: number[]; cost: Float64Array } {
  const { weight } = matrix;
  const by_site = pairsBySite(matrix);
  const farthest = matrix.cost.reduce((most, cost) => Math.max(most, cost), 0);
  const nearest = new Int32Array(matrix.demand_count).fill(-1);
  const cost = standing.map((each) => (each === Infinity ? farthest : each));
  const worstWith = (site: number) => {
    const now = cost.slice();
    for (let q = by_site.first[site]; q < by_site.first[site + 1]; q++) {
      now[by_site.demand[q]] = Math.min(now[by_site.demand[q]], by_site.cost[q]);
    }
    return now.reduce((most, each) => Math.max(most, each), 0);
  };
  const sumGain = (site: number) => {
    let gain = 0;
    for (let q = by_site.first[site]; q < by_site.first[site + 1]; q++) {
      const demand = by_site.demand[q];
      gain += weight[demand] * Math.max(0, cost[demand] - by_site.cost[q]);
    }
    return gain;
  };
  const left = new Set(chosen);
  const order: { site: number; gain: number }[] = [];
  const gains: number[] = [];
  let worst = cost.reduce((most, each) => Math.max(most, each), 0);
  while (left.size > 0) {
    let best = { site: -1, gain: -Infinity, sum: -Infinity };
    for (const site of left) {
      const sum = sumGain(site);
      const gain = kind === 'mean' ? sum : worst - worstWith(site);
      if (gain > best.gain || (gain === best.gain && sum > best.sum)) best = { site, gain, sum };
    }
    for (let q = by_site.first[best.site]; q < by_site.first[best.site + 1]; q++) {
      const demand = by_site.demand[q];
      const nearer =
        by_site.cost[q] < cost[demand] || (nearest[demand] === -1 && standing[demand] === Infinity);
      if (!nearer) continue;
      cost[demand] = by_site.cost[q];
      nearest[demand] = best.site;
    }
    worst = cost.reduce((most, each) => Math.max(most, each), 0);
    left.delete(best.site);
    order.push({ site: best.site, gain: best.gain });
    gains.push((gains.at(-1) ?? 0) + best.gain);
  }
  const served = new Map(chosen.map((site) => [site, [] as number[]]));
  nearest.forEach((site, demand) => served.get(site)?.push(demand));
  return {
    ranked: order.map(({ site, gain }) => ({ site, gain, first_served: served.get(site)! })),
    gains,
    cost,
  };
}

import type { FacilityMatrix, SiteRules } from './facility_matrix.ts';
import { pairsBySite } from './pairs_by_site.ts';

/** Sum of weight times nearest cost, and the demand that has no site at all. */
export interface MedianValue {
  unserved: number;
  weighted_cost: number;
}

/**
 * The p-median problem (Hakimi 1964) as a search: greedy, then the best interchange of one site as long as that gains.
 * Demand left without any site outweighs every cost. Sites are as many as asked, forced ones kept.
 */
export function medianSearch(
  matrix: FacilityMatrix,
  sites: number,
  rules: SiteRules,
  start: readonly number[] = [],
): number[] {
  const by_site = pairsBySite(matrix);
  const inside = new Uint8Array(matrix.site_count);
  const free = new Uint8Array(matrix.site_count).fill(1);
  for (const site of rules.forbidden) free[site] = 0;
  for (const site of rules.forced) [inside[site], free[site]] = [1, 0];
  for (const site of start) if (free[site] === 1) inside[site] = 1;
  const nearest = new Float64Array(matrix.demand_count);
  const second = new Float64Array(matrix.demand_count);
  const near_site = new Int32Array(matrix.demand_count);
  const count = () => inside.reduce((sum, flag) => sum + flag, 0);

  const refresh = () => {
    for (let demand = 0; demand < matrix.demand_count; demand++) {
      [nearest[demand], second[demand], near_site[demand]] = [Infinity, Infinity, -1];
      for (let pair = matrix.first[demand]; pair < matrix.first[demand + 1]; pair++) {
        if (inside[matrix.site[pair]] === 0) continue;
        const cost = matrix.cost[pair];
        if (cost < nearest[demand]) {
          second[demand] = nearest[demand];
          [nearest[demand], near_site[demand]] = [cost, matrix.site[pair]];
        } else if (cost < second[demand]) second[demand] = cost;
      }
    }
  };
  /** What the choice comes to if `site` joins it, as a difference. */
  const gainOf = (site: number): MedianValue => {
    let [unserved, weighted_cost] = [0, 0];
    for (let q = by_site.first[site]; q < by_site.first[site + 1]; q++) {
      const demand = by_site.demand[q];
      const cost = by_site.cost[q];
      if (nearest[demand] === Infinity) {
        unserved--;
        weighted_cost += matrix.weight[demand] * cost;
      } else if (cost < nearest[demand]) weighted_cost += matrix.weight[demand] * (cost - nearest[demand]);
    }
    return { unserved, weighted_cost };
  };

  refresh();
  while (count() < sites) {
    let best = -1;
    let best_gain: MedianValue = { unserved: 0, weighted_cost: 0 };
    for (let site = 0; site < matrix.site_count; site++) {
      if (inside[site] === 1 || free[site] === 0) continue;
      const gain = gainOf(site);
      if (best === -1 || less(gain, best_gain)) [best, best_gain] = [site, gain];
    }
    if (best === -1) break;
    inside[best] = 1;
    refresh();
  }
  for (let better = true; better;) {
    better = false;
    for (let out = 0; out < matrix.site_count; out++) {
      if (inside[out] === 0 || free[out] === 0) continue;
      const before = medianValue(matrix, inside);
      inside[out] = 0;
      refresh();
      let [best, best_gain] = [out, gainOf(out)];
      for (let site = 0; site < matrix.site_count; site++) {
        if (inside[site] === 1 || free[site] === 0) continue;
        const gain = gainOf(site);
        if (less(gain, best_gain)) [best, best_gain] = [site, gain];
      }
      inside[best] = 1;
      refresh();
      if (best !== out && less(medianValue(matrix, inside), before)) better = true;
      else if (best !== out) {
        [inside[best], inside[out]] = [0, 1];
        refresh();
      }
    }
  }
  return Array.from(inside.keys()).filter((site) => inside[site] === 1);
}

/** What a choice comes to; `inside` is 1 for chosen sites. */
export function medianValue(matrix: FacilityMatrix, inside: Uint8Array): MedianValue {
  let [unserved, weighted_cost] = [0, 0];
  for (let demand = 0; demand < matrix.demand_count; demand++) {
    let nearest = Infinity;
    for (let pair = matrix.first[demand]; pair < matrix.first[demand + 1]; pair++) {
      if (inside[matrix.site[pair]] === 1) nearest = Math.min(nearest, matrix.cost[pair]);
    }
    if (nearest === Infinity) unserved++;
    else weighted_cost += matrix.weight[demand] * nearest;
  }
  return { unserved, weighted_cost };
}

/** Clearly less: differences in the last digits of a sum do not count. */
const less = (a: MedianValue, b: MedianValue) =>
  a.unserved !== b.unserved
    ? a.unserved < b.unserved
    : a.weighted_cost < b.weighted_cost - 1e-9 * Math.max(1, Math.abs(b.weighted_cost));

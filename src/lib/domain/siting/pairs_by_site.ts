import type { FacilityMatrix } from './facility_matrix.ts';

/** The pairs of site s are [first[s], first[s + 1]), demand ascending. */
export interface PairsBySite {
  first: Uint32Array;
  demand: Uint32Array;
  cost: Float64Array;
}

/** The same pairs the other way round. */
export function pairsBySite({
  site_count,
  demand_count,
  first,
  site,
  cost,
}: Omit<FacilityMatrix, 'weight'>): PairsBySite {
  const site_first = new Uint32Array(site_count + 1);
  for (const s of site) site_first[s + 1]++;
  for (let s = 0; s < site_count; s++) site_first[s + 1] += site_first[s];
  const next = site_first.slice(0, site_count);
  const demand = new Uint32Array(site.length);
  const costs = new Float64Array(site.length);
  for (let d = 0; d < demand_count; d++) {
    for (let pair = first[d]; pair < first[d + 1]; pair++) {
      const place = next[site[pair]]++;
      [demand[place], costs[place]] = [d, cost[pair]];
    }
  }
  return { first: site_first, demand, cost: costs };
}

import type { FacilityMatrix } from './facility_matrix.ts';

/**
 * The pairs of each demand, nearest first: place k of demand d, first[d] <= k < first[d + 1], is pair order[k].
 * Null where `stopped` has said so meanwhile.
 */
export function nearestPairs(
  { demand_count, first, site, cost }: FacilityMatrix,
  stopped: () => boolean = () => false,
): Uint32Array | null {
  const order = Uint32Array.from(site.keys());
  for (let demand = 0; demand < demand_count; demand++) {
    if (demand % 64 === 0 && stopped()) return null;
    order.subarray(first[demand], first[demand + 1]).sort((a, b) => cost[a] - cost[b] || site[a] - site[b]);
  }
  return order;
}

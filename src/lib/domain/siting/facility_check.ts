import type { FacilityMatrix } from './facility_matrix.ts';

/** What a choice of sites comes to, read off the pairs alone. */
export interface Served {
  /** Weight with at least one, and with at least two, of the sites within the radius. */
  covered: number;
  covered_twice: number;
  /** Demand with none of them within the radius. */
  uncovered: number;
  /** Sum of weight times the cost of the nearest site; Infinity where some demand has none at all. */
  weighted_cost: number;
  /** Cost of the worst served demand, weights ignored; Infinity where some demand has none at all. */
  largest_cost: number;
}

/** An independent look at an answer: no merging, no reduction, every pair as it was given. */
export function servedBy(matrix: FacilityMatrix, chosen: Iterable<number>, radius: number): Served {
  const open = new Uint8Array(matrix.site_count);
  for (const site of chosen) open[site] = 1;
  const served: Served = { covered: 0, covered_twice: 0, uncovered: 0, weighted_cost: 0, largest_cost: 0 };
  for (let demand = 0; demand < matrix.demand_count; demand++) {
    let nearest = Infinity;
    let within = 0;
    for (let pair = matrix.first[demand]; pair < matrix.first[demand + 1]; pair++) {
      if (open[matrix.site[pair]] === 0) continue;
      nearest = Math.min(nearest, matrix.cost[pair]);
      if (matrix.cost[pair] <= radius) within++;
    }
    const weight = matrix.weight[demand];
    if (within >= 1) served.covered += weight;
    if (within >= 2) served.covered_twice += weight;
    if (within === 0) served.uncovered++;
    served.weighted_cost += weight === 0 && nearest === Infinity ? Infinity : weight * nearest;
    served.largest_cost = Math.max(served.largest_cost, nearest);
  }
  return served;
}

import { matrixFromColumns, type CoverMatrix } from './cover_matrix.ts';
import type { FacilityMatrix } from './facility_matrix.ts';

/** Which sites (columns) cover which demand (rows); demand with the same sites is one row. */
export interface WeightedCover {
  matrix: CoverMatrix;
  /** Summed weight of each row's demand. */
  row_weight: Float64Array;
  /** Weight no site covers. */
  uncoverable_weight: number;
  /** All weights are whole numbers, so that every sum of them is. */
  whole_weights: boolean;
}

/**
 * Demand within the radius (inclusive) of each site. Demand of weight 0 is left out; demand with equal sites becomes one
 * row, which keeps every answer and shrinks a town of 50,000 buildings to a few hundred rows where sites are few.
 */
export function weightedCover(matrix: FacilityMatrix, radius: number): WeightedCover {
  const rows = new Map<string, number>();
  const sites: number[][] = [];
  const weights: number[] = [];
  let uncoverable_weight = 0;
  for (let demand = 0; demand < matrix.demand_count; demand++) {
    const weight = matrix.weight[demand];
    if (weight === 0) continue;
    const own: number[] = [];
    for (let pair = matrix.first[demand]; pair < matrix.first[demand + 1]; pair++) {
      if (matrix.cost[pair] <= radius) own.push(matrix.site[pair]);
    }
    if (own.length === 0) {
      uncoverable_weight += weight;
      continue;
    }
    const key = own.join();
    const row = rows.get(key);
    if (row !== undefined) weights[row] += weight;
    else {
      rows.set(key, sites.push(own) - 1);
      weights.push(weight);
    }
  }
  const by_site: number[][] = Array.from({ length: matrix.site_count }, () => []);
  sites.forEach((own, row) => own.forEach((site) => by_site[site].push(row)));
  const first = new Uint32Array(matrix.site_count + 1);
  by_site.forEach((list, site) => (first[site + 1] = first[site] + list.length));
  return {
    matrix: matrixFromColumns(first, Uint32Array.from(by_site.flat()), sites.length),
    row_weight: Float64Array.from(weights),
    uncoverable_weight,
    whole_weights: matrix.weight.every((weight) => Number.isInteger(weight)),
  };
}

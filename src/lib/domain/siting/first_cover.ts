import type { FacilityMatrix } from './facility_matrix.ts';
import type { MaxCoverOptions } from './max_cover.ts';
import type { WeightedRows } from './weighted_cover.ts';

/** Looking through all rows for one site's takes about a sixteenth of turning them all into columns. */
const FEW_SITES = 16;

/**
 * What MaxCover's greedy chooses, read off the rows before they are turned into columns, so that the first answer is
 * there at once: null where so many sites are asked that columns are the quicker way. Plain maximal covering only.
 */
export function firstCover(
  { columns, row_first, row_column, row_weight }: WeightedRows,
  { sites, rules, backup_share }: MaxCoverOptions,
): { chosen: number[]; value: number } | null {
  if (sites > FEW_SITES || backup_share > 0) return null;
  const gain = new Float64Array(columns);
  row_weight.forEach((weight, row) => {
    const end = row_first[row + 1];
    for (let p = row_first[row]; p < end; p++) gain[row_column[p]] += weight;
  });
  const covered = new Uint8Array(row_weight.length);
  const free = new Uint8Array(columns).fill(1);
  const chosen: number[] = [];
  let value = 0;
  for (const site of rules.forbidden) free[site] = 0;
  for (const site of rules.forced) if (!chosen.includes(site)) choose(site);
  while (chosen.length < sites) {
    const site = mostGain();
    if (site === -1) break;
    choose(site);
  }
  return { chosen: chosen.sort((a, b) => a - b), value };

  function choose(site: number): void {
    free[site] = 0;
    chosen.push(site);
    value += gain[site];
    let row = 0;
    for (let p = row_column.indexOf(site); p !== -1; p = row_column.indexOf(site, row_first[row])) {
      while (row_first[row + 1] <= p) row++;
      if (covered[row] === 0) cover(row);
      row++;
    }
  }

  function cover(row: number): void {
    covered[row] = 1;
    for (let p = row_first[row]; p < row_first[row + 1]; p++) gain[row_column[p]] -= row_weight[row];
  }

  /** The free site that gains most, lowest first where equal; -1 where none gains. */
  function mostGain(): number {
    let best = -1;
    for (let site = 0; site < columns; site++) {
      if (free[site] === 1 && gain[site] > (best === -1 ? 0 : gain[best])) best = site;
    }
    return best;
  }
}

/** Weight within the radius of some chosen site. */
export function coveredWeight(matrix: FacilityMatrix, radius: number, chosen: readonly number[]): number {
  const { demand_count, site_count, first, site, cost, weight } = matrix;
  const within = new Float64Array(site_count).fill(-1);
  for (const each of chosen) within[each] = radius;
  let covered = 0;
  for (let demand = 0; demand < demand_count; demand++) {
    const end = first[demand + 1];
    let pair = first[demand];
    while (pair < end && cost[pair] > within[site[pair]]) pair++;
    if (pair < end) covered += weight[demand];
  }
  return covered;
}

import type { Highs } from 'highs';
import { servedBy } from '../../../domain/siting/facility_check.ts';
import type { FacilityMatrix, SiteRules } from '../../../domain/siting/facility_matrix.ts';
import { leastSites } from './least_sites.ts';
import { isOver, type ProofControl } from './proof.ts';
import { servingAll } from './prove_median.ts';

/**
 * The choice of at most `sites` sites with the least largest cost (p-centre), and what no choice goes below: the costs
 * that occur are halved again and again, each asked whether that few sites serve all within it (Minieka 1970).
 */
export function centreSites(
  highs: Highs,
  matrix: FacilityMatrix,
  sites: number,
  rules: SiteRules,
  control: ProofControl,
): { chosen: number[]; bound: number } {
  const levels = Float64Array.from(new Set(matrix.cost)).sort();
  const levelOf = (cost: number) => lowest(levels, (level) => level >= cost);
  let chosen = servingAll(highs, matrix, sites, rules, control);
  if (matrix.demand_count === 0) return { chosen, bound: 0 };
  let high = levelOf(servedBy(matrix, chosen, Infinity).largest_cost);
  let low = levelOf(leastPossible(matrix, rules));
  const tell = () => control.onStanding({ chosen, objective: levels[high], bound: levels[low] });
  tell();
  while (low < high && !isOver(control)) {
    const middle = (low + high) >>> 1;
    const quiet = { ...control, onStanding: () => undefined };
    const found = leastSites(highs, matrix, levels[middle], rules, quiet, sites);
    if (found.chosen.length <= sites) {
      chosen = found.chosen;
      high = levelOf(servedBy(matrix, chosen, Infinity).largest_cost);
    } else if (found.bound > sites) low = middle + 1;
    else break;
    tell();
  }
  return { chosen, bound: levels[low] };
}

/** Every demand costs at least its cheapest allowed site. */
function leastPossible(matrix: FacilityMatrix, { forbidden }: SiteRules): number {
  const closed = new Uint8Array(matrix.site_count);
  for (const site of forbidden) closed[site] = 1;
  let most = 0;
  for (let demand = 0; demand < matrix.demand_count; demand++) {
    let least = Infinity;
    for (let pair = matrix.first[demand]; pair < matrix.first[demand + 1]; pair++) {
      if (closed[matrix.site[pair]] === 0) least = Math.min(least, matrix.cost[pair]);
    }
    most = Math.max(most, least);
  }
  return most;
}

/** The first index whose value satisfies; the last where none does. */
function lowest(values: Float64Array, satisfies: (value: number) => boolean): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (satisfies(values[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

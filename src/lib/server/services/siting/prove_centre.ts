import type { Highs } from 'highs';
import { servedBy } from '../../../domain/siting/facility_check.ts';
import type { FacilityMatrix, SiteRules } from '../../../domain/siting/facility_matrix.ts';
import { pairsBySite } from '../../../domain/siting/pairs_by_site.ts';
import { leastSites } from './least_sites.ts';
import { isOver, type ProofControl } from './proof.ts';
import { servingAll } from './prove_median.ts';

/**
 * The choice of at most `sites` sites with the least largest cost (p-centre), and what no choice goes below: the costs
 * that occur are halved again and again, each asked whether that few sites serve all within it (Minieka 1970). First
 * greedy covers and bounds of prices narrow them down, then the levels between are decided.
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
  const far = farthestFirst(matrix, chosen, sites, rules);
  const far_level = levelOf(servedBy(matrix, far, Infinity).largest_cost);
  if (far_level < high) [chosen, high] = [far, far_level];
  const tell = () => control.onStanding({ chosen, objective: levels[high], bound: levels[low] });
  tell();
  const quiet = { ...control, onStanding: () => undefined };
  const take = (found: readonly number[]) => {
    if (found.length > sites) return;
    const level = levelOf(servedBy(matrix, found, Infinity).largest_cost);
    if (level < high) [chosen, high] = [[...found], level];
  };
  const known = new Map<number, ReturnType<typeof leastSites>>();
  const quick = (level: number) => {
    const found =
      known.get(level) ?? leastSites(highs, matrix, levels[level], rules, quiet, { search: false });
    known.set(level, found);
    take(found.chosen);
    return found;
  };
  for (let above = low; above < high && !isOver(control); tell()) {
    const middle = (above + high) >>> 1;
    if (quick(middle).chosen.length > sites) above = middle + 1;
  }
  for (let below = high; low < below && !isOver(control); tell()) {
    const middle = (low + below) >>> 1;
    if (quick(middle).bound > sites) low = middle + 1;
    else below = middle;
  }
  while (low < high && !isOver(control)) {
    const middle = (low + high) >>> 1;
    const found = leastSites(highs, matrix, levels[middle], rules, quiet, { enough: sites });
    take(found.chosen);
    if (found.bound > sites) low = middle + 1;
    else if (found.chosen.length > sites) break;
    tell();
  }
  return { chosen, bound: levels[low] };
}

/** The demand served worst gets its nearest allowed site, until there are so many: near the best in any metric (Gonzalez 1985). */
function farthestFirst(
  matrix: FacilityMatrix,
  start: readonly number[],
  sites: number,
  { forbidden }: SiteRules,
): number[] {
  const by_site = pairsBySite(matrix);
  const closed = new Uint8Array(matrix.site_count);
  for (const each of forbidden) closed[each] = 1;
  const nearest = new Float64Array(matrix.demand_count).fill(Infinity);
  const chosen = new Set<number>();
  const choose = (each: number) => {
    chosen.add(each);
    for (let q = by_site.first[each]; q < by_site.first[each + 1]; q++) {
      nearest[by_site.demand[q]] = Math.min(nearest[by_site.demand[q]], by_site.cost[q]);
    }
  };
  start.forEach(choose);
  while (chosen.size < sites) {
    const worst = nearest.reduce((most, each, demand) => (each > nearest[most] ? demand : most), 0);
    let best = -1;
    for (let pair = matrix.first[worst]; pair < matrix.first[worst + 1]; pair++) {
      if (closed[matrix.site[pair]] === 0 && (best === -1 || matrix.cost[pair] < matrix.cost[best]))
        best = pair;
    }
    if (best === -1 || chosen.has(matrix.site[best])) break;
    choose(matrix.site[best]);
  }
  return [...chosen].sort((a, b) => a - b);
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

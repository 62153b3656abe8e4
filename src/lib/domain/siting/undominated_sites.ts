import { undominatedColumns } from './cover_reduction.ts';
import type { FacilityMatrix, SiteRules } from './facility_matrix.ts';
import { weightedCover } from './weighted_cover.ts';

/** A matrix with fewer sites, and the numbers they had. */
export interface FewerSites {
  matrix: FacilityMatrix;
  rules: SiteRules;
  site_ids: Uint32Array;
}

/**
 * Leaves out sites that serve nobody whom another allowed site does not serve as well: what any number of sites can
 * cover, once, stays the same. Of sites that serve the same demand the one with the fewest faults stays, then the least
 * summed cost, and sites are numbered anew so, so that the better wins where solvers take the first. Forced sites stay,
 * forbidden go.
 *
 * @param faults by site: what speaks against it besides; left out, nothing.
 */
export function undominatedSites(
  matrix: FacilityMatrix,
  radius: number,
  rules: SiteRules,
  faults: Uint8Array = new Uint8Array(matrix.site_count),
): FewerSites {
  const order = byCost(matrix, rules, faults);
  const open = renumbered(matrix, order);
  // Whom nobody weighs (a building without people) is still to be served where all are.
  const even = { ...open, weight: new Float64Array(open.demand_count).fill(1) };
  const stays = undominatedColumns(weightedCover(even, radius).matrix);
  const forced = new Set(rules.forced);
  order.forEach((site, place) => {
    if (forced.has(site)) stays[place] = 1;
  });
  const site_ids = order.filter((_, place) => stays[place] === 1);
  const number = new Map(Array.from(site_ids, (site, place) => [site, place]));
  return {
    matrix: renumbered(matrix, site_ids),
    rules: {
      forced: Uint32Array.from(forced, (site) => number.get(site)!),
      forbidden: new Uint32Array(),
    },
    site_ids,
  };
}

/** The allowed sites by their faults, then the summed cost of their pairs, then by number. */
function byCost(
  { site_count, site, cost }: FacilityMatrix,
  { forbidden }: SiteRules,
  faults: Uint8Array,
): Uint32Array {
  const closed = new Set(forbidden);
  const sum = new Float64Array(site_count);
  for (let pair = 0; pair < site.length; pair++) sum[site[pair]] += cost[pair];
  return Uint32Array.from(sum.keys())
    .filter((each) => !closed.has(each))
    .sort((a, b) => faults[a] - faults[b] || sum[a] - sum[b] || a - b);
}

/** The pairs of these sites, numbered by their place among them. */
function renumbered(matrix: FacilityMatrix, sites: Uint32Array): FacilityMatrix {
  const number = new Int32Array(matrix.site_count).fill(-1);
  sites.forEach((site, place) => (number[site] = place));
  const first = new Uint32Array(matrix.demand_count + 1);
  const pairs: number[] = [];
  for (let demand = 0; demand < matrix.demand_count; demand++) {
    const from = pairs.length;
    for (let pair = matrix.first[demand]; pair < matrix.first[demand + 1]; pair++) {
      if (number[matrix.site[pair]] >= 0) pairs.push(pair);
    }
    const own = pairs.splice(from).sort((a, b) => number[matrix.site[a]] - number[matrix.site[b]]);
    for (const pair of own) pairs.push(pair);
    first[demand + 1] = pairs.length;
  }
  return {
    demand_count: matrix.demand_count,
    site_count: sites.length,
    first,
    site: Uint32Array.from(pairs, (pair) => number[matrix.site[pair]]),
    cost: Float64Array.from(pairs, (pair) => matrix.cost[pair]),
    weight: matrix.weight,
  };
}

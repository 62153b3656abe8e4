import type { FacilityMatrix } from './facility_matrix.ts';
import { pairsBySite } from './pairs_by_site.ts';

/** What a choice of sites is measured by. */
export type SiteMeasure =
  /** Weight within the radius, inclusive, plus `backup_share` of the weight that two sites have within it. */
  | { kind: 'cover'; radius: number; backup_share: number }
  /** Weighted sum of the cost of the nearest, or the largest cost of the nearest, weights ignored: less is better. */
  | {
      kind: 'mean' | 'worst';
      /** Cost by demand of what stands already; Infinity where nothing that stands serves it. */
      standing: Float64Array;
    };

/** What sites add to a choice. Costs that sink and weight that rises are both more than 0. */
export interface ChoiceWorth {
  /** What a site would add to nothing; not finite where some demand would still have nothing at all. */
  aloneOf(site: number): number;
  /** What a site outside the choice would add. */
  gainOf(site: number): number;
  /** What is lost with a site of the choice; with `other`, a site outside, built instead: less than 0 if that is better. */
  lossOf(site: number, other?: number): number;
  /** Demand that a site serves, and how much of it the choice serves as well. */
  servedBy(site: number): { serves: number[]; served_already: number };
}

export function choiceWorth(
  matrix: FacilityMatrix,
  measure: SiteMeasure,
  chosen: readonly number[],
): ChoiceWorth {
  return measure.kind === 'cover'
    ? coverWorth(matrix, measure, chosen)
    : costWorth(matrix, measure.kind, measure.standing, chosen);
}

function coverWorth(
  matrix: FacilityMatrix,
  { radius, backup_share }: { radius: number; backup_share: number },
  chosen: readonly number[],
): ChoiceWorth {
  const by_site = pairsBySite(matrix);
  const demandOf = (site: number) => {
    const from = by_site.first[site];
    const own = Array.from(by_site.demand.subarray(from, by_site.first[site + 1]));
    return own.filter((_, k) => by_site.cost[from + k] <= radius);
  };
  const times = new Uint32Array(matrix.demand_count);
  for (const site of chosen) for (const demand of demandOf(site)) times[demand]++;
  /** What one more site is worth to demand that has so many. */
  const worth = (count: number) => (count === 0 ? 1 : count === 1 ? backup_share : 0);
  const total = (demand: readonly number[], worthOf: (demand: number) => number) =>
    demand.reduce((sum, each) => sum + matrix.weight[each] * worthOf(each), 0);
  return {
    aloneOf: (site) => total(demandOf(site), () => 1),
    gainOf: (site) => total(demandOf(site), (demand) => worth(times[demand])),
    lossOf(site, other) {
      const loss = total(demandOf(site), (demand) => worth(times[demand] - 1));
      if (other === undefined) return loss;
      const without = new Set(demandOf(site));
      return loss - total(demandOf(other), (d) => worth(times[d] - (without.has(d) ? 1 : 0)));
    },
    servedBy(site) {
      const serves = demandOf(site);
      return { serves, served_already: serves.filter((demand) => times[demand] > 0).length };
    },
  };
}

function costWorth(
  matrix: FacilityMatrix,
  kind: 'mean' | 'worst',
  standing: Float64Array,
  chosen: readonly number[],
): ChoiceWorth {
  const { demand_count, first, site: sites, cost, weight } = matrix;
  const inside = new Uint8Array(matrix.site_count);
  for (const site of chosen) inside[site] = 1;
  /** The least and the second least cost, what stands among them, and the site of the least; -1 for what stands. */
  const least = standing.slice();
  const second = new Float64Array(demand_count).fill(Infinity);
  const nearest = new Int32Array(demand_count).fill(-1);
  for (let demand = 0; demand < demand_count; demand++) {
    for (let pair = first[demand]; pair < first[demand + 1]; pair++) {
      if (inside[sites[pair]] === 0) continue;
      if (cost[pair] < least[demand]) {
        second[demand] = least[demand];
        [least[demand], nearest[demand]] = [cost[pair], sites[pair]];
      } else if (cost[pair] < second[demand]) second[demand] = cost[pair];
    }
  }
  const by_site = pairsBySite(matrix);
  const costsOf = (site: number) => {
    const row = new Float64Array(demand_count).fill(Infinity);
    for (let q = by_site.first[site]; q < by_site.first[site + 1]; q++)
      row[by_site.demand[q]] = by_site.cost[q];
    return row;
  };
  const nothing = new Float64Array(demand_count).fill(Infinity);
  /** All costs together, each demand's being the less of what is kept and what is built besides. */
  const value = (keptOf: (demand: number) => number, besides: Float64Array) => {
    let [sum, largest] = [0, 0];
    for (let demand = 0; demand < demand_count; demand++) {
      const each = Math.min(keptOf(demand), besides[demand]);
      sum += each === Infinity ? Infinity : weight[demand] * each;
      largest = Math.max(largest, each);
    }
    return kind === 'mean' ? sum : largest;
  };
  const now = value((demand) => least[demand], nothing);
  let other_costs = { site: -1, row: nothing };
  return {
    aloneOf: (site) =>
      value((demand) => standing[demand], nothing) - value((demand) => standing[demand], costsOf(site)),
    gainOf: (site) => now - value((demand) => least[demand], costsOf(site)),
    lossOf(site, other) {
      if (other !== undefined && other !== other_costs.site) {
        other_costs = { site: other, row: costsOf(other) };
      }
      const kept = (demand: number) => (nearest[demand] === site ? second[demand] : least[demand]);
      return value(kept, other === undefined ? nothing : other_costs.row) - now;
    },
    servedBy(site) {
      const row = costsOf(site);
      const serves = Array.from(row.keys()).filter((demand) => row[demand] < standing[demand]);
      return { serves, served_already: serves.filter((demand) => least[demand] <= row[demand]).length };
    },
  };
}

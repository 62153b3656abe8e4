/**
 * What serving each demand from each site costs (metres, seconds: any one unit), sparse: a missing pair means "cannot
 * serve". Demand d has the pairs [first[d], first[d + 1]), sites ascending, each once.
 */
export interface FacilityMatrix {
  demand_count: number;
  site_count: number;
  /** Length demand_count + 1. */
  first: Uint32Array;
  site: Uint32Array;
  cost: Float64Array;
  /** Weight of each demand, zero or more. */
  weight: Float64Array;
}

/** Sites that must be among those chosen, and sites that may not. */
export interface SiteRules {
  forced: Uint32Array;
  forbidden: Uint32Array;
}

export const NO_SITE_RULES: SiteRules = { forced: new Uint32Array(), forbidden: new Uint32Array() };

/** Demand none of the allowed sites serves within the radius (Infinity: at all), ascending. */
export function unservable(matrix: FacilityMatrix, radius: number, { forbidden }: SiteRules): Uint32Array {
  const closed = new Uint8Array(matrix.site_count);
  for (const site of forbidden) closed[site] = 1;
  const out: number[] = [];
  for (let demand = 0; demand < matrix.demand_count; demand++) {
    let served = false;
    for (let pair = matrix.first[demand]; pair < matrix.first[demand + 1] && !served; pair++) {
      served = closed[matrix.site[pair]] === 0 && matrix.cost[pair] <= radius;
    }
    if (!served) out.push(demand);
  }
  return Uint32Array.from(out);
}

import type { FacilityMatrix } from './facility_matrix.ts';

/** Which site serves which demand at what cost, sparse; demand d has the pairs [first[d], first[d + 1]), sites ascending. */
export type SitePairs = Pick<FacilityMatrix, 'demand_count' | 'site_count' | 'first' | 'site' | 'cost'>;

/** Pairs as they are found, site after site. */
export class PairList {
  count = 0;
  #demand = new Uint32Array(1024);
  #site = new Uint32Array(1024);
  #cost = new Float64Array(1024);

  /** Sites must come in ascending order. */
  add(demand: number, site: number, cost: number): void {
    if (this.count === this.#demand.length) {
      const room = 2 * this.count;
      this.#demand = longer(this.#demand, new Uint32Array(room));
      this.#site = longer(this.#site, new Uint32Array(room));
      this.#cost = longer(this.#cost, new Float64Array(room));
    }
    this.#demand[this.count] = demand;
    this.#site[this.count] = site;
    this.#cost[this.count++] = cost;
  }

  /** All sites below `site_count`, those with most pairs first, the lowest first where equal. */
  sitesByPairs(site_count: number): number[] {
    const pairs = new Uint32Array(site_count);
    for (let i = 0; i < this.count; i++) pairs[this.#site[i]]++;
    return [...pairs.keys()].sort((a, b) => pairs[b] - pairs[a] || a - b);
  }

  /** The pairs of some sites alone. */
  only(sites: ReadonlySet<number>): PairList {
    const left = new PairList();
    for (let i = 0; i < this.count; i++) {
      if (sites.has(this.#site[i])) left.add(this.#demand[i], this.#site[i], this.#cost[i]);
    }
    return left;
  }

  /** The pairs by demand; sites without any are left out, `kept` names those that stay. */
  byDemand(demand_count: number): { pairs: SitePairs; kept: Uint32Array } {
    const { count } = this;
    const kept: number[] = [];
    const first = new Uint32Array(demand_count + 1);
    for (let i = 0; i < count; i++) {
      first[this.#demand[i] + 1]++;
      if (i === 0 || this.#site[i] !== this.#site[i - 1]) kept.push(this.#site[i]);
    }
    for (let demand = 0; demand < demand_count; demand++) first[demand + 1] += first[demand];
    const next = first.slice(0, demand_count);
    const site = new Uint32Array(count);
    const cost = new Float64Array(count);
    let number = -1;
    for (let i = 0; i < count; i++) {
      if (i === 0 || this.#site[i] !== this.#site[i - 1]) number++;
      const place = next[this.#demand[i]]++;
      site[place] = number;
      cost[place] = this.#cost[i];
    }
    return {
      pairs: { demand_count, site_count: kept.length, first, site, cost },
      kept: Uint32Array.from(kept),
    };
  }
}

function longer<Column extends Uint32Array | Float64Array>(column: Column, larger: Column): Column {
  larger.set(column);
  return larger;
}

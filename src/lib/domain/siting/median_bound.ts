import type { FacilityMatrix } from './facility_matrix.ts';
import { ascend, type Ascent, type AscentOptions } from './volume_ascent.ts';

/** What is settled about a site, by site number. */
export const [CLOSED, OPEN, FREE] = [0, 1, 2] as const;

/**
 * Lagrangian relaxation of the p-median problem (Cornuejols, Fisher and Nemhauser 1977): demand offers a price for being
 * served, a site is worth the prices above its costs, and the `sites` worthiest are chosen. Any prices give a bound.
 */
export class MedianBound {
  readonly #matrix: FacilityMatrix;
  readonly #sites: number;
  /** Pairs by demand, nearest first: the site, and weight times cost. */
  #first: Uint32Array;
  #near_site: Uint32Array;
  #near_cost: Float64Array;

  /** @param order nearestPairs of the matrix. */
  constructor(matrix: FacilityMatrix, sites: number, order: Uint32Array) {
    this.#matrix = matrix;
    this.#sites = sites;
    this.#first = matrix.first;
    this.#near_site = order.map((pair) => matrix.site[pair]);
    this.#near_cost = Float64Array.from(order, (pair) => matrix.cost[pair]);
    for (let demand = 0; demand < matrix.demand_count; demand++) {
      for (let k = matrix.first[demand]; k < matrix.first[demand + 1]; k++) {
        this.#near_cost[k] *= matrix.weight[demand];
      }
    }
  }

  /** Forgets the pairs of closed sites, which stay closed from now on. */
  drop(state: Uint8Array): void {
    const stays = (k: number) => state[this.#near_site[k]] !== CLOSED;
    const first = new Uint32Array(this.#first.length);
    let length = 0;
    const near_site = new Uint32Array(this.#near_site.length);
    const near_cost = new Float64Array(this.#near_site.length);
    for (let demand = 0; demand < this.#matrix.demand_count; demand++) {
      for (let k = this.#first[demand]; k < this.#first[demand + 1]; k++) {
        if (!stays(k)) continue;
        near_site[length] = this.#near_site[k];
        near_cost[length++] = this.#near_cost[k];
      }
      first[demand + 1] = length;
    }
    this.#first = first;
    this.#near_site = near_site.slice(0, length);
    this.#near_cost = near_cost.slice(0, length);
  }

  /** Prices to begin with: half way between the nearest and the second of a known choice. */
  pricesFrom(chosen: readonly number[]): Float64Array {
    const { demand_count, site_count } = this.#matrix;
    const first = this.#first;
    const inside = new Uint8Array(site_count);
    for (const site of chosen) inside[site] = 1;
    return Float64Array.from({ length: demand_count }, (_, demand) => {
      const found: number[] = [];
      for (let k = first[demand]; k < first[demand + 1] && found.length < 2; k++) {
        if (inside[this.#near_site[k]] === 1) found.push(this.#near_cost[k]);
      }
      return found.length === 0 ? 0 : (found[0] + found.at(-1)!) / 2;
    });
  }

  /** Raises the bound from these prices; what is settled stays. */
  ascend(state: Uint8Array, start: ArrayLike<number>, options: AscentOptions): Ascent {
    const { demand_count, site_count } = this.#matrix;
    return ascend(
      {
        rows: demand_count,
        columns: site_count,
        boundAt: (price, chosen, worth, missing) => {
          this.#worthiest(state, price, worth, chosen);
          this.#missing(chosen, price, missing);
          let bound = 0;
          for (let demand = 0; demand < demand_count; demand++) bound += price[demand];
          for (let site = 0; site < site_count; site++) if (chosen[site] === 1) bound += worth[site];
          return bound;
        },
      },
      start,
      options,
    );
  }

  /** The worth of every site at these prices; 1 for those chosen: the open ones, and the worthiest of the free. */
  #worthiest(state: Uint8Array, price: Float64Array, worth: Float64Array, chosen: Uint8Array): void {
    const { demand_count } = this.#matrix;
    const [first, near_site, near_cost] = [this.#first, this.#near_site, this.#near_cost];
    worth.fill(0);
    for (let demand = 0; demand < demand_count; demand++) {
      const most = price[demand];
      const end = first[demand + 1];
      for (let k = first[demand]; k < end && near_cost[k] < most; k++)
        worth[near_site[k]] += near_cost[k] - most;
    }
    chosen.fill(0);
    let left = this.#sites;
    const free: number[] = [];
    for (let site = 0; site < state.length; site++) {
      if (state[site] === OPEN) [chosen[site], left] = [1, left - 1];
      else if (state[site] === FREE && worth[site] < 0) free.push(site);
    }
    free.sort((a, b) => worth[a] - worth[b] || a - b);
    for (const site of free.slice(0, Math.max(0, left))) chosen[site] = 1;
  }

  /** By demand: 1 less the chosen sites that serve it below its price. */
  #missing(chosen: Uint8Array, price: Float64Array, missing: Float64Array): void {
    const { demand_count } = this.#matrix;
    const [first, near_site, near_cost] = [this.#first, this.#near_site, this.#near_cost];
    for (let demand = 0; demand < demand_count; demand++) {
      const most = price[demand];
      const end = first[demand + 1];
      let left = 1;
      for (let k = first[demand]; k < end && near_cost[k] < most; k++) left -= chosen[near_site[k]];
      missing[demand] = left;
    }
  }
}

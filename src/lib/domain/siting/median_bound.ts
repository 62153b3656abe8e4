import type { FacilityMatrix } from './facility_matrix.ts';

/** What is settled about a site, by site number. */
export const [CLOSED, OPEN, FREE] = [0, 1, 2] as const;

/** Where the prices of a relaxation stand. */
export interface MedianRelaxation {
  /** No choice that keeps what is settled costs less. */
  bound: number;
  /** By demand: the prices the bound was found with. */
  price: Float64Array;
  /** By site: how much of it the relaxation chooses, 0-1. */
  share: Float64Array;
  /** By site: what choosing it brings the bound at these prices, 0 or less. */
  worth: Float64Array;
}

export interface AscentOptions {
  /** The cost of a known choice, at which the bound is aimed. */
  known: number;
  /** The bound need not go beyond this. */
  enough: number;
  most_steps: number;
  stopped(): boolean;
}

/** Steps without gain after which strides are shortened, and the strides too short to go on with. */
const STEPS_WITHOUT_GAIN = 12;
const LEAST_STRIDE = 1e-3;
/** Ends where so many steps have closed less than this share of the gap. */
const LOOK_BACK = 60;
const LEAST_SHARE = 0.01;

/**
 * Lagrangian relaxation of the p-median problem (Cornuejols, Fisher and Nemhauser 1977): demand offers a price for being
 * served, a site is worth the prices above its costs, and the `sites` worthiest are chosen. Any prices give a bound; they
 * follow the averaged subgradient of the volume algorithm (Barahona and Anbil 2000), which tells shares of sites too.
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

  /** Raises the bound from these prices as long as that gets anywhere. */
  ascend(state: Uint8Array, start: ArrayLike<number>, options: AscentOptions): MedianRelaxation {
    const { demand_count, site_count } = this.#matrix;
    const { known, enough, stopped } = options;
    let price = Float64Array.from(start);
    const best: MedianRelaxation = {
      bound: -Infinity,
      price,
      share: new Float64Array(site_count),
      worth: new Float64Array(site_count),
    };
    const worth = new Float64Array(site_count);
    const missing = new Float64Array(demand_count);
    const direction = new Float64Array(demand_count);
    const share = best.share;
    let [stride, idle] = [0.5, 0];
    let looked_at = -Infinity;
    for (let step = 0; step < options.most_steps; step++) {
      const chosen = this.#worthiest(state, price, worth);
      let value = 0;
      for (let demand = 0; demand < demand_count; demand++) value += price[demand];
      for (let site = 0; site < site_count; site++) if (chosen[site] === 1) value += worth[site];
      this.#missing(chosen, price, missing);
      const turn = step === 0 ? 1 : turnOf(missing, direction);
      for (let d = 0; d < demand_count; d++) direction[d] = turn * missing[d] + (1 - turn) * direction[d];
      for (let s = 0; s < site_count; s++) share[s] = turn * chosen[s] + (1 - turn) * share[s];
      if (value > best.bound) {
        if (value > best.bound + 1e-4 * Math.max(0, known - value)) idle = 0;
        let along = 0;
        for (let d = 0; d < demand_count; d++) along += missing[d] * direction[d];
        if (along > 0) stride = Math.min(2, stride * 1.1);
        best.bound = value;
        best.price = price;
        best.worth.set(worth);
      } else if (++idle >= STEPS_WITHOUT_GAIN) {
        stride *= 0.7;
        idle = 0;
      }
      if (best.bound >= enough || stride < LEAST_STRIDE || stopped()) break;
      if ((step + 1) % LOOK_BACK === 0) {
        if (best.bound - looked_at < LEAST_SHARE * (known - best.bound)) break;
        looked_at = best.bound;
      }
      let length2 = 0;
      for (let d = 0; d < demand_count; d++) length2 += direction[d] * direction[d];
      if (length2 < 1e-12) break;
      const far = (stride * (1.02 * (Math.min(known, enough) - best.bound) + 1e-9)) / length2;
      price = best.price.map((each, d) => Math.max(0, each + far * direction[d]));
    }
    return best;
  }

  /** The worth of every site at these prices; 1 for those chosen: the open ones, and the worthiest of the free. */
  #worthiest(state: Uint8Array, price: Float64Array, worth: Float64Array): Uint8Array {
    const { demand_count } = this.#matrix;
    const [first, near_site, near_cost] = [this.#first, this.#near_site, this.#near_cost];
    worth.fill(0);
    for (let demand = 0; demand < demand_count; demand++) {
      const most = price[demand];
      const end = first[demand + 1];
      for (let k = first[demand]; k < end && near_cost[k] < most; k++)
        worth[near_site[k]] += near_cost[k] - most;
    }
    const chosen = new Uint8Array(state.length);
    let left = this.#sites;
    const free: number[] = [];
    for (let site = 0; site < state.length; site++) {
      if (state[site] === OPEN) [chosen[site], left] = [1, left - 1];
      else if (state[site] === FREE && worth[site] < 0) free.push(site);
    }
    free.sort((a, b) => worth[a] - worth[b] || a - b);
    for (const site of free.slice(0, Math.max(0, left))) chosen[site] = 1;
    return chosen;
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

/** How far the average turns to the newest direction: where it is shortest, within limits. */
function turnOf(missing: Float64Array, direction: Float64Array): number {
  let [up, down] = [0, 0];
  for (let d = 0; d < missing.length; d++) {
    const difference = direction[d] - missing[d];
    up += direction[d] * difference;
    down += difference * difference;
  }
  return down === 0 ? 1 : Math.min(0.15, Math.max(0.015, up / down));
}

import type { FacilityMatrix, SiteRules } from './facility_matrix.ts';
import { pairsBySite, type PairsBySite } from './pairs_by_site.ts';

const NONE = -1;

/**
 * The p-median problem (Hakimi 1964) as a search: greedy, then interchange of one site as long as that gains, each site
 * outside tried with the best one to give up for it in a single pass over its pairs (Whitaker 1983). Demand left without
 * any site outweighs every cost. Sites are as many as asked, forced ones kept.
 * From several starts: the pairs by site are made once.
 */
export class MedianSearch {
  readonly #matrix: FacilityMatrix;
  readonly #by_site: PairsBySite;
  /** 1 where the rules let a site be chosen or not. */
  readonly #free: Uint8Array;
  readonly #forced: readonly number[];
  readonly #inside: Uint8Array;
  readonly #nearest: Float64Array;
  readonly #second: Float64Array;
  readonly #near_site: Int32Array;
  readonly #second_site: Int32Array;
  /** By chosen site: what its going would cost, as unserved demand and as weighted cost. */
  readonly #loss_unserved: Float64Array;
  readonly #loss: Float64Array;
  /** By chosen site: what of its loss the site now tried would make good. */
  readonly #saved_unserved: Float64Array;
  readonly #saved: Float64Array;
  #random = 1;

  constructor(matrix: FacilityMatrix, rules: SiteRules) {
    const { demand_count, site_count } = matrix;
    this.#matrix = matrix;
    this.#by_site = pairsBySite(matrix);
    this.#free = new Uint8Array(site_count).fill(1);
    for (const site of [...rules.forbidden, ...rules.forced]) this.#free[site] = 0;
    this.#forced = [...new Set(rules.forced)];
    this.#inside = new Uint8Array(site_count);
    this.#nearest = new Float64Array(demand_count);
    this.#second = new Float64Array(demand_count);
    this.#near_site = new Int32Array(demand_count);
    this.#second_site = new Int32Array(demand_count);
    this.#loss_unserved = new Float64Array(site_count);
    this.#loss = new Float64Array(site_count);
    this.#saved_unserved = new Float64Array(site_count);
    this.#saved = new Float64Array(site_count);
  }

  /** The start made up to `sites` greedily, then interchanged; whatever stops it, a choice of so many. */
  from(start: readonly number[], sites: number, stopped: () => boolean = () => false): number[] {
    this.#inside.fill(0);
    for (const site of this.#forced) this.#inside[site] = 1;
    let left = sites - this.#forced.length;
    for (const site of start) {
      if (left <= 0) break;
      if (this.#free[site] === 0 || this.#inside[site] === 1) continue;
      this.#inside[site] = 1;
      left--;
    }
    for (let demand = 0; demand < this.#matrix.demand_count; demand++) this.#look(demand);
    this.#fill(sites);
    this.#interchange(stopped);
    return this.#chosen();
  }

  /** The same from this choice with a few of its sites, drawn at random from a fixed seed, given up for any others. */
  near(chosen: readonly number[], stopped: () => boolean = () => false): number[] {
    const stay = [...chosen];
    const given_up = Math.min(2 + this.#next(3), stay.length);
    for (let k = 0; k < given_up; k++) stay[this.#next(stay.length)] = this.#next(this.#matrix.site_count);
    return this.from([...new Set(stay)], chosen.length, stopped);
  }

  /** A number below `end` from a generator of fixed start. */
  #next(end: number): number {
    this.#random = (this.#random * 16807) % 2147483647;
    return this.#random % end;
  }

  #chosen(): number[] {
    return Array.from(this.#inside.keys()).filter((site) => this.#inside[site] === 1);
  }

  /** Adds the site that gains most, lowest first where equal. */
  #fill(sites: number): void {
    const { matrix, gain, gain_unserved } = { matrix: this.#matrix, ...this.#gains() };
    for (let count = this.#chosen().length; count < sites; count++) {
      let best = NONE;
      for (let site = 0; site < matrix.site_count; site++) {
        if (this.#inside[site] === 1 || this.#free[site] === 0) continue;
        if (
          best === NONE ||
          gain_unserved[site] > gain_unserved[best] ||
          (gain_unserved[site] === gain_unserved[best] && gain[site] > gain[best])
        )
          best = site;
      }
      if (best === NONE) return;
      this.#inside[best] = 1;
      for (let q = this.#by_site.first[best]; q < this.#by_site.first[best + 1]; q++) {
        const demand = this.#by_site.demand[q];
        if (this.#by_site.cost[q] < this.#nearest[demand]) {
          this.#addGains(demand, -1, gain, gain_unserved);
          this.#join(demand, best, this.#by_site.cost[q]);
          this.#addGains(demand, 1, gain, gain_unserved);
        } else this.#join(demand, best, this.#by_site.cost[q]);
      }
    }
  }

  #gains() {
    const gain = new Float64Array(this.#matrix.site_count);
    const gain_unserved = new Float64Array(this.#matrix.site_count);
    for (let demand = 0; demand < this.#matrix.demand_count; demand++) {
      this.#addGains(demand, 1, gain, gain_unserved);
    }
    return { gain, gain_unserved };
  }

  /** What each site would gain with this demand, as it is served now. */
  #addGains(demand: number, by: 1 | -1, gain: Float64Array, gain_unserved: Float64Array): void {
    const { first, site, cost, weight } = this.#matrix;
    const nearest = this.#nearest[demand];
    const each = by * weight[demand];
    for (let pair = first[demand]; pair < first[demand + 1]; pair++) {
      if (nearest === Infinity) {
        gain_unserved[site[pair]] += by;
        gain[site[pair]] -= each * cost[pair];
      } else if (cost[pair] < nearest) gain[site[pair]] += each * (nearest - cost[pair]);
    }
  }

  #interchange(stopped: () => boolean): void {
    const { site_count } = this.#matrix;
    this.#loss.fill(0);
    this.#loss_unserved.fill(0);
    for (let demand = 0; demand < this.#matrix.demand_count; demand++) this.#addLoss(demand, 1);
    const chosen = this.#chosen().filter((site) => this.#free[site] === 1);
    if (chosen.length === 0) return;
    for (let site = 0, idle = 0; idle < site_count && !stopped(); site = (site + 1) % site_count) {
      idle++;
      if (this.#inside[site] === 1 || this.#free[site] === 0) continue;
      const place = this.#bestToGiveUp(site, chosen);
      if (place === NONE) continue;
      this.#exchange(chosen[place], site);
      chosen[place] = site;
      idle = 0;
    }
  }

  /** Place in `chosen` of the site whose going for this one gains most; NONE where none gains. */
  #bestToGiveUp(coming: number, chosen: readonly number[]): number {
    const { first, demand: by_demand, cost } = this.#by_site;
    const saved = this.#saved;
    const saved_unserved = this.#saved_unserved;
    saved.fill(0);
    saved_unserved.fill(0);
    let [gain, gain_unserved] = [0, 0];
    for (let q = first[coming]; q < first[coming + 1]; q++) {
      const demand = by_demand[q];
      const [nearest, second, own] = [this.#nearest[demand], this.#second[demand], cost[q]];
      if (own >= second) continue;
      const weight = this.#matrix.weight[demand];
      if (nearest === Infinity) {
        gain_unserved++;
        gain -= weight * own;
        continue;
      }
      if (own < nearest) gain += weight * (nearest - own);
      const near = this.#near_site[demand];
      const then = own < nearest ? nearest : own;
      if (second === Infinity) {
        saved_unserved[near]++;
        saved[near] -= weight * then;
      } else saved[near] += weight * (second - then);
    }
    let [best, best_gain, best_unserved] = [NONE, 0, 0];
    for (let place = 0; place < chosen.length; place++) {
      const going = chosen[place];
      const unserved = gain_unserved - this.#loss_unserved[going] + saved_unserved[going];
      const gains = gain - this.#loss[going] + saved[going];
      if (unserved > best_unserved || (unserved === best_unserved && gains > best_gain)) {
        [best, best_gain, best_unserved] = [place, gains, unserved];
      }
    }
    // Differences in the last digits of a sum do not count.
    const least = 1e-10 * Math.max(1, Math.abs(gain), best === NONE ? 0 : this.#loss[chosen[best]]);
    return best_unserved > 0 || best_gain > least ? best : NONE;
  }

  #exchange(going: number, coming: number): void {
    const { first, demand: by_demand, cost } = this.#by_site;
    this.#inside[going] = 0;
    this.#inside[coming] = 1;
    for (let q = first[coming]; q < first[coming + 1]; q++) {
      const demand = by_demand[q];
      if (cost[q] >= this.#second[demand]) continue;
      this.#addLoss(demand, -1);
      this.#join(demand, coming, cost[q]);
      this.#addLoss(demand, 1);
    }
    for (let q = first[going]; q < first[going + 1]; q++) {
      const demand = by_demand[q];
      if (this.#near_site[demand] !== going && this.#second_site[demand] !== going) continue;
      this.#addLoss(demand, -1);
      this.#look(demand);
      this.#addLoss(demand, 1);
    }
    this.#loss[going] = 0;
    this.#loss_unserved[going] = 0;
  }

  /** What the going of its nearest site would cost this demand. */
  #addLoss(demand: number, by: 1 | -1): void {
    const near = this.#near_site[demand];
    if (near === NONE) return;
    const weight = by * this.#matrix.weight[demand];
    if (this.#second[demand] === Infinity) {
      this.#loss_unserved[near] += by;
      this.#loss[near] -= weight * this.#nearest[demand];
    } else this.#loss[near] += weight * (this.#second[demand] - this.#nearest[demand]);
  }

  #join(demand: number, site: number, cost: number): void {
    if (cost < this.#nearest[demand]) {
      this.#second[demand] = this.#nearest[demand];
      this.#second_site[demand] = this.#near_site[demand];
      this.#nearest[demand] = cost;
      this.#near_site[demand] = site;
    } else if (cost < this.#second[demand]) {
      this.#second[demand] = cost;
      this.#second_site[demand] = site;
    }
  }

  #look(demand: number): void {
    const { first, site, cost } = this.#matrix;
    this.#nearest[demand] = Infinity;
    this.#second[demand] = Infinity;
    this.#near_site[demand] = NONE;
    this.#second_site[demand] = NONE;
    for (let pair = first[demand]; pair < first[demand + 1]; pair++) {
      if (this.#inside[site[pair]] === 1) this.#join(demand, site[pair], cost[pair]);
    }
  }
}

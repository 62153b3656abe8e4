import type { SiteRules } from './facility_matrix.ts';
import type { WeightedCover } from './weighted_cover.ts';

export interface MaxCoverOptions {
  /** Most sites chosen, the forced ones among them. */
  sites: number;
  rules: SiteRules;
  /** What being covered a second time is worth beside the first, 0-1: 0 plain maximal covering, above it backup cover. */
  backup_share: number;
}

/** Rounds without gain after which improving ends. */
const MOST_IDLE_ROUNDS = 600;

/**
 * A choice of sites that can be changed one site at a time: the maximal covering location problem (Church and ReVelle
 * 1974) and, with a backup share, its backup form (Hogan and ReVelle 1986). Greedy, swaps, and swaps again from a
 * partly torn down choice; a proof is somebody else's work. The same input and work give the same answer, unless stopped.
 */
export class MaxCover {
  /** Worth of the choice: covered weight, plus backup_share of the weight covered twice. */
  value = 0;
  /** Matrix entries visited: the measure of work. */
  entries = 0;

  readonly #cover: WeightedCover;
  readonly #options: MaxCoverOptions;
  readonly #times: Uint32Array;
  /** 1 chosen, 0 not. */
  readonly #inside: Uint8Array;
  /** 1 where the site may be added or given up. */
  readonly #free: Uint8Array;
  /** What each site would add to the value now. */
  readonly #gain: Float64Array;
  #size = 0;
  #random = 1;

  constructor(cover: WeightedCover, options: MaxCoverOptions) {
    const { matrix, row_weight } = cover;
    this.#cover = cover;
    this.#options = options;
    this.#times = new Uint32Array(matrix.rows);
    this.#inside = new Uint8Array(matrix.columns);
    this.#free = new Uint8Array(matrix.columns).fill(1);
    this.#gain = new Float64Array(matrix.columns);
    for (let site = 0; site < matrix.columns; site++) {
      for (let q = matrix.column_first[site]; q < matrix.column_first[site + 1]; q++) {
        this.#gain[site] += row_weight[matrix.column_row[q]];
      }
    }
    for (const site of options.rules.forbidden) this.#free[site] = 0;
    for (const site of options.rules.forced) {
      if (this.#inside[site] === 0) this.#add(site);
      this.#free[site] = 0;
    }
  }

  /** The chosen sites, ascending. */
  chosen(): number[] {
    return Array.from(this.#inside.keys()).filter((site) => this.#inside[site] === 1);
  }

  /** Takes this choice instead, the forced sites kept. */
  take(chosen: Iterable<number>): void {
    const wanted = new Uint8Array(this.#inside.length);
    for (const site of chosen) wanted[site] = 1;
    this.#move((site) => wanted[site] === 1);
  }

  /** Adds the site that gains most, lowest first where equal, until none is left to add or to gain. */
  greedy(): this {
    while (this.#size < this.#options.sites) {
      const site = this.#mostGain(null);
      if (site === -1 || this.#gain[site] <= 0) break;
      this.#add(site);
    }
    return this;
  }

  /** Swaps a chosen site for another as long as that gains. */
  swap(): this {
    for (let better = true; better;) {
      better = false;
      for (const site of this.chosen()) {
        if (this.#free[site] === 0) continue;
        const before = this.value;
        this.#remove(site);
        const other = this.#mostGain(null);
        const gains = other !== -1 && this.#gain[other] > this.#gain[site] * (1 + 1e-12);
        this.#add(gains ? other : site);
        if (gains && this.value > before) better = true;
      }
    }
    return this;
  }

  /**
   * Tears down a few neighbouring sites, builds up greedily without them and swaps again, keeping what is better, until
   * the work is done, nothing came of many rounds, the value reaches `enough` or `stopped` says so.
   */
  improve(most_entries: number, enough = Infinity, stopped = () => false): this {
    const end = this.entries + most_entries;
    let best = this.value;
    let kept = this.#inside.slice();
    for (let idle = 0; this.entries < end && best < enough && idle < MOST_IDLE_ROUNDS; idle++) {
      if (stopped()) break;
      const given_up = this.#tearDown();
      if (given_up.length === 0) break;
      while (this.#size < this.#options.sites) {
        const site = this.#mostGain(given_up);
        if (site === -1) break;
        this.#add(site);
      }
      this.greedy().swap();
      if (this.value >= best) {
        if (this.value > best) idle = 0;
        best = this.value;
        kept = this.#inside.slice();
      } else {
        const before = kept;
        this.#move((site) => before[site] === 1);
      }
    }
    return this;
  }

  /** Gives up two to five free sites that lie near one another in the order of sites. */
  #tearDown(): number[] {
    const free = this.chosen().filter((site) => this.#free[site] === 1);
    const near = free[this.#next(free.length)];
    free.sort((a, b) => Math.abs(a - near) - Math.abs(b - near) || a - b);
    const given_up: number[] = [];
    const count = Math.min(2 + this.#next(4), free.length);
    for (let i = 0; i < count; i++) {
      const pool = this.#next(2) === 0 ? Math.min(8, free.length) : free.length;
      const [site] = free.splice(this.#next(pool), 1);
      given_up.push(site);
      this.#remove(site);
    }
    return given_up;
  }

  #move(wanted: (site: number) => boolean): void {
    for (let site = 0; site < this.#inside.length; site++) {
      if (this.#free[site] === 1 && this.#inside[site] === 1 && !wanted(site)) this.#remove(site);
    }
    for (let site = 0; site < this.#inside.length; site++) {
      if (this.#free[site] === 1 && this.#inside[site] === 0 && wanted(site)) this.#add(site);
    }
  }

  /** The free site outside that gains most; -1 where there is none. */
  #mostGain(but: readonly number[] | null): number {
    let best = -1;
    for (let site = 0; site < this.#gain.length; site++) {
      if (this.#inside[site] === 1 || this.#free[site] === 0 || but?.includes(site)) continue;
      if (best === -1 || this.#gain[site] > this.#gain[best]) best = site;
    }
    this.entries += this.#gain.length;
    return best;
  }

  #add(site: number): void {
    this.#inside[site] = 1;
    this.#size++;
    this.#step(site, 1);
  }

  #remove(site: number): void {
    this.#inside[site] = 0;
    this.#size--;
    this.#step(site, -1);
  }

  /** Counts the site's rows up or down, and with them the value and what every other site would gain. */
  #step(site: number, by: 1 | -1): void {
    const { column_first, column_row, row_first, row_column } = this.#cover.matrix;
    const weights = this.#cover.row_weight;
    for (let q = column_first[site]; q < column_first[site + 1]; q++) {
      const row = column_row[q];
      const fewer = by === 1 ? this.#times[row] : this.#times[row] - 1;
      this.#times[row] += by;
      const worth = this.#worth(fewer);
      this.value += by * worth * weights[row];
      const change = by * (this.#worth(fewer + 1) - worth) * weights[row];
      if (change === 0) continue;
      for (let p = row_first[row]; p < row_first[row + 1]; p++) this.#gain[row_column[p]] += change;
      this.entries += row_first[row + 1] - row_first[row];
    }
    this.entries += column_first[site + 1] - column_first[site];
  }

  /** What one more site is worth to demand that has `times` already. */
  #worth(times: number): number {
    return times === 0 ? 1 : times === 1 ? this.#options.backup_share : 0;
  }

  /** A number below `end` from a generator of fixed start. */
  #next(end: number): number {
    this.#random = (this.#random * 16807) % 2147483647;
    return end === 0 ? 0 : this.#random % end;
  }
}

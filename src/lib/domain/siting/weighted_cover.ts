import type { CoverMatrix } from './cover_matrix.ts';
import type { FacilityMatrix } from './facility_matrix.ts';

/** Which sites (columns) cover which demand (rows); demand with the same sites is one row. */
export interface WeightedCover {
  matrix: CoverMatrix;
  /** Summed weight of each row's demand. */
  row_weight: Float64Array;
  /** Weight no site covers. */
  uncoverable_weight: number;
  /** All weights are whole numbers, so that every sum of them is. */
  whole_weights: boolean;
}

/**
 * Demand within the radius (inclusive) of each site. Demand of weight 0 is left out; demand with equal sites becomes one
 * row, which keeps every answer and shrinks a town of 50,000 buildings to a few hundred rows where sites are few.
 */
export function weightedCover(matrix: FacilityMatrix, radius: number): WeightedCover {
  const rows = new RowsBySites();
  let uncoverable_weight = 0;
  for (let demand = 0; demand < matrix.demand_count; demand++) {
    const weight = matrix.weight[demand];
    if (weight === 0) continue;
    const from = rows.length;
    for (let pair = matrix.first[demand]; pair < matrix.first[demand + 1]; pair++) {
      if (matrix.cost[pair] <= radius) rows.push(matrix.site[pair]);
    }
    if (rows.length === from) uncoverable_weight += weight;
    else rows.close(from, weight);
  }
  const { first, sites, weights } = rows.frozen();
  return {
    matrix: {
      columns: matrix.site_count,
      rows: weights.length,
      row_first: first,
      row_column: sites,
      ...columnsOf(first, sites, matrix.site_count),
    },
    row_weight: weights,
    uncoverable_weight,
    whole_weights: matrix.weight.every((weight) => Number.isInteger(weight)),
  };
}

/** The same lists by column, rows ascending. */
function columnsOf(first: Uint32Array, sites: Uint32Array, site_count: number) {
  const column_first = new Uint32Array(site_count + 1);
  for (let k = 0; k < sites.length; k++) column_first[sites[k] + 1]++;
  for (let site = 0; site < site_count; site++) column_first[site + 1] += column_first[site];
  const next = column_first.slice(0, site_count);
  const column_row = new Uint32Array(sites.length);
  for (let row = 0; row + 1 < first.length; row++) {
    for (let k = first[row]; k < first[row + 1]; k++) column_row[next[sites[k]]++] = row;
  }
  return { column_first, column_row };
}

/** Rows of sites in one run; the row being written is kept only where no earlier one holds the same sites. */
class RowsBySites {
  /** Entries of the rows so far, the open one among them. */
  length = 0;

  #sites = new Uint32Array(1024);
  readonly #first: number[] = [0];
  readonly #weights: number[] = [];
  /** The last row of each hash of its sites, and for each row the one before it with the same hash. */
  readonly #last = new Map<number, number>();
  readonly #before: number[] = [];

  push(site: number): void {
    if (this.length === this.#sites.length) {
      const larger = new Uint32Array(2 * this.length);
      larger.set(this.#sites);
      this.#sites = larger;
    }
    this.#sites[this.length++] = site;
  }

  /** Ends the row begun at `from`: a row of its own, or weight for the one that equals it. */
  close(from: number, weight: number): void {
    let hash = 0;
    for (let k = from; k < this.length; k++)
      hash = Math.imul(hash ^ this.#sites[k], 0x01000193) ^ (hash >>> 15);
    const last = this.#last.get(hash) ?? -1;
    for (let row = last; row !== -1; row = this.#before[row]) {
      if (!this.#equals(row, from)) continue;
      this.#weights[row] += weight;
      this.length = from;
      return;
    }
    this.#before.push(last);
    this.#last.set(hash, this.#weights.push(weight) - 1);
    this.#first.push(this.length);
  }

  frozen() {
    return {
      first: Uint32Array.from(this.#first),
      sites: this.#sites.slice(0, this.length),
      weights: Float64Array.from(this.#weights),
    };
  }

  #equals(row: number, from: number): boolean {
    const start = this.#first[row];
    const length = this.#first[row + 1] - start;
    if (length !== this.length - from) return false;
    for (let k = 0; k < length; k++) if (this.#sites[start + k] !== this.#sites[from + k]) return false;
    return true;
  }
}

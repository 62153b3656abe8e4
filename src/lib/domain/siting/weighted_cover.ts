import type { CoverMatrix } from './cover_matrix.ts';
import type { FacilityMatrix } from './facility_matrix.ts';

/** Demand within the radius of some site; demand with the same sites is one row. */
export interface WeightedRows {
  columns: number;
  /** Row r is covered by the sites row_column[row_first[r]] up to row_first[r + 1], ascending. */
  row_first: Uint32Array;
  row_column: Uint32Array;
  /** Summed weight of each row's demand. */
  row_weight: Float64Array;
  /** Weight no site covers. */
  uncoverable_weight: number;
  /** All weights are whole numbers, so that every sum of them is. */
  whole_weights: boolean;
}

/** The same with the rows each site (column) covers. */
export interface WeightedCover {
  matrix: CoverMatrix;
  row_weight: Float64Array;
  uncoverable_weight: number;
  whole_weights: boolean;
}

export const weightedCover = (matrix: FacilityMatrix, radius: number): WeightedCover =>
  coverOf(weightedRows(matrix, radius));

/**
 * Demand within the radius (inclusive) of each site. Demand of weight 0 is left out; demand with equal sites becomes one
 * row, which keeps every answer and shrinks a town of 50,000 buildings to a few hundred rows where sites are few.
 *
 * @param every above 1, only every so manieth demand is looked at: a sample.
 */
export function weightedRows(matrix: FacilityMatrix, radius: number, every = 1): WeightedRows {
  const { demand_count, site_count, first, site, cost, weight } = matrix;
  const looked_at = Math.ceil(demand_count / every);
  let pairs = 0;
  for (let demand = 0; demand < demand_count; demand += every) pairs += first[demand + 1] - first[demand];
  const row_column = new Uint32Array(pairs);
  const row_first = new Uint32Array(looked_at + 1);
  const row_weight = new Float64Array(looked_at);
  const seen = new SeenRows(looked_at, row_first, row_column);
  let rows = 0;
  let length = 0;
  let uncoverable_weight = 0;
  for (let demand = 0; demand < demand_count; demand += every) {
    if (weight[demand] === 0) continue;
    const from = length;
    const end = first[demand + 1];
    for (let pair = first[demand]; pair < end; pair++) {
      row_column[length] = site[pair];
      // A sum and no branch: which pairs lie within cannot be foretold, and a wrong guess costs more than all else here.
      length = (length + Number(cost[pair] <= radius)) | 0;
    }
    if (length === from) {
      uncoverable_weight += weight[demand];
      continue;
    }
    const row = seen.find(rows, from, length);
    row_weight[row] += weight[demand];
    if (row === rows) row_first[++rows] = length;
    else length = from;
  }
  return {
    columns: site_count,
    row_first: row_first.subarray(0, rows + 1),
    row_column: row_column.subarray(0, length),
    row_weight: row_weight.subarray(0, rows),
    uncoverable_weight,
    whole_weights: weight.every((each) => Number.isInteger(each)),
  };
}

export function coverOf({ columns, row_first, row_column, ...rest }: WeightedRows): WeightedCover {
  const rows = row_first.length - 1;
  return {
    matrix: { columns, rows, row_first, row_column, ...columnsOf(row_first, row_column, columns) },
    row_weight: rest.row_weight,
    uncoverable_weight: rest.uncoverable_weight,
    whole_weights: rest.whole_weights,
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

/** Rows by a hash of their sites: a table never more than four fifths full, the next free place where one is taken. */
class SeenRows {
  readonly #first: Uint32Array;
  readonly #sites: Uint32Array;
  /** Row number plus 1, 0 where free. */
  readonly #place: Int32Array;

  constructor(most_rows: number, first: Uint32Array, sites: Uint32Array) {
    this.#first = first;
    this.#sites = sites;
    this.#place = new Int32Array(2 ** Math.ceil(Math.log2(1.25 * most_rows + 2)));
  }

  /** The row that holds the sites from `from` to `end`; `next_row`, from now on seen, where there is none. */
  find(next_row: number, from: number, end: number): number {
    const last = this.#place.length - 1;
    let place = hashOf(this.#sites, from, end) & last;
    for (; this.#place[place] !== 0; place = (place + 1) & last) {
      const row = this.#place[place] - 1;
      if (equal(this.#sites, this.#first[row], this.#first[row + 1], from, end)) return row;
    }
    this.#place[place] = next_row + 1;
    return next_row;
  }
}

/** Two chains of products, which a processor takes side by side. */
function hashOf(sites: Uint32Array, from: number, end: number): number {
  let [even, odd] = [end - from, 0];
  for (let k = from + 1; k < end; k += 2) {
    even = (Math.imul(even, 31) + sites[k - 1]) | 0;
    odd = (Math.imul(odd, 37) + sites[k]) | 0;
  }
  if ((end - from) % 2 === 1) odd = (Math.imul(odd, 37) + sites[end - 1]) | 0;
  const hash = Math.imul(Math.imul(even, 0x9e3779b1) ^ odd, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}

function equal(sites: Uint32Array, from: number, end: number, other: number, other_end: number): boolean {
  if (end - from !== other_end - other) return false;
  while (from < end) if (sites[from++] !== sites[other++]) return false;
  return true;
}

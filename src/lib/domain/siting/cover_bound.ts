import type { CoverMatrix } from './cover_matrix.ts';

/** Sums of a few thousand prices are exact to far less than this. */
const ROUNDING = 1e-6;
/** Work is counted in matrix entries visited, not in seconds, so that every machine gives the same answer. */
const MOST_ENTRIES = 2e8;
const LEAST_STEPS = 60;
const MOST_STEPS = 600;
const STEPS_WITHOUT_GAIN = 20;

/**
 * Lagrangian relaxation of set covering: each row offers a price, columns worth more than 1 in prices are bought, and
 * the sum is a lower bound for any prices >= 0; prices follow the subgradient (Held, Wolfe and Crowder 1974; Beasley
 * 1990). Stops early where the bound reaches the size of a known cover.
 *
 * @returns a whole number no cover has fewer columns than.
 */
export function lowerBound(
  matrix: CoverMatrix,
  known_size: number,
  stopped: () => boolean = () => false,
): number {
  const { column_first, column_row, row_first, row_column } = matrix;
  const price = evenPrices(matrix);
  const cost = new Float64Array(matrix.columns);
  const slack = new Float64Array(matrix.rows);
  let bound = Math.max(independentRows(matrix), whole(sum(dualAscent(matrix))));
  let best = sum(price);
  let best_price = price.slice();
  let scale = 1;
  let idle = 0;
  const steps = Math.min(MOST_STEPS, Math.max(LEAST_STEPS, Math.floor(MOST_ENTRIES / column_row.length)));

  for (let step = 0; step < steps && bound < known_size && scale > 1e-4 && !stopped(); step++) {
    let value = sum(price);
    slack.fill(1);
    for (let column = 0; column < matrix.columns; column++) {
      let left = 1;
      for (let q = column_first[column]; q < column_first[column + 1]; q++) left -= price[column_row[q]];
      cost[column] = left;
      if (left >= 0) continue;
      value += left;
      for (let q = column_first[column]; q < column_first[column + 1]; q++) slack[column_row[q]]--;
    }
    idle++;
    if (value > best + 1e-9) {
      [best, idle] = [value, 0];
      best_price = price.slice();
      bound = Math.max(bound, whole(value));
    }
    if (idle >= STEPS_WITHOUT_GAIN) {
      [scale, idle] = [scale / 2, 0];
      price.set(best_price);
      continue;
    }
    let length2 = 0;
    for (let row = 0; row < matrix.rows; row++) {
      if (price[row] > 0 || slack[row] > 0) length2 += slack[row] * slack[row];
    }
    if (length2 === 0) break;
    const stride = (scale * (known_size - value)) / length2;
    for (let row = 0; row < matrix.rows; row++) price[row] = Math.max(0, price[row] + stride * slack[row]);
  }
  return bound;

  /** The start: each row offers its share of the largest column it has, so that no column exceeds 1. */
  function evenPrices({ rows }: CoverMatrix): Float64Array {
    return Float64Array.from({ length: rows }, (_, row) => {
      let largest = 1;
      for (let p = row_first[row]; p < row_first[row + 1]; p++) {
        const column = row_column[p];
        largest = Math.max(largest, column_first[column + 1] - column_first[column]);
      }
      return 1 / largest;
    });
  }

  /** Prices no column exceeds 1 with: rows with few columns raise theirs first, as far as the slack allows. */
  function dualAscent({ rows, columns }: CoverMatrix): Float64Array {
    const out = new Float64Array(rows);
    const left = new Float64Array(columns).fill(1);
    for (const row of byFewestColumns(matrix)) {
      let raise = 1;
      for (let p = row_first[row]; p < row_first[row + 1]; p++) raise = Math.min(raise, left[row_column[p]]);
      out[row] = raise;
      for (let p = row_first[row]; p < row_first[row + 1]; p++) left[row_column[p]] -= raise;
    }
    return out;
  }
}

/** The least whole number not below a bound that may be off by rounding. */
const whole = (value: number) => Math.ceil(value - ROUNDING);

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

/** Rows no two of which share a column each need a column of their own. */
function independentRows(matrix: CoverMatrix): number {
  const used = new Uint8Array(matrix.columns);
  let count = 0;
  for (const row of byFewestColumns(matrix)) {
    const columns = matrix.row_column.subarray(matrix.row_first[row], matrix.row_first[row + 1]);
    if (columns.some((column) => used[column] === 1)) continue;
    for (const column of columns) used[column] = 1;
    count++;
  }
  return count;
}

function byFewestColumns(matrix: CoverMatrix): Uint32Array {
  const size = (row: number) => matrix.row_first[row + 1] - matrix.row_first[row];
  return Uint32Array.from({ length: matrix.rows }, (_, row) => row).sort(
    (a, b) => size(a) - size(b) || a - b,
  );
}

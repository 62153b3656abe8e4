/** A problem whose rows are priced instead of kept: any prices of zero or more give a bound nothing goes below. */
export interface PricedProblem {
  rows: number;
  columns: number;
  /**
   * The bound at these prices. Fills `chosen` with 1 for the columns that give it (0 for others), `worth` with what
   * choosing each brings the bound, and `missing` with how far each row is from being kept (below 0: more than kept).
   */
  boundAt(price: Float64Array, chosen: Uint8Array, worth: Float64Array, missing: Float64Array): number;
}

export interface Ascent {
  bound: number;
  /** By row: the prices the bound was found with. */
  price: Float64Array;
  /** By column: how much of it the relaxation chooses, 0-1. */
  share: Float64Array;
  /** By column: what choosing it brings the bound at these prices. */
  worth: Float64Array;
}

export interface AscentOptions {
  /** The value of a known answer, at which the bound is aimed. */
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
 * Raises the bound from these prices as long as that gets anywhere. They follow the averaged subgradient of the volume
 * algorithm (Barahona and Anbil 2000), which tells shares of columns too.
 */
export function ascend(problem: PricedProblem, start: ArrayLike<number>, options: AscentOptions): Ascent {
  const { rows, columns } = problem;
  const { known, enough, most_steps, stopped } = options;
  let price = Float64Array.from(start);
  const share = new Float64Array(columns);
  const best: Ascent = { bound: -Infinity, price, share, worth: new Float64Array(columns) };
  const worth = new Float64Array(columns);
  const chosen = new Uint8Array(columns);
  const missing = new Float64Array(rows);
  const direction = new Float64Array(rows);
  let [stride, idle] = [0.5, 0];
  let looked_at = -Infinity;
  for (let step = 1; step <= most_steps; step++) {
    const value = problem.boundAt(price, chosen, worth, missing);
    const turn = step === 1 ? 1 : turnOf(missing, direction);
    for (let row = 0; row < rows; row++) direction[row] += turn * (missing[row] - direction[row]);
    for (let column = 0; column < columns; column++) share[column] += turn * (chosen[column] - share[column]);
    if (value > best.bound) {
      if (value > best.bound + 1e-4 * Math.max(0, known - value)) idle = 0;
      if (product(missing, direction) > 0) stride = Math.min(2, stride * 1.1);
      best.bound = value;
      best.price = price;
      best.worth.set(worth);
    } else if (++idle >= STEPS_WITHOUT_GAIN) {
      stride *= 0.7;
      idle = 0;
    }
    if (best.bound >= enough || stride < LEAST_STRIDE || stopped()) break;
    if (step % LOOK_BACK === 0) {
      if (best.bound - looked_at < LEAST_SHARE * (known - best.bound)) break;
      looked_at = best.bound;
    }
    const length2 = product(direction, direction);
    if (length2 < 1e-12) break;
    const far = (stride * (1.02 * (Math.min(known, enough) - best.bound) + 1e-9)) / length2;
    price = best.price.map((each, row) => Math.max(0, each + far * direction[row]));
  }
  return best;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

/** How far the average turns to the newest direction: where it is shortest, within limits. */
function turnOf(missing: Float64Array, direction: Float64Array): number {
  let [up, down] = [0, 0];
  for (let row = 0; row < missing.length; row++) {
    const difference = direction[row] - missing[row];
    up += direction[row] * difference;
    down += difference * difference;
  }
  return down === 0 ? 1 : Math.min(0.15, Math.max(0.015, up / down));
}

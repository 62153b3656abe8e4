import type { CoverMatrix } from './cover_matrix.ts';
import { ascend, type Ascent } from './volume_ascent.ts';

export interface CoverTreeOptions {
  /** Whether a cover has so few columns is all that is asked; 0: the least is. */
  enough: number;
  /** Work in matrix entries visited, after which it ends: the same on every machine. */
  most_entries: number;
  stopped(): boolean;
}

export interface CoverFound {
  cover: number[];
  /** No cover has fewer columns. */
  bound: number;
}

const [CLOSED, OPEN, FREE] = [0, 1, 2] as const;

/** Sums of prices are exact to far less than this. */
const ROUNDING = 1e-6;
const ROOT_STEPS = 1500;
const NODE_STEPS = 80;

/** A part of the covers: what is settled about each column, and the prices to begin with. */
interface Node {
  state: Uint8Array;
  price: Float32Array;
}

/**
 * Branch and bound on the Lagrangian relaxation of set covering: rows offer prices for being covered, raised at each node
 * from those of the node above; columns that no smaller cover has, or that every smaller one has, are settled by what
 * they cost beyond their prices; then the column whose share is nearest a half is taken, and after that left out.
 *
 * @param known a cover, and no cover has fewer columns than `bound`.
 */
export function coverTree(
  matrix: CoverMatrix,
  known: readonly number[],
  bound: number,
  { enough, most_entries, stopped }: CoverTreeOptions,
): CoverFound {
  const { columns, rows, column_first, column_row, row_first, row_column } = matrix;
  let cover = [...known];
  const target = Math.max(bound, enough);
  /** Covers of so many columns or more are of no interest. */
  const limit = () => (enough > 0 ? Math.min(cover.length, enough + 1) : cover.length);
  let entries = 0;
  const isOver = () => entries > most_entries || stopped();
  /** Rows no open column covers; set by propagate. */
  let active: number[] = [];
  const stack: Node[] = [{ state: new Uint8Array(columns).fill(FREE), price: evenPrices() }];
  let [nodes, lowest] = [0, bound];
  while (stack.length > 0 && cover.length > target && !isOver()) {
    const { state, price } = stack.pop()!;
    let open = propagate(state);
    if (open === null || open + (active.length > 0 ? 1 : 0) >= limit()) continue;
    const relaxed = relax(state, price, open, nodes === 0 ? ROOT_STEPS : NODE_STEPS);
    const total = open + Math.max(0, relaxed.bound);
    if (nodes++ === 0) lowest = Math.max(lowest, Math.ceil(total - ROUNDING));
    if (active.length > 0) offer(completed(state, relaxed));
    if (Math.ceil(total - ROUNDING) >= limit()) continue;
    settle(state, relaxed, total);
    open = propagate(state);
    if (open === null || open + (active.length > 0 ? 1 : 0) >= limit()) continue;
    if (active.length === 0) {
      offer(Array.from(state.keys()).filter((column) => state[column] === OPEN));
      continue;
    }
    const column = nearestHalf(state, relaxed);
    for (const settled of [CLOSED, OPEN]) {
      const child = state.slice();
      child[column] = settled;
      stack.push({ state: child, price: Float32Array.from(relaxed.price) });
    }
  }
  const complete = stack.length === 0 && cover.length > target;
  return { cover, bound: complete ? limit() : Math.min(lowest, limit()) };

  function offer(found: readonly number[]): void {
    if (found.length < cover.length) cover = [...found];
  }

  /** Opens the only column left of each row not yet covered; the open columns' count, null where a row has none left. */
  function propagate(state: Uint8Array): number | null {
    const covered = new Uint8Array(rows);
    let open = 0;
    const cross = (column: number) => {
      open++;
      for (let q = column_first[column]; q < column_first[column + 1]; q++) covered[column_row[q]] = 1;
    };
    for (let column = 0; column < columns; column++) if (state[column] === OPEN) cross(column);
    active = [];
    for (let row = 0; row < rows; row++) {
      if (covered[row] === 1) continue;
      let [left, only] = [0, -1];
      for (let p = row_first[row]; p < row_first[row + 1] && left < 2; p++) {
        if (state[row_column[p]] === FREE) [left, only] = [left + 1, row_column[p]];
      }
      if (left === 0) return null;
      if (left === 1) {
        state[only] = OPEN;
        cross(only);
      } else active.push(row);
    }
    active = active.filter((row) => covered[row] === 0);
    return open;
  }

  function relax(state: Uint8Array, price: Float32Array, open: number, most_steps: number): Ascent {
    const start = new Float64Array(rows);
    for (const row of active) start[row] = price[row];
    return ascend(
      {
        rows,
        columns,
        boundAt(at, chosen, worth, missing) {
          worth.fill(1);
          entries += columns;
          let value = 0;
          for (const row of active) {
            value += at[row];
            entries += row_first[row + 1] - row_first[row];
            for (let p = row_first[row]; p < row_first[row + 1]; p++) worth[row_column[p]] -= at[row];
          }
          for (let column = 0; column < columns; column++) {
            chosen[column] = state[column] === FREE && worth[column] < 0 ? 1 : 0;
            if (chosen[column] === 1) value += worth[column];
          }
          for (const row of active) {
            let left = 1;
            for (let p = row_first[row]; p < row_first[row + 1]; p++) left -= chosen[row_column[p]];
            missing[row] = left;
          }
          return value;
        },
      },
      start,
      { known: limit() - open, enough: limit() - open - 1 + 2 * ROUNDING, most_steps, stopped: isOver },
    );
  }

  function settle(state: Uint8Array, { worth }: Ascent, total: number): void {
    for (let column = 0; column < columns; column++) {
      if (state[column] !== FREE) continue;
      if (Math.ceil(total + Math.abs(worth[column]) - ROUNDING) < limit()) continue;
      state[column] = worth[column] > 0 ? CLOSED : OPEN;
    }
  }

  /** The open columns, then for each row left the cheapest of its columns at these prices, those not needed left out. */
  function completed(state: Uint8Array, { worth, share }: Ascent): number[] {
    const times = new Uint32Array(rows);
    const taken: number[] = [];
    const take = (column: number) => {
      taken.push(column);
      for (let q = column_first[column]; q < column_first[column + 1]; q++) times[column_row[q]]++;
    };
    for (let column = 0; column < columns; column++) {
      if (state[column] === OPEN || (state[column] === FREE && share[column] > 0.6)) take(column);
    }
    for (const row of active) {
      if (times[row] > 0) continue;
      let best = -1;
      for (let p = row_first[row]; p < row_first[row + 1]; p++) {
        const column = row_column[p];
        if (state[column] !== FREE) continue;
        if (best === -1 || worth[column] - share[column] < worth[best] - share[best]) best = column;
      }
      take(best);
    }
    return taken.filter((column) => {
      for (let q = column_first[column]; q < column_first[column + 1]; q++) {
        if (times[column_row[q]] === 1) return true;
      }
      for (let q = column_first[column]; q < column_first[column + 1]; q++) times[column_row[q]]--;
      return false;
    });
  }

  function nearestHalf(state: Uint8Array, { share, worth }: Ascent): number {
    let best = -1;
    for (let column = 0; column < columns; column++) {
      if (state[column] !== FREE) continue;
      if (best === -1) best = column;
      const difference = Math.abs(share[column] - 0.5) - Math.abs(share[best] - 0.5);
      if (difference < 0 || (difference === 0 && worth[column] < worth[best])) best = column;
    }
    return best;
  }

  /** Each row offers its share of the largest column it has, so that no column is worth more than 1. */
  function evenPrices(): Float32Array {
    return Float32Array.from({ length: rows }, (_, row) => {
      let largest = 1;
      for (let p = row_first[row]; p < row_first[row + 1]; p++) {
        largest = Math.max(largest, column_first[row_column[p] + 1] - column_first[row_column[p]]);
      }
      return 1 / largest;
    });
  }
}

import type { CoverMatrix } from './cover_matrix.ts';

export interface Searched {
  cover: number[];
  /** Whether the tree was walked to its end, so that no smaller cover exists. */
  complete: boolean;
}

/**
 * Branch and bound: the uncovered row with fewest columns left tries each of them, those covering most first; a column
 * once tried is closed to its later siblings. Cut where the chosen columns plus uncovered rows that share no open
 * column reach the best cover. Ends early after `most_entries` matrix entries, which makes the answer the same on
 * every machine.
 */
export function branchAndBound(
  matrix: CoverMatrix,
  known: readonly number[],
  bound: number,
  most_entries: number,
): Searched {
  const { column_first, column_row, row_first, row_column } = matrix;
  const times = new Uint32Array(matrix.rows);
  const closed = new Uint8Array(matrix.columns);
  const marked = new Uint32Array(matrix.columns);
  const order = Uint32Array.from({ length: matrix.rows }, (_, row) => row).sort(
    (a, b) => row_first[a + 1] - row_first[a] - (row_first[b + 1] - row_first[b]) || a - b,
  );
  const chosen: number[] = [];
  let best = [...known];
  let entries = 0;
  let stamp = 0;

  /** The row to branch on, -1 where all are covered, and how many columns are needed at least. */
  const look = (): { row: number; needed: number } => {
    stamp++;
    const now = stamp;
    let [row, fewest, needed, looked_at] = [-1, Infinity, 0, 0];
    for (let i = 0; i < order.length; i++) {
      const r = order[i];
      if (times[r] > 0) continue;
      const end = row_first[r + 1];
      let [open, free] = [0, true];
      for (let p = row_first[r]; p < end; p++) {
        const column = row_column[p];
        if (closed[column] === 1) continue;
        open++;
        if (marked[column] === now) free = false;
      }
      looked_at += end - row_first[r];
      if (open < fewest) [row, fewest] = [r, open];
      if (!free) continue;
      needed++;
      for (let p = row_first[r]; p < end; p++) marked[row_column[p]] = now;
    }
    entries += looked_at;
    return { row, needed };
  };

  const gainOf = (column: number) => {
    let gain = 0;
    for (let q = column_first[column]; q < column_first[column + 1]; q++) {
      if (times[column_row[q]] === 0) gain++;
    }
    return gain;
  };

  const add = (column: number, by: 1 | -1) => {
    for (let q = column_first[column]; q < column_first[column + 1]; q++) times[column_row[q]] += by;
    entries += column_first[column + 1] - column_first[column];
  };

  const descend = (): void => {
    const { row, needed } = look();
    if (row === -1) {
      if (chosen.length < best.length) best = [...chosen];
      return;
    }
    if (chosen.length + needed >= best.length) return;
    const open = [...row_column.subarray(row_first[row], row_first[row + 1])].filter((c) => closed[c] === 0);
    const gain = new Map(open.map((column) => [column, gainOf(column)]));
    open.sort((a, b) => gain.get(b)! - gain.get(a)! || a - b);
    const tried: number[] = [];
    for (const column of open) {
      if (entries > most_entries || best.length <= bound) break;
      add(column, 1);
      chosen.push(column);
      descend();
      chosen.pop();
      add(column, -1);
      closed[column] = 1;
      tried.push(column);
    }
    for (const column of tried) closed[column] = 0;
  };

  descend();
  return { cover: best, complete: entries <= most_entries || best.length <= bound };
}

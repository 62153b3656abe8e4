import { kept, type CoverMatrix, type SubMatrix } from './cover_matrix.ts';

/** What is left of a covering problem once everything that decides itself is taken out. */
export interface Reduction {
  /** Columns any least cover may be taken to hold, numbered as in the matrix given. */
  forced: number[];
  core: SubMatrix;
}

/** Each round removes at least a row or a column; large towns need about ten. */
const MOST_ROUNDS = 60;

/**
 * Takes out, until nothing changes: the only column of a row (chosen); columns that cover no more than another;
 * rows covered whenever another row is. Every row must have a column. Less is taken out where `stopped` ends it.
 */
export function reduce(matrix: CoverMatrix, stopped: () => boolean = () => false): Reduction {
  const forced: number[] = [];
  let core: SubMatrix = kept(matrix, ones(matrix.columns), ones(matrix.rows));
  for (let round = 0; round < MOST_ROUNDS && core.matrix.rows > 0 && !stopped(); round++) {
    const before = core.matrix.rows + core.matrix.columns;
    core = within(core, withoutForced(core, forced));
    core = within(core, kept(core.matrix, undominatedColumns(core.matrix, stopped), ones(core.matrix.rows)));
    core = within(core, kept(core.matrix, ones(core.matrix.columns), undominatedRows(core.matrix, stopped)));
    if (core.matrix.rows + core.matrix.columns === before) break;
  }
  return { forced, core };
}

/** Gives a part's numbers those of the whole. */
function within(whole: SubMatrix, part: SubMatrix): SubMatrix {
  return {
    matrix: part.matrix,
    column_ids: part.column_ids.map((column) => whole.column_ids[column]),
    row_ids: part.row_ids.map((row) => whole.row_ids[row]),
  };
}

const ones = (size: number) => new Uint8Array(size).fill(1);

function withoutForced(core: SubMatrix, forced: number[]): SubMatrix {
  const { matrix } = core;
  const columns = ones(matrix.columns);
  const rows = ones(matrix.rows);
  for (let row = 0; row < matrix.rows; row++) {
    if (matrix.row_first[row + 1] - matrix.row_first[row] !== 1) continue;
    const column = matrix.row_column[matrix.row_first[row]];
    if (columns[column] === 0) continue;
    columns[column] = 0;
    forced.push(core.column_ids[column]);
    for (let p = matrix.column_first[column]; p < matrix.column_first[column + 1]; p++) {
      rows[matrix.column_row[p]] = 0;
    }
  }
  return kept(matrix, columns, rows);
}

/** Of columns that cover the same, the first stays; a column left without rows goes. */
export function undominatedColumns(matrix: CoverMatrix, stopped: () => boolean = () => false): Uint8Array {
  const { column_first, column_row, row_first, row_column } = matrix;
  const sets = { first: column_first, items: column_row, signature: signatures(column_first, column_row) };
  const stays = ones(matrix.columns);
  for (let a = 0; a < matrix.columns; a++) {
    if (a % 64 === 0 && stopped()) break;
    if (column_first[a] === column_first[a + 1]) {
      stays[a] = 0;
      continue;
    }
    const row = shortest(column_first, column_row, a, row_first);
    for (let p = row_first[row]; p < row_first[row + 1]; p++) {
      if (!subset(sets, a, row_column[p]) || !goesBefore(column_first, row_column[p], a, 1)) continue;
      stays[a] = 0;
      break;
    }
  }
  return stays;
}

/** A row whose columns include all those of another is covered with it; of equal rows the first stays. */
function undominatedRows(matrix: CoverMatrix, stopped: () => boolean): Uint8Array {
  const { column_first, column_row, row_first, row_column } = matrix;
  const sets = { first: row_first, items: row_column, signature: signatures(row_first, row_column) };
  const stays = ones(matrix.rows);
  for (let a = 0; a < matrix.rows; a++) {
    if (a % 64 === 0 && stopped()) break;
    if (stays[a] === 0) continue;
    const column = shortest(row_first, row_column, a, column_first);
    for (let p = column_first[column]; p < column_first[column + 1]; p++) {
      const b = column_row[p];
      if (stays[b] === 1 && goesBefore(row_first, a, b, -1) && subset(sets, a, b)) stays[b] = 0;
    }
  }
  return stays;
}

/** Whether list a is preferred to b: longer (sign 1) or shorter (sign -1), else earlier. */
function goesBefore(first: Uint32Array, a: number, b: number, sign: 1 | -1): boolean {
  const longer = (first[a + 1] - first[a] - (first[b + 1] - first[b])) * sign;
  return longer > 0 || (longer === 0 && a < b);
}

interface Sets {
  first: Uint32Array;
  items: Uint32Array;
  signature: Int32Array;
}

/** Whether list a is part of list b; both ascending. */
function subset({ first, items, signature }: Sets, a: number, b: number): boolean {
  if ((signature[a] & ~signature[b]) !== 0) return false;
  let q = first[b];
  const end = first[b + 1];
  for (let p = first[a]; p < first[a + 1]; p++) {
    while (q < end && items[q] < items[p]) q++;
    if (q === end || items[q] !== items[p]) return false;
  }
  return true;
}

/** 32 bits a list: a bit set in a's and not in b's proves that a is no part of b. */
function signatures(first: Uint32Array, items: Uint32Array): Int32Array {
  const out = new Int32Array(first.length - 1);
  for (let list = 0; list < out.length; list++) {
    for (let p = first[list]; p < first[list + 1]; p++) {
      out[list] |= 1 << (Math.imul(items[p], 0x9e3779b1) >>> 27);
    }
  }
  return out;
}

/** The item of list a whose own list is shortest. */
function shortest(first: Uint32Array, items: Uint32Array, a: number, of: Uint32Array): number {
  let best = items[first[a]];
  for (let p = first[a] + 1; p < first[a + 1]; p++) {
    const item = items[p];
    if (of[item + 1] - of[item] < of[best + 1] - of[best]) best = item;
  }
  return best;
}

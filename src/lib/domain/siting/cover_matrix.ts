/**
 * Which column (candidate site) covers which row (demand), both ways round. Lists are ascending, without repeats;
 * column c covers column_row[column_first[c]] up to column_first[c + 1], and so for rows.
 */
export interface CoverMatrix {
  columns: number;
  rows: number;
  column_first: Uint32Array;
  column_row: Uint32Array;
  row_first: Uint32Array;
  row_column: Uint32Array;
}

/** Turns lists of columns (CSR, in any order, with repeats) into a matrix. */
export function matrixFromColumns(first: Uint32Array, items: Uint32Array, rows: number): CoverMatrix {
  const by_row = transposed(first, items, rows);
  const unique = withoutRepeats(by_row.first, by_row.items);
  const by_column = transposed(unique.first, unique.items, first.length - 1);
  return {
    columns: first.length - 1,
    rows,
    column_first: by_column.first,
    column_row: by_column.items,
    row_first: unique.first,
    row_column: unique.items,
  };
}

/** A smaller matrix and the numbers its columns and rows had in the larger one. */
export interface SubMatrix {
  matrix: CoverMatrix;
  column_ids: Uint32Array;
  row_ids: Uint32Array;
}

/** Keeps the columns and rows marked 1, in order. */
export function kept(matrix: CoverMatrix, columns: Uint8Array, rows: Uint8Array): SubMatrix {
  const column_ids = marked(columns);
  const row_ids = marked(rows);
  const new_row = new Uint32Array(matrix.rows);
  row_ids.forEach((row, k) => (new_row[row] = k));
  const first = new Uint32Array(column_ids.length + 1);
  const items: number[] = [];
  column_ids.forEach((column, k) => {
    for (let p = matrix.column_first[column]; p < matrix.column_first[column + 1]; p++) {
      const row = matrix.column_row[p];
      if (rows[row] === 1) items.push(new_row[row]);
    }
    first[k + 1] = items.length;
  });
  return { matrix: matrixFromColumns(first, Uint32Array.from(items), row_ids.length), column_ids, row_ids };
}

function marked(flags: Uint8Array): Uint32Array {
  const out: number[] = [];
  for (let k = 0; k < flags.length; k++) if (flags[k] === 1) out.push(k);
  return Uint32Array.from(out);
}

/** The lists the other way round, each ascending. */
function transposed(first: Uint32Array, items: Uint32Array, count: number) {
  const out_first = new Uint32Array(count + 1);
  for (const item of items) out_first[item + 1]++;
  for (let k = 0; k < count; k++) out_first[k + 1] += out_first[k];
  const next = out_first.slice(0, count);
  const out_items = new Uint32Array(items.length);
  for (let list = 0; list + 1 < first.length; list++) {
    for (let p = first[list]; p < first[list + 1]; p++) out_items[next[items[p]]++] = list;
  }
  return { first: out_first, items: out_items };
}

function withoutRepeats(first: Uint32Array, items: Uint32Array) {
  const out_first = new Uint32Array(first.length);
  const out_items = new Uint32Array(items.length);
  let size = 0;
  for (let list = 0; list + 1 < first.length; list++) {
    for (let p = first[list]; p < first[list + 1]; p++) {
      if (p === first[list] || items[p] !== items[p - 1]) out_items[size++] = items[p];
    }
    out_first[list + 1] = size;
  }
  return { first: out_first, items: out_items.slice(0, size) };
}

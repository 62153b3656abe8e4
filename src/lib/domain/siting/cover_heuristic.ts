import type { CoverMatrix } from './cover_matrix.ts';

/** Lazy greedy: the column that covers most uncovered rows, lowest first where equal. */
export function greedyCover(matrix: CoverMatrix): number[] {
  const { column_first, column_row } = matrix;
  const covered = new Uint8Array(matrix.rows);
  const gainOf = (column: number) => {
    let gain = 0;
    for (let q = column_first[column]; q < column_first[column + 1]; q++) gain += 1 - covered[column_row[q]];
    return gain;
  };
  const buckets: number[][] = [];
  for (let column = 0; column < matrix.columns; column++) (buckets[gainOf(column)] ??= []).push(column);
  const chosen: number[] = [];
  for (let gain = buckets.length - 1; gain > 0; gain--) {
    const bucket = (buckets[gain] ?? []).sort((a, b) => b - a);
    for (let column = bucket.pop(); column !== undefined; column = bucket.pop()) {
      const now = gainOf(column);
      if (now < gain) {
        (buckets[now] ??= []).push(column);
        continue;
      }
      chosen.push(column);
      for (let q = column_first[column]; q < column_first[column + 1]; q++) covered[column_row[q]] = 1;
    }
  }
  return chosen;
}

const STEPS_A_COLUMN = 400;

/**
 * Row-weighting local search (Gao, Weise and Li 2015): gives up the column least missed, covers an uncovered row by
 * the column most wanted, and lets rows that stay uncovered weigh more, so that hard rows are settled first.
 * On a generated town of 15,000 buildings greedy took 989 sites, this 874.
 * Ends at `bound`, after `most_entries` matrix entries or when `stopped` says so.
 */
export function improvedCover(
  matrix: CoverMatrix,
  start: readonly number[],
  bound: number,
  most_entries: number,
  stopped: () => boolean = () => false,
): number[] {
  const search = new CoverSearch(matrix, start);
  const most_steps = STEPS_A_COLUMN * matrix.columns;
  let best = search.coverSoFar();
  for (let step = 1; search.entries < most_entries && step <= most_steps; step++) {
    if (step % 64 === 0 && stopped()) break;
    while (search.uncovered_count === 0) {
      best = search.coverSoFar();
      if (best.length <= bound) return best;
      search.remove(search.leastMissed(-1), step);
    }
    search.remove(search.leastMissed(search.last_added), step);
    search.addForSomeRow(step);
  }
  return best;
}

const NOWHERE = 0xffffffff;

class CoverSearch {
  readonly #matrix: CoverMatrix;
  readonly #times: Uint32Array;
  readonly #weight: Float64Array;
  /** Outside: the weight it would newly cover. Inside: minus the weight only it covers. */
  readonly #score: Float64Array;
  readonly #inside: number[] = [];
  readonly #place: Uint32Array;
  readonly #uncovered: number[] = [];
  readonly #uncovered_place: Uint32Array;
  readonly #changed_at: Float64Array;
  /** A column given up returns only after a neighbour has changed. */
  readonly #may_return: Uint8Array;
  #random = 1;
  last_added = -1;
  entries = 0;

  constructor(matrix: CoverMatrix, start: readonly number[]) {
    this.#matrix = matrix;
    this.#times = new Uint32Array(matrix.rows);
    this.#weight = new Float64Array(matrix.rows).fill(1);
    this.#score = new Float64Array(matrix.columns);
    this.#place = new Uint32Array(matrix.columns).fill(NOWHERE);
    this.#uncovered_place = new Uint32Array(matrix.rows);
    this.#changed_at = new Float64Array(matrix.columns);
    this.#may_return = new Uint8Array(matrix.columns).fill(1);
    for (let row = 0; row < matrix.rows; row++) this.#uncover(row);
    for (let column = 0; column < matrix.columns; column++) {
      this.#score[column] = matrix.column_first[column + 1] - matrix.column_first[column];
    }
    for (const column of start) this.#add(column, 0);
  }

  get uncovered_count(): number {
    return this.#uncovered.length;
  }

  coverSoFar(): number[] {
    return [...this.#inside];
  }

  /** The chosen column whose going uncovers least weight; the one unchanged longest where equal. */
  leastMissed(but: number): number {
    let best = -1;
    for (const column of this.#inside) {
      if (column !== but && (best === -1 || this.#better(column, best))) best = column;
    }
    this.entries += this.#inside.length;
    return best === -1 ? but : best;
  }

  remove(column: number, step: number): void {
    const { column_first, column_row } = this.#matrix;
    const last = this.#inside.pop()!;
    if (last !== column) {
      this.#inside[this.#place[column]] = last;
      this.#place[last] = this.#place[column];
    }
    this.#place[column] = NOWHERE;
    this.#score[column] = -this.#score[column];
    this.#changed_at[column] = step;
    this.#may_return[column] = 0;
    for (let q = column_first[column]; q < column_first[column + 1]; q++) {
      const row = column_row[q];
      const times = --this.#times[row];
      if (times === 0) this.#uncover(row);
      if (times <= 1) this.#rescore(row, column, times === 0);
      else this.#free(row, column);
    }
  }

  /** Covers an uncovered row, then makes the rows still uncovered weigh more. */
  addForSomeRow(step: number): void {
    const { row_first, row_column } = this.#matrix;
    this.#random = (this.#random * 16807) % 2147483647;
    const row = this.#uncovered[this.#random % this.#uncovered.length];
    let best = -1;
    for (let p = row_first[row]; p < row_first[row + 1]; p++) {
      const column = row_column[p];
      if (this.#may_return[column] === 1 && (best === -1 || this.#better(column, best))) best = column;
    }
    if (best !== -1) {
      this.#add(best, step);
      this.last_added = best;
    }
    for (const open of this.#uncovered) {
      this.#weight[open]++;
      for (let p = row_first[open]; p < row_first[open + 1]; p++) this.#score[row_column[p]]++;
      this.entries += row_first[open + 1] - row_first[open];
    }
  }

  #add(column: number, step: number): void {
    const { column_first, column_row } = this.#matrix;
    this.#place[column] = this.#inside.length;
    this.#inside.push(column);
    this.#score[column] = -this.#score[column];
    this.#changed_at[column] = step;
    for (let q = column_first[column]; q < column_first[column + 1]; q++) {
      const row = column_row[q];
      const times = ++this.#times[row];
      if (times === 1) this.#cover(row);
      if (times <= 2) this.#rescore(row, column, times === 1);
      else this.#free(row, column);
    }
  }

  /**
   * After a row has become uncovered or covered once (`between_none_and_one`) every other column's gain changes;
   * between once and twice only that of the one column inside.
   */
  #rescore(row: number, but: number, between_none_and_one: boolean): void {
    const { row_first, row_column } = this.#matrix;
    const weight = this.#weight[row];
    const more = this.#times[row] === 0 || this.#times[row] === 2 ? weight : -weight;
    for (let p = row_first[row]; p < row_first[row + 1]; p++) {
      const column = row_column[p];
      if (column === but) continue;
      this.#may_return[column] = 1;
      if (between_none_and_one || this.#place[column] !== NOWHERE) this.#score[column] += more;
    }
    this.entries += row_first[row + 1] - row_first[row];
  }

  #free(row: number, but: number): void {
    const { row_first, row_column } = this.#matrix;
    for (let p = row_first[row]; p < row_first[row + 1]; p++) {
      if (row_column[p] !== but) this.#may_return[row_column[p]] = 1;
    }
    this.entries += row_first[row + 1] - row_first[row];
  }

  #better(a: number, b: number): boolean {
    if (this.#score[a] !== this.#score[b]) return this.#score[a] > this.#score[b];
    return (
      this.#changed_at[a] < this.#changed_at[b] || (this.#changed_at[a] === this.#changed_at[b] && a < b)
    );
  }

  #uncover(row: number): void {
    this.#uncovered_place[row] = this.#uncovered.length;
    this.#uncovered.push(row);
  }

  #cover(row: number): void {
    const last = this.#uncovered.pop()!;
    if (last === row) return;
    this.#uncovered[this.#uncovered_place[row]] = last;
    this.#uncovered_place[last] = this.#uncovered_place[row];
  }
}

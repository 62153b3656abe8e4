import { lowerBound } from './cover_bound.ts';
import { branchAndBound } from './cover_exact.ts';
import { greedyCover, improvedCover } from './cover_heuristic.ts';
import { kept, matrixFromColumns, type CoverMatrix, type SubMatrix } from './cover_matrix.ts';
import { reduce } from './cover_reduction.ts';

export interface CoverEffort {
  search: boolean;
  enough: number;
}

export interface LeastCover {
  /** Candidates, ascending. Together they serve every demand but the uncoverable. */
  chosen: Uint32Array;
  /** No cover has fewer candidates. */
  bound: number;
  /** Demand no candidate serves, ascending. */
  uncoverable: Uint32Array;
  /** True where chosen.length equals the bound. */
  proven: boolean;
}

/**
 * Work is counted in matrix entries visited, not in seconds, so that every machine gives the same answer: what local
 * search and branch and bound may visit, shared among independent parts by their columns, and the least of a part.
 */
const LOCAL_ENTRIES = 6e8;
const TREE_ENTRIES = 1.5e8;
const LEAST_ENTRIES = 2e5;

/**
 * The location set covering problem (Toregas et al. 1971): the least number of candidates that serve all demand.
 * Candidate c serves demand[first[c]] up to first[c + 1]. What decides itself is taken out (equal demand, only
 * candidates, dominance), the rest falls into independent parts; each is covered greedily, bounded by
 * prices, improved, and where a gap stays searched exhaustively within a fixed amount of work. The same input gives the same
 * answer everywhere.
 *
 * @param effort without search, greedy's cover and the bound of prices alone; a cover no larger than `enough` is not
 *   searched on, where the rest does not fall into parts.
 * @throws RangeError where an index is out of range.
 */
export function coverLeast(
  pairs: { first: Uint32Array; demand: Uint32Array },
  demand_count: number,
  effort: CoverEffort = { search: true, enough: 0 },
): LeastCover {
  for (const demand of pairs.demand) {
    if (demand >= demand_count) {
      throw new RangeError(`coverLeast: demand ${demand}, expected less than ${demand_count}`);
    }
  }
  if (pairs.first.length === 0 || pairs.first.at(-1) !== pairs.demand.length) {
    throw new RangeError(`coverLeast: lists end at ${pairs.first.at(-1)}, expected ${pairs.demand.length}`);
  }
  const all = matrixFromColumns(pairs.first, pairs.demand, demand_count);
  const coverable = new Uint8Array(demand_count);
  const uncoverable: number[] = [];
  for (let row = 0; row < demand_count; row++) {
    if (all.row_first[row] === all.row_first[row + 1]) uncoverable.push(row);
    else coverable[row] = 1;
  }
  const served = kept(all, new Uint8Array(all.columns).fill(1), coverable);
  const { forced, core } = reduce(served.matrix);
  const chosen = [...forced];
  let bound = forced.length;
  const parts = independentParts(core.matrix);
  const enough = parts.length === 1 ? effort.enough - forced.length : 0;
  for (const part of parts) {
    const share = part.matrix.columns / core.matrix.columns;
    const solved = effort.search ? solve(part.matrix, share, enough) : estimate(part.matrix);
    bound += solved.bound;
    for (const column of solved.cover) chosen.push(core.column_ids[part.column_ids[column]]);
  }
  return {
    chosen: Uint32Array.from(chosen).sort(),
    bound,
    uncoverable: Uint32Array.from(uncoverable),
    proven: bound === chosen.length,
  };
}

function estimate(matrix: CoverMatrix): { cover: number[]; bound: number } {
  const cover = greedyCover(matrix);
  return { cover, bound: lowerBound(matrix, cover.length) };
}

function solve(matrix: CoverMatrix, share: number, enough: number): { cover: number[]; bound: number } {
  const work = (entries: number) => Math.max(LEAST_ENTRIES, entries * share);
  const { cover: start, bound } = estimate(matrix);
  const cover = improvedCover(matrix, start, Math.max(bound, enough), work(LOCAL_ENTRIES));
  if (cover.length === bound || cover.length <= enough) return { cover, bound };
  const found = branchAndBound(matrix, cover, bound, work(TREE_ENTRIES));
  return { cover: found.cover, bound: found.complete ? found.cover.length : bound };
}

/** Parts that share neither rows nor columns. */
function independentParts(matrix: CoverMatrix): SubMatrix[] {
  const { columns, rows, column_first, column_row, row_first, row_column } = matrix;
  /** Columns and rows that follow them as the nodes of one graph. */
  const neighbours = (node: number) =>
    node < columns
      ? column_row.subarray(column_first[node], column_first[node + 1]).map((row) => row + columns)
      : row_column.subarray(row_first[node - columns], row_first[node - columns + 1]);
  const part = new Int32Array(columns + rows).fill(-1);
  let parts = 0;
  for (let start = 0; start < columns; start++) {
    if (part[start] !== -1) continue;
    part[start] = parts;
    const open = [start];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (const next of neighbours(node)) {
        if (part[next] !== -1) continue;
        part[next] = parts;
        open.push(next);
      }
    }
    parts++;
  }
  return Array.from({ length: parts }, (_, p) => {
    const of = Uint8Array.from(part, (number) => (number === p ? 1 : 0));
    return kept(matrix, of.subarray(0, columns), of.subarray(columns));
  });
}

import { lowerBound } from './cover_bound.ts';
import { branchAndBound } from './cover_exact.ts';
import { greedyCover, improvedCover } from './cover_heuristic.ts';
import { kept, matrixFromColumns, type CoverMatrix } from './cover_matrix.ts';
import { reduce } from './cover_reduction.ts';

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

/** Matrix entries branch and bound may visit, for one independent part and for all. */
const SEARCH_ENTRIES = 2e7;
const ALL_SEARCH_ENTRIES = 1.5e8;

/**
 * The location set covering problem (Toregas et al. 1971): the least number of candidates that serve all demand.
 * Candidate c serves demand[first[c]] up to first[c + 1]. What decides itself is taken out (equal demand, only
 * candidates, dominance), the rest falls into independent parts; each is covered greedily, bounded by
 * prices, improved, and where a gap stays searched exhaustively within a fixed amount of work. The same input gives the same
 * answer everywhere.
 *
 * @throws RangeError where an index is out of range.
 */
export function coverLeast(
  pairs: { first: Uint32Array; demand: Uint32Array },
  demand_count: number,
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
  let entries = ALL_SEARCH_ENTRIES;
  for (const part of independentParts(core.matrix)) {
    const solved = solve(part.matrix, Math.min(entries, SEARCH_ENTRIES));
    if (solved.searched) entries = Math.max(0, entries - SEARCH_ENTRIES / 10);
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

interface Solved {
  cover: number[];
  bound: number;
  searched: boolean;
}

function solve(matrix: CoverMatrix, most_entries: number): Solved {
  const start = greedyCover(matrix);
  const bound = lowerBound(matrix, start.length);
  const cover = improvedCover(matrix, start, bound);
  if (cover.length === bound) return { cover, bound, searched: false };
  const found = branchAndBound(matrix, cover, bound, most_entries);
  return { cover: found.cover, bound: found.complete ? found.cover.length : bound, searched: true };
}

/** Parts that share neither rows nor columns. */
function independentParts(matrix: CoverMatrix) {
  const part = new Int32Array(matrix.columns).fill(-1);
  const row_part = new Int32Array(matrix.rows).fill(-1);
  let parts = 0;
  for (let start = 0; start < matrix.columns; start++) {
    if (part[start] !== -1) continue;
    part[start] = parts;
    const open = [start];
    for (let column = open.pop(); column !== undefined; column = open.pop()) {
      for (let q = matrix.column_first[column]; q < matrix.column_first[column + 1]; q++) {
        const row = matrix.column_row[q];
        if (row_part[row] !== -1) continue;
        row_part[row] = parts;
        for (let p = matrix.row_first[row]; p < matrix.row_first[row + 1]; p++) {
          if (part[matrix.row_column[p]] !== -1) continue;
          part[matrix.row_column[p]] = parts;
          open.push(matrix.row_column[p]);
        }
      }
    }
    parts++;
  }
  return Array.from({ length: parts }, (_, p) => {
    const of = (numbers: Int32Array) => Uint8Array.from(numbers, (number) => (number === p ? 1 : 0));
    return kept(matrix, of(part), of(row_part));
  });
}

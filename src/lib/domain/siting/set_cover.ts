import { lowerBound } from './cover_bound.ts';
import { greedyCover, improvedCover } from './cover_heuristic.ts';
import { kept, matrixFromColumns, type CoverMatrix, type SubMatrix } from './cover_matrix.ts';
import { reduce } from './cover_reduction.ts';
import { coverTree } from './cover_tree.ts';

export interface CoverEffort {
  /** Without it greedy's cover and the bound of prices alone. */
  search?: boolean;
  /** Whether a cover has so few is all that is asked, where the rest does not fall into parts; 0: the least is. */
  enough?: number;
  /** Share of the work a search does at most. */
  work?: number;
  /** Whether what cuts would gain little on may take far more work. */
  patient?: boolean;
  /** Ends it; the cover and the bound of that moment hold. */
  stopped?: () => boolean;
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
 * search and the tree may visit, shared among independent parts by their columns, and the least of a part.
 */
const LOCAL_ENTRIES = 6e8;
const TREE_ENTRIES = 3e8;
const LEAST_ENTRIES = 2e5;
/** Where this share of all entries is there, cuts of other solvers gain little, and the tree goes on for longer. */
const DENSE = 0.08;
const DENSE_ENTRIES = 8e9;

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
  {
    search = true,
    enough: enough_of_all = 0,
    work = 1,
    patient = false,
    stopped = () => false,
  }: CoverEffort = {},
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
  const { forced, core } = reduce(served.matrix, stopped);
  const chosen = [...forced];
  let bound = forced.length;
  const parts = independentParts(core.matrix);
  const enough = parts.length === 1 ? Math.max(0, enough_of_all - forced.length) : 0;
  for (const part of parts) {
    const share = part.matrix.columns / core.matrix.columns;
    const solved = search
      ? solve(part.matrix, share * work, { enough, patient, stopped })
      : estimate(part.matrix, stopped);
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

function estimate(matrix: CoverMatrix, stopped: () => boolean): { cover: number[]; bound: number } {
  const cover = greedyCover(matrix);
  return { cover, bound: lowerBound(matrix, cover.length, stopped) };
}

function solve(
  matrix: CoverMatrix,
  share: number,
  { enough, patient, stopped }: { enough: number; patient: boolean; stopped: () => boolean },
): { cover: number[]; bound: number } {
  const work = (entries: number) => Math.max(LEAST_ENTRIES, entries * share);
  const { cover: start, bound } = estimate(matrix, stopped);
  const settles = (size: number) => size === bound || size <= enough || (enough > 0 && bound > enough);
  if (settles(start.length)) return { cover: start, bound };
  const cover = improvedCover(matrix, start, Math.max(bound, enough), work(LOCAL_ENTRIES), stopped);
  if (settles(cover.length)) return { cover, bound };
  const dense = matrix.row_column.length > DENSE * matrix.rows * matrix.columns;
  const most_entries = work(dense && patient ? DENSE_ENTRIES : TREE_ENTRIES);
  return coverTree(matrix, cover, bound, { enough, most_entries, stopped });
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

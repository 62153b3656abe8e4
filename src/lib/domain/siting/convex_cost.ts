import type { WeightedCover } from './weighted_cover.ts';

/** For any y: cost(y) >= the sum over groups of constant[g] + slope[g] . y, with equality where the cut was made. */
export interface CostCut {
  constant: Float64Array;
  /** One row of site_count slopes a group. */
  slope: Float64Array[];
  /** The cost where the cut was made. */
  cost: number;
}

/**
 * A cost of choosing sites, convex in the shares y (0 not chosen, 1 chosen), in groups of demand that add up. Supporting
 * planes of it are the cuts of Benders' decomposition; more groups make fewer rounds and larger programs.
 */
export interface ConvexCost {
  site_count: number;
  groups: number;
  /** No group's cost is less. */
  least: Float64Array;
  cut(y: ArrayLike<number>): CostCut;
}

/** Shares that sum to a hair less than one sum to one. */
const HAIR = 1e-9;

/** Minus the covered weight (and backup_share of the weight covered twice). */
export function coverCost(cover: WeightedCover, backup_share: number, groups: number): ConvexCost {
  const { matrix, row_weight } = cover;
  const { row_first, row_column } = matrix;
  const group = groupsOf(matrix.rows, (row) => row_column[row_first[row]], row_weight, groups);
  const least = new Float64Array(groups);
  row_weight.forEach((weight, row) => (least[group[row]] -= weight * (1 + backup_share)));
  return {
    site_count: matrix.columns,
    groups,
    least,
    cut(y) {
      const out = emptyCut(groups, matrix.columns);
      for (let row = 0; row < matrix.rows; row++) {
        let times = 0;
        for (let p = row_first[row]; p < row_first[row + 1]; p++) times += y[row_column[p]];
        const weight = row_weight[row];
        const [constant, slope] =
          times < 1 - HAIR
            ? [0, 1]
            : times < 2 - HAIR
              ? [1 - backup_share, backup_share]
              : [1 + backup_share, 0];
        out.constant[group[row]] -= constant * weight;
        out.cost -= weight * (constant + slope * times);
        if (slope === 0) continue;
        const slopes = out.slope[group[row]];
        for (let p = row_first[row]; p < row_first[row + 1]; p++) slopes[row_column[p]] -= slope * weight;
      }
      return out;
    },
  };
}

/** Puts rows into groups of about equal weight, rows of neighbouring sites together. */
function groupsOf(
  count: number,
  siteOf: (row: number) => number,
  weight: Float64Array,
  groups: number,
): Uint16Array {
  const order = Array.from({ length: count }, (_, row) => row).sort((a, b) => siteOf(a) - siteOf(b) || a - b);
  const total = weight.reduce((sum, each) => sum + each, 0);
  const group = new Uint16Array(count);
  let passed = 0;
  for (const row of order) {
    group[row] = Math.min(groups - 1, total > 0 ? Math.floor((passed / total) * groups) : 0);
    passed += weight[row];
  }
  return group;
}

const emptyCut = (groups: number, sites: number): CostCut => ({
  constant: new Float64Array(groups),
  slope: Array.from({ length: groups }, () => new Float64Array(sites)),
  cost: 0,
});

import type { Highs, Model } from 'highs';
import type { ConvexCost, CostCut } from '../../../domain/siting/convex_cost.ts';
import type { SiteRules } from '../../../domain/siting/facility_matrix.ts';
import { isOver, secondsLeft, type ProofControl } from './proof.ts';

export interface LeastCostProblem {
  cost: ConvexCost;
  /** Most sites. */
  sites: number;
  rules: SiteRules;
  /** Every cost is a whole number. */
  whole: boolean;
  start: { chosen: number[]; cost: number };
  /** A choice made from shares: at most `sites` of them, and what it costs. */
  round(shares: Float64Array): { chosen: number[]; cost: number };
}

export interface LeastCost {
  chosen: number[];
  cost: number;
  /** Nothing costs less; equal to cost where that is proven. */
  bound: number;
}

const MOST_LP_ROUNDS = 400;
/** The relaxation is left when this many rounds have moved its bound by less than this share of the gap. */
const IDLE_ROUNDS = 25;
const IDLE_SHARE = 0.02;
/** Costs are scaled so that their range is this: the solver's tolerances are absolute. */
const RANGE = 1e4;

/**
 * Benders' decomposition by cuts in rounds on one model: first the relaxation (cuts made between its answer and the
 * middle of those before, which takes a fifth of the rounds), then sites that its reduced costs rule in or out are
 * fixed, then whole choices, each cut off by its own cut until none promises less than the best known.
 */
export function leastCost(highs: Highs, problem: LeastCostProblem, control: ProofControl): LeastCost {
  const search = new CutSearch(highs, problem, control);
  try {
    search.relax();
    search.fix();
    search.branch();
    return search.answer();
  } finally {
    search.dispose();
  }
}

class CutSearch {
  readonly #highs: Highs;
  readonly #problem: LeastCostProblem;
  readonly #control: ProofControl;
  readonly #model: Model;
  readonly #scale: number;
  #best: { chosen: number[]; cost: number };
  /** In the problem's own unit. */
  #bound: number;

  constructor(highs: Highs, problem: LeastCostProblem, control: ProofControl) {
    this.#highs = highs;
    this.#problem = problem;
    this.#control = control;
    this.#best = problem.start;
    const { least } = problem.cost;
    const none = problem.cost.cut(new Float64Array(problem.cost.site_count)).cost;
    const floor = least.reduce((sum, each) => sum + each, 0);
    this.#bound = floor;
    this.#scale = none > floor ? RANGE / (none - floor) : 1;
    this.#model = highs.createModel(this.#modelData());
    this.#model.options.set({ output_flag: false });
    this.#addCut(problem.cost.cut(this.#shares(problem.start.chosen)), null);
  }

  dispose(): void {
    this.#model.dispose();
  }

  answer(): LeastCost {
    return { ...this.#best, bound: Math.min(this.#bound, this.#best.cost) };
  }

  relax(): void {
    const { cost, sites } = this.#problem;
    const count = cost.site_count;
    let middle = new Float64Array(count).fill(Math.min(1, sites / Math.max(1, count)));
    let last_bound = this.#bound;
    for (let round = 1; round <= MOST_LP_ROUNDS && !this.#over(); round++) {
      this.#model.options.set({ time_limit: secondsLeft(this.#control) });
      const { modelStatus } = this.#model.run(this.#endWhenOver());
      if (modelStatus !== this.#highs.constants.modelStatus.optimal) return;
      const { colValue } = this.#model.getSolution();
      const value = this.#estimate(colValue);
      this.#raiseBound(value);
      const shares = colValue.slice(0, count);
      const between = shares.map((share, site) => 0.3 * share + 0.7 * middle[site]);
      const inner = cost.cut(between);
      const tolerance = 1e-7 * Math.max(1, Math.abs(this.#best.cost));
      if (this.#at(inner, shares) > value + tolerance) this.#addCut(inner, colValue);
      else {
        const here = cost.cut(shares);
        if (here.cost <= value + tolerance) break;
        this.#addCut(here, colValue);
      }
      middle = between.map((share, site) => 0.5 * share + 0.5 * middle[site]) as typeof middle;
      if (round % IDLE_ROUNDS === 0) {
        this.#offer(this.#problem.round(shares));
        const gap = this.#best.cost - this.#bound;
        if (this.#bound - last_bound < IDLE_SHARE * gap) break;
        last_bound = this.#bound;
      }
    }
  }

  /** Sites that no better choice has, or that every better choice has, by their reduced costs in the relaxation. */
  fix(): void {
    if (this.#over()) return;
    if (this.#model.run(this.#endWhenOver()).modelStatus !== this.#highs.constants.modelStatus.optimal)
      return;
    const { colValue, colDual } = this.#model.getSolution();
    const value = this.#estimate(colValue);
    this.#raiseBound(value);
    this.#offer(this.#problem.round(colValue.slice(0, this.#problem.cost.site_count)));
    for (let site = 0; site < this.#problem.cost.site_count; site++) {
      const price = Math.abs(colDual[site]) / this.#scale;
      if (value + price <= this.#best.cost + this.#slack()) continue;
      if (colValue[site] < 1e-9 && colDual[site] > 0) this.#model.changeColBounds(site, 0, 0);
      if (colValue[site] > 1 - 1e-9 && colDual[site] < 0) this.#model.changeColBounds(site, 1, 1);
    }
  }

  branch(): void {
    const { cost } = this.#problem;
    const { variableType, modelStatus } = this.#highs.constants;
    for (let site = 0; site < cost.site_count; site++) {
      this.#model.changeColIntegrality(site, variableType.integer);
    }
    this.#model.options.set({ mip_rel_gap: 0, mip_abs_gap: 1e-6, mip_feasibility_tolerance: 1e-9 });
    let before = '';
    while (!this.#over()) {
      this.#model.options.set({ time_limit: secondsLeft(this.#control) });
      const run = this.#model.run(this.#endWhenOver());
      if (run.modelStatus === modelStatus.infeasible) {
        this.#raiseBound(this.#best.cost);
        return;
      }
      const dual_bound = Number(this.#model.info.get('mip_dual_bound'));
      if (Number.isFinite(dual_bound)) this.#raiseBound(dual_bound / this.#scale);
      if (this.#over()) return;
      const { colValue } = this.#model.getSolution();
      const shares = colValue.slice(0, cost.site_count).map(Math.round);
      const chosen = chosenOf(shares);
      const cut = cost.cut(shares);
      this.#offer({ chosen, cost: cut.cost });
      this.#offer(this.#problem.round(shares));
      if (chosen.join() === before && run.modelStatus === modelStatus.optimal) return;
      before = chosen.join();
      this.#addCut(cut, null);
    }
  }

  /** The solver looks at its own time limit rarely: it is asked to end in each of its loops. */
  #endWhenOver() {
    const { mipInterrupt, simplexInterrupt } = this.#highs.constants.callbackType;
    const end = (event: { interrupt(): void }): undefined => {
      if (isOver(this.#control)) event.interrupt();
    };
    return { [mipInterrupt]: end, [simplexInterrupt]: end };
  }

  #over(): boolean {
    return this.#bound >= this.#best.cost - this.#slack() || isOver(this.#control);
  }

  /** Two costs nearer than this are equal. */
  #slack(): number {
    return 1e-7 * Math.max(1e-3, Math.abs(this.#best.cost));
  }

  #raiseBound(value: number): void {
    const bound = this.#problem.whole ? Math.ceil(value - 1e-4) : value;
    if (bound <= this.#bound) return;
    this.#bound = bound;
    this.#tell();
  }

  #offer(found: { chosen: number[]; cost: number }): void {
    if (found.cost >= this.#best.cost - this.#slack()) return;
    this.#best = found;
    this.#tell();
  }

  #tell(): void {
    const { chosen, cost } = this.#best;
    this.#control.onStanding({ chosen, objective: cost, bound: Math.min(this.#bound, cost) });
  }

  /** The sum of the groups' columns, in the problem's unit. */
  #estimate(colValue: Float64Array): number {
    let sum = 0;
    for (let k = this.#problem.cost.site_count; k < colValue.length; k++) sum += colValue[k];
    return sum / this.#scale;
  }

  #at({ constant, slope }: CostCut, shares: Float64Array): number {
    let value = 0;
    for (let group = 0; group < constant.length; group++) {
      value += constant[group];
      const slopes = slope[group];
      for (let site = 0; site < shares.length; site++) value += slopes[site] * shares[site];
    }
    return value;
  }

  /** One row a group, those that `colValue` satisfies already left out. */
  #addCut({ constant, slope }: CostCut, colValue: Float64Array | null): void {
    const { site_count, groups } = this.#problem.cost;
    for (let group = 0; group < groups; group++) {
      const indices: number[] = [];
      const values: number[] = [];
      let at = constant[group];
      for (let site = 0; site < site_count; site++) {
        const each = slope[group][site];
        if (each === 0) continue;
        indices.push(site);
        values.push(-each * this.#scale);
        if (colValue) at += each * colValue[site];
      }
      const column = site_count + group;
      if (colValue && at * this.#scale <= colValue[column] + 1e-9) continue;
      indices.push(column);
      values.push(1);
      this.#model.addRow(constant[group] * this.#scale, this.#highs.infinity, { indices, values });
    }
  }

  #shares(chosen: readonly number[]): Float64Array {
    const shares = new Float64Array(this.#problem.cost.site_count);
    for (const site of chosen) shares[site] = 1;
    return shares;
  }

  /** Columns: a share a site, then a cost a group. One row: how many sites. */
  #modelData() {
    const { cost, sites, rules } = this.#problem;
    const { site_count, groups, least } = cost;
    const columns = site_count + groups;
    const lower = new Float64Array(columns);
    const upper = new Float64Array(columns).fill(1);
    for (const site of rules.forced) lower[site] = 1;
    for (const site of rules.forbidden) upper[site] = 0;
    for (let group = 0; group < groups; group++) {
      lower[site_count + group] = least[group] * this.#scale;
      upper[site_count + group] = this.#highs.infinity;
    }
    return {
      numCols: columns,
      numRows: 1,
      sense: this.#highs.constants.objectiveSense.minimize,
      colCost: Float64Array.from({ length: columns }, (_, k) => (k < site_count ? 0 : 1)),
      colLower: lower,
      colUpper: upper,
      rowLower: [-this.#highs.infinity],
      rowUpper: [sites],
      matrix: {
        format: 'csr' as const,
        numRows: 1,
        numCols: columns,
        starts: Int32Array.of(0, site_count),
        indices: Int32Array.from({ length: site_count }, (_, site) => site),
        values: new Float64Array(site_count).fill(1),
      },
    };
  }
}

const chosenOf = (shares: Float64Array) => Array.from(shares.keys()).filter((site) => shares[site] > 0.5);

import type { Highs } from 'highs';
import { unservable, type FacilityMatrix, type SiteRules } from '../../../domain/siting/facility_matrix.ts';
import { coverLeast } from '../../../domain/siting/set_cover.ts';
import { weightedRows } from '../../../domain/siting/weighted_cover.ts';
import { isOver, secondsLeft, type ProofControl } from './proof.ts';

/** Share of our own search's work where many questions are asked, and the seconds left that all of it needs. */
const DECIDING_WORK = 0.15;
const FULL_WORK_S = 120;

export interface LeastSites {
  /** Forced sites among them, ascending. */
  chosen: number[];
  /** No choice that serves all has fewer. */
  bound: number;
}

/**
 * The least number of sites that serve every demand within the radius (LSCP): what decides itself is taken out, then
 * our own bounds and search, and where they leave a gap HiGHS. `enough` ends it early: a choice no larger, or a
 * bound above it, is all that is asked. Without search it is quick, and the gap wide.
 *
 * @throws RangeError where some demand cannot be served; ask `unservable` first.
 */
export function leastSites(
  highs: Highs,
  matrix: FacilityMatrix,
  radius: number,
  rules: SiteRules,
  control: ProofControl,
  { enough = 0, search = true }: { enough?: number; search?: boolean } = {},
): LeastSites {
  const left_out = unservable(matrix, radius, rules);
  if (left_out.length > 0)
    throw new RangeError(`leastSites: ${left_out.length} demand points cannot be served`);
  const forced = [...new Set(rules.forced)].sort((a, b) => a - b);
  const open = openRows(matrix, radius, rules);
  const own = coverLeast(pairsOf(open, matrix.site_count), open.length, {
    search,
    enough: Math.max(0, enough - forced.length),
    work: enough > 0 ? DECIDING_WORK : Math.min(1, secondsLeft(control) / FULL_WORK_S),
    patient: true,
    stopped: () => isOver(control),
  });
  let chosen = [...forced, ...own.chosen].sort((a, b) => a - b);
  let bound = forced.length + own.bound;
  control.onStanding({ chosen, objective: chosen.length, bound });
  const is_open = bound < chosen.length && chosen.length > enough && (enough === 0 || bound <= enough);
  if (search && is_open && !isOver(control)) {
    const proven = bySolver(
      highs,
      open,
      matrix.site_count,
      own.chosen,
      Math.max(0, enough - forced.length),
      control,
    );
    bound = Math.max(bound, forced.length + proven.bound);
    if (proven.chosen && forced.length + proven.chosen.length < chosen.length) {
      chosen = [...forced, ...proven.chosen].sort((a, b) => a - b);
    }
    control.onStanding({ chosen, objective: chosen.length, bound });
  }
  return { chosen, bound: Math.min(bound, chosen.length) };
}

/** For each demand no forced site serves: the sites that may. Equal lists once, but for those only forbidden sites tell apart. */
function openRows(matrix: FacilityMatrix, radius: number, { forced, forbidden }: SiteRules): Uint32Array[] {
  const rule = new Int8Array(matrix.site_count);
  for (const site of forbidden) rule[site] = -1;
  for (const site of forced) rule[site] = 1;
  const weight = new Float64Array(matrix.demand_count).fill(1);
  const { row_first, row_column } = weightedRows({ ...matrix, weight }, radius);
  const rows: Uint32Array[] = [];
  for (let row = 0; row + 1 < row_first.length; row++) {
    const sites = row_column.subarray(row_first[row], row_first[row + 1]);
    if (sites.some((site) => rule[site] === 1)) continue;
    rows.push(forbidden.length === 0 ? sites : sites.filter((site) => rule[site] === 0));
  }
  return rows;
}

/** The rows each site serves. */
function pairsOf(rows: readonly Uint32Array[], site_count: number) {
  const first = new Uint32Array(site_count + 1);
  for (const row of rows) for (const site of row) first[site + 1]++;
  for (let site = 0; site < site_count; site++) first[site + 1] += first[site];
  const next = first.slice(0, site_count);
  const demand = new Uint32Array(first[site_count]);
  rows.forEach((row, number) => row.forEach((site) => (demand[next[site]++] = number)));
  return { first, demand };
}

/** @param enough where above 0, only whether so few suffice is asked. */
function bySolver(
  highs: Highs,
  rows: readonly Uint32Array[],
  site_count: number,
  start: Uint32Array,
  enough: number,
  control: ProofControl,
): { chosen: number[] | null; bound: number } {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, k) => (starts[k + 1] = starts[k] + row.length));
  const indices = new Int32Array(starts[rows.length]);
  rows.forEach((row, k) => indices.set(row, starts[k]));
  const { constants, infinity } = highs;
  const data = {
    numCols: site_count,
    numRows: rows.length,
    sense: constants.objectiveSense.minimize,
    colCost: new Float64Array(site_count).fill(1),
    colLower: new Float64Array(site_count),
    colUpper: new Float64Array(site_count).fill(1),
    rowLower: new Float64Array(rows.length).fill(1),
    rowUpper: new Float64Array(rows.length).fill(infinity),
    integrality: Array.from({ length: site_count }, () => constants.variableType.integer),
    matrix: {
      format: 'csr' as const,
      numRows: rows.length,
      numCols: site_count,
      starts,
      indices,
      values: new Float64Array(starts[rows.length]).fill(1),
    },
  };
  return highs.withModel(data, (model) => {
    model.options.set({ output_flag: false, time_limit: secondsLeft(control), mip_rel_gap: 0 });
    const values = new Float64Array(site_count);
    if (enough > 0) {
      const all = Int32Array.from({ length: site_count }, (_, site) => site);
      model.addRow(-infinity, enough, { indices: all, values: new Float64Array(site_count).fill(1) });
      model.options.set({ objective_target: enough });
    } else {
      for (const site of start) values[site] = 1;
      model.setSolution({ colValue: values });
    }
    const { mipInterrupt, simplexInterrupt } = constants.callbackType;
    const end = (event: { interrupt(): void }): undefined => {
      if (isOver(control)) event.interrupt();
    };
    const { modelStatus } = model.run({ [mipInterrupt]: end, [simplexInterrupt]: end });
    if (modelStatus === constants.modelStatus.infeasible) return { chosen: null, bound: enough + 1 };
    const dual_bound = Number(model.info.get('mip_dual_bound'));
    const solved = modelStatus === constants.modelStatus.optimal;
    const { colValue } = model.getSolution();
    const chosen = Array.from(colValue.keys()).filter((site) => colValue[site] > 0.5);
    const covers = rows.every((row) => row.some((site) => colValue[site] > 0.5));
    return {
      chosen: covers ? chosen : null,
      bound:
        solved && covers ? chosen.length : Number.isFinite(dual_bound) ? Math.ceil(dual_bound - 1e-6) : 0,
    };
  });
}

import type { Highs } from 'highs';
import { unservable, type FacilityMatrix, type SiteRules } from '../../../domain/siting/facility_matrix.ts';
import { coverLeast } from '../../../domain/siting/set_cover.ts';
import { isOver, secondsLeft, type ProofControl } from './proof.ts';

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
  const open = openLists(matrix, radius, rules);
  const first = new Uint32Array(matrix.site_count + 1);
  const by_site: number[][] = Array.from({ length: matrix.site_count }, () => []);
  open.forEach((sites, row) => sites.forEach((site) => by_site[site].push(row)));
  by_site.forEach((rows, site) => (first[site + 1] = first[site] + rows.length));
  const own = coverLeast({ first, demand: Uint32Array.from(by_site.flat()) }, open.length, {
    search,
    enough: enough - forced.length,
  });
  let chosen = [...forced, ...own.chosen].sort((a, b) => a - b);
  let bound = forced.length + own.bound;
  control.onStanding({ chosen, objective: chosen.length, bound });
  const is_open = bound < chosen.length && chosen.length > enough && (enough === 0 || bound <= enough);
  if (search && is_open && !isOver(control)) {
    const proven = bySolver(highs, open, matrix.site_count, own.chosen, control);
    bound = Math.max(bound, forced.length + proven.bound);
    if (proven.chosen && forced.length + proven.chosen.length < chosen.length) {
      chosen = [...forced, ...proven.chosen].sort((a, b) => a - b);
    }
    control.onStanding({ chosen, objective: chosen.length, bound });
  }
  return { chosen, bound: Math.min(bound, chosen.length) };
}

/** For each demand no forced site serves: the sites that may. Equal lists once. */
function openLists(matrix: FacilityMatrix, radius: number, { forced, forbidden }: SiteRules): number[][] {
  const rule = new Int8Array(matrix.site_count);
  for (const site of forbidden) rule[site] = -1;
  for (const site of forced) rule[site] = 1;
  const lists = new Map<string, number[]>();
  for (let demand = 0; demand < matrix.demand_count; demand++) {
    const sites: number[] = [];
    let served = false;
    for (let pair = matrix.first[demand]; pair < matrix.first[demand + 1]; pair++) {
      if (matrix.cost[pair] > radius) continue;
      const site = matrix.site[pair];
      if (rule[site] === 1) served = true;
      if (rule[site] === 0) sites.push(site);
    }
    if (!served) lists.set(sites.join(), sites);
  }
  return [...lists.values()];
}

function bySolver(
  highs: Highs,
  rows: readonly (readonly number[])[],
  site_count: number,
  start: Uint32Array,
  control: ProofControl,
): { chosen: number[] | null; bound: number } {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, k) => (starts[k + 1] = starts[k] + row.length));
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
      indices: Int32Array.from(rows.flat()),
      values: new Float64Array(starts[rows.length]).fill(1),
    },
  };
  return highs.withModel(data, (model) => {
    model.options.set({ output_flag: false, time_limit: secondsLeft(control), mip_rel_gap: 0 });
    const values = new Float64Array(site_count);
    for (const site of start) values[site] = 1;
    model.setSolution({ colValue: values });
    const { mipInterrupt, simplexInterrupt } = constants.callbackType;
    const end = (event: { interrupt(): void }): undefined => {
      if (isOver(control)) event.interrupt();
    };
    const { modelStatus } = model.run({ [mipInterrupt]: end, [simplexInterrupt]: end });
    const dual_bound = Number(model.info.get('mip_dual_bound'));
    const solved = modelStatus === constants.modelStatus.optimal;
    const { colValue } = model.getSolution();
    const chosen = Array.from(colValue.keys()).filter((site) => colValue[site] > 0.5);
    const covers = rows.every((row) => row.some((site) => colValue[site] > 0.5));
    return {
      chosen: covers ? chosen : null,
      bound: solved && covers ? chosen.length : Math.ceil(dual_bound - 1e-6),
    };
  });
}

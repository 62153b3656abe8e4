import { BadInput } from '../lib/contract/errors.ts';
import { NO_SITE_RULES, type FacilityMatrix } from '../lib/domain/siting/facility_matrix.ts';
import type { FacilityProblem } from '../lib/server/services/siting/solve_facility.ts';
import { solveInThread } from '../lib/server/services/siting/solver_thread.ts';
import { columnNamed, readMatrix, type NamedMatrix } from './read_matrix.ts';
import { csvRows, numberCell } from './csv_rows.ts';

type FacilityProblemName = FacilityProblem['kind'];

export interface SolveRequest {
  problem: FacilityProblemName;
  /** matrix.csv, see readMatrix. */
  matrix: string;
  /** demand.csv: demand,weight. Without it every weight is 1. */
  demand?: string;
  /** Columns of the files by the name they go under here. */
  map: Record<string, string>;
  sites: number | null;
  radius: number | null;
  limit_s: number;
  signal: AbortSignal;
  progress(text: string): void;
}

export interface SolveSummary {
  problem: FacilityProblemName;
  demand: number;
  facilities: number;
  objective: number;
  bound: number;
  gap: number;
  proven: boolean;
  chosen: string[];
  seconds: number;
  /** All weight, and demand no facility serves at all (mclp: within the radius). */
  total_weight: number;
  unservable: string[];
}

const MOST_WEIGHT = 1e9;

/**
 * `firecover solve`: the siting solver on plain files, with no database.
 *
 * @throws BadInput for wrong files and options, and where demand cannot be served and the problem asks for all of it.
 */
export async function runSolve(request: SolveRequest): Promise<SolveSummary> {
  const problem = problemOf(request);
  const named = await readMatrix(request.matrix, request.map);
  const weights = request.demand === undefined ? null : await readWeights(request.demand, request.map, named);
  const matrix = matrixOf(named, weights);
  if ('sites' in problem && problem.sites > matrix.site_count) {
    throw new BadInput(
      'too-many-sites',
      `--p is ${problem.sites}, the matrix has ${matrix.site_count} facilities`,
    );
  }
  let told = '';
  const answer = await solveInThread(matrix, problem, {
    rules: NO_SITE_RULES,
    limit_s: request.limit_s,
    signal: request.signal,
    onStanding({ objective, bound, seconds }) {
      const line = `objective ${objective}, bound ${bound}`;
      if (line !== told) request.progress(`${seconds.toFixed(1)} s: ${line}`);
      told = line;
    },
  }).catch((error: Error) => {
    if (error.name !== 'Unsolvable') throw error;
    const demand = Array.from((error as Error & { demand: Uint32Array }).demand, (d) => named.demand[d]);
    const which = demand.length === 0 ? '' : `: ${demand.join(', ')}`;
    throw new BadInput('cannot-serve', `${error.message}${which}`, request.matrix);
  });
  const radius = 'radius' in problem ? problem.radius : Infinity;
  return {
    problem: request.problem,
    demand: matrix.demand_count,
    facilities: matrix.site_count,
    objective: answer.objective,
    bound: answer.bound,
    gap: answer.gap,
    proven: answer.proven,
    chosen: asManyAsAsked(answer.chosen, problem).map((site) => named.facility[site]),
    seconds: answer.seconds,
    total_weight: matrix.weight.reduce((sum, weight) => sum + weight, 0),
    unservable: named.demand.filter((_, d) => ![...named.pairs[d].values()].some((cost) => cost <= radius)),
  };
}

/** Where more sites gain nothing, the first of the others make up the number asked for. */
function asManyAsAsked(chosen: readonly number[], problem: FacilityProblem): number[] {
  const all = new Set(chosen);
  if ('sites' in problem) for (let site = 0; all.size < problem.sites; site++) all.add(site);
  return [...all].sort((a, b) => a - b);
}

function problemOf({ problem, sites, radius }: SolveRequest): FacilityProblem {
  const needed = <T>(value: T | null, option: string): T => {
    if (value === null) throw new BadInput('missing-option', `${problem} needs ${option}`);
    return value;
  };
  const problems: Record<FacilityProblemName, () => FacilityProblem> = {
    mclp: () => ({
      kind: 'mclp',
      sites: needed(sites, '--p'),
      radius: needed(radius, '--radius'),
      backup_share: 0,
    }),
    lscp: () => ({ kind: 'lscp', radius: needed(radius, '--radius'), share: 1 }),
    pmedian: () => ({ kind: 'pmedian', sites: needed(sites, '--p') }),
    pcenter: () => ({ kind: 'pcenter', sites: needed(sites, '--p') }),
  };
  return problems[problem]();
}

/** Weights by demand number; demand the matrix does not name is demand that cannot be served. */
async function readWeights(
  path: string,
  renamed: Readonly<Record<string, string>>,
  named: NamedMatrix,
): Promise<number[]> {
  const numbers = new Map(named.demand.map((name, d) => [name, d]));
  const weights: number[] = [];
  const columns = ['demand', 'weight'].map((column) => columnNamed(column, renamed));
  for await (const { line, cells } of csvRows(path, columns)) {
    const [name, text] = cells as string[];
    const weight = numberCell(path, line, columns[1], text, MOST_WEIGHT);
    let d = numbers.get(name);
    if (d === undefined) {
      d = named.demand.push(name) - 1;
      named.pairs.push(new Map());
      numbers.set(name, d);
    }
    if (weights[d] !== undefined)
      throw new BadInput('duplicate-demand', `demand ${name} stands here twice`, path, line);
    weights[d] = weight;
  }
  const missing = named.demand.filter((_, d) => weights[d] === undefined);
  if (missing.length > 0) {
    throw new BadInput(
      'missing-weight',
      `no weight for ${missing.length} demand points of the matrix: ${missing.slice(0, 20).join(', ')}`,
      path,
    );
  }
  return weights;
}

function matrixOf({ demand, facility, pairs }: NamedMatrix, weights: number[] | null): FacilityMatrix {
  const first = new Uint32Array(demand.length + 1);
  const site: number[] = [];
  const cost: number[] = [];
  pairs.forEach((row, d) => {
    for (const [f, value] of [...row].sort(([a], [b]) => a - b)) {
      site.push(f);
      cost.push(value);
    }
    first[d + 1] = site.length;
  });
  return {
    demand_count: demand.length,
    site_count: facility.length,
    first,
    site: Uint32Array.from(site),
    cost: Float64Array.from(cost),
    weight: weights ? Float64Array.from(weights) : new Float64Array(demand.length).fill(1),
  };
}

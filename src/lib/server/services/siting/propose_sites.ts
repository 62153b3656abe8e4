import { BadInput } from '../../../contract/errors.ts';
import type { Edit } from '../../../domain/live/edit.ts';
import { unservable, type FacilityMatrix, type SiteRules } from '../../../domain/siting/facility_matrix.ts';
import { budgetCurve, rankSites, type RankedSite } from '../../../domain/siting/rank_sites.ts';
import type { RiskFactor } from '../../../domain/siting/risk_factor.ts';
import type { SiteMeasure } from '../../../domain/siting/site_measure.ts';
import { undominatedSites } from '../../../domain/siting/undominated_sites.ts';
import { isFault } from './hydrant_places.ts';
import type { Standing } from './proof.ts';
import type { SitePlan } from './site_plan.ts';
import type { FacilityAnswer, FacilityProblem } from './solve_facility.ts';
import { solveInThread } from './solver_thread.ts';

/** How much is to be built. */
export type SiteAim =
  | { kind: 'count'; sites: number; backup_share: number }
  /** Fewest sites with which this share of all weight is served, what is served already included. */
  | { kind: 'share'; share: number }
  /** Fewest sites that serve every building that can be served. */
  | { kind: 'all' };

/** risk: people (or buildings, where nobody knows them) times the factors of the rule set, see riskFactor. */
export const WEIGHINGS = ['people', 'buildings', 'risk'] as const;
export type Weighing = (typeof WEIGHINGS)[number];

/** p-median: the least weighted mean way to the nearest; p-centre: the least worst one, weights ignored. */
export const NEAREST_KINDS = ['mean', 'worst'] as const;
export type NearestKind = (typeof NEAREST_KINDS)[number];

export interface NearestWay {
  kind: NearestKind;
  before: Ways;
  after: Ways;
  /** By demand; Infinity for what is left out. */
  cost: Float64Array;
}

/** Weighted mean and worst way of the demand that has one, and how many have none. */
export interface Ways {
  mean: number | null;
  worst: number | null;
  none: number;
}

export interface ProposeOptions {
  aim: SiteAim;
  /** With a plan for the nearest, and a count: which way is to be the least. */
  minimise?: NearestKind;
  /** Null: people where every short building's are known, else buildings. */
  weigh: Weighing | null;
  /** By building of the town: asked for where risk is weighed. */
  risks?: readonly RiskFactor[];
  /** Candidates by their place in the plan. */
  rules: SiteRules;
  limit_s: number;
  /** Ends the proof; the best answer and bound of that moment are given. */
  signal?: AbortSignal;
  onStanding?: (standing: Standing & { seconds: number }) => void;
}

/** What a proposal was found to do when the town was judged again with it built. */
export interface SiteCheck {
  /** Exactly the buildings that the pairs promise are served, and no others of the demand. */
  agrees: boolean;
  served_before: number;
  served_after: number;
  /** Buildings, by place in the town, that turned out otherwise than the pairs promise. */
  differing: number[];
}

export interface SiteProposal {
  plan: SitePlan;
  aim: SiteAim;
  weigh: Weighing;
  /** By building of the town; null where risk was not weighed. */
  risks: readonly RiskFactor[] | null;
  /** Weight of each short building, as it was weighed. */
  matrix: FacilityMatrix;
  /** With `matrix`, `rules` and the plan's points: what gainAt asks for. */
  measure: SiteMeasure;
  rules: SiteRules;
  /** Null where the aim is met without building anything. */
  answer: FacilityAnswer | null;
  ranked: RankedSite[];
  /** What 1, 2, … sites gain, see budgetCurve. */
  budget: number[];
  edits: Edit[];
  /** Buildings, by place in the town: never measured before, served beyond doubt now. */
  made_sure: number[];
  /** Short buildings, by place in `plan.short`, that no allowed candidate serves alone. */
  unservable: Uint32Array;
  /** Of these, those that ask for more than one hydrant gives and are served by several of the chosen together. */
  together: number[];
  /** Weight of all buildings of the area, and of those served already. */
  total_weight: number;
  served_weight: number;
  /** Of the mean and the worst way to the nearest alone. */
  way: NearestWay | null;
  check: SiteCheck;
}

/**
 * Chooses sites, ranks them and judges the town again with them built.
 *
 * @throws BadInput where the aim cannot be met, naming what can.
 */
export async function proposeSites(plan: SitePlan, options: ProposeOptions): Promise<SiteProposal> {
  const { aim, rules } = options;
  refuseContradictions(options);
  const { weigh, weightOf } = weighing(plan, options);
  const matrix: FacilityMatrix = { ...plan.pairs, weight: Float64Array.from(plan.short, weightOf) };
  const inside = [...plan.state.keys()].filter((i) => plan.state[i] !== null);
  const total_weight = sum(inside.map(weightOf));
  const served_weight = sum(inside.filter((i) => plan.state[i] === 'served').map(weightOf));
  const left_out = unservable(matrix, plan.limit, rules);

  const question = questionOf(plan, matrix, aim, left_out, { total_weight, served_weight });
  const answer =
    question === null && rules.forced.length === 0
      ? null
      : await solved(question ?? { matrix, problem: mclp(plan, rules.forced.length, 0) }, options, plan);
  const ranked = rankSites(matrix, answer?.chosen ?? [], plan.limit);
  const edits = plan.edits(ranked.map(({ site }) => site));
  const made_sure = plan.madeSure(ranked.map(({ site }) => site));
  const first_served = new Set(ranked.flatMap((site) => site.first_served));
  const together = plan
    .servedTogether(ranked.map(({ site }) => site))
    .filter((demand) => !first_served.has(demand));
  return {
    plan,
    aim,
    weigh,
    risks: weigh === 'risk' ? options.risks! : null,
    matrix,
    measure: {
      kind: 'cover',
      radius: plan.limit,
      backup_share: aim.kind === 'count' ? aim.backup_share : 0,
    },
    rules,
    answer,
    ranked,
    budget: budgetCurve(matrix, ranked, plan.limit, rules),
    edits,
    made_sure,
    unservable: left_out,
    together,
    total_weight,
    served_weight,
    way: null,
    check: checked(plan, [...first_served, ...together], made_sure, edits),
  };
}

/** The answer by the places of the plan's candidates. Where second cover counts, no site stands in for another. */
async function solved(
  { matrix, problem }: { matrix: FacilityMatrix; problem: FacilityProblem },
  { rules, limit_s, signal, onStanding }: ProposeOptions,
  { limit: radius, candidates }: SitePlan,
): Promise<FacilityAnswer> {
  const faults = Uint8Array.from(candidates, ({ notes }) => notes.filter(isFault).length);
  const fewer =
    problem.kind === 'mclp' && problem.backup_share > 0
      ? null
      : undominatedSites(matrix, radius, rules, faults);
  const named = (sites: readonly number[]) =>
    fewer === null ? [...sites] : sites.map((site) => fewer.site_ids[site]).sort((a, b) => a - b);
  const most = fewer?.site_ids.length ?? matrix.site_count;
  const asked = problem.kind === 'mclp' ? { ...problem, sites: Math.min(problem.sites, most) } : problem;
  try {
    const answer = await solveInThread(fewer?.matrix ?? matrix, asked, {
      rules: fewer?.rules ?? rules,
      limit_s,
      signal,
      onStanding: (standing) => onStanding?.({ ...standing, chosen: named(standing.chosen) }),
    });
    return { ...answer, chosen: named(answer.chosen) };
  } catch (error) {
    if ((error as Error).name === 'Unsolvable') throw new BadInput('cannot-serve', (error as Error).message);
    throw error;
  }
}

/** What was weighed by, and the weight of a building by its place in the town. */
export function weighing(
  plan: SitePlan,
  { weigh, risks }: Pick<ProposeOptions, 'weigh' | 'risks'>,
): { weigh: Weighing; weightOf: (building: number) => number } {
  const by = weigh ?? (peopleKnown(plan) ? 'people' : 'buildings');
  const { weight } = plan.run;
  if (by === 'people') return { weigh: by, weightOf: (building) => weight[building] };
  if (by === 'buildings') return { weigh: by, weightOf: () => 1 };
  if (!risks) throw new TypeError('weighing by risk: expected the factor of every building, got none');
  const known = peopleKnown(plan);
  return { weigh: by, weightOf: (building) => (known ? weight[building] : 1) * risks[building].factor };
}

/** Whether the weight of every short building is people, recorded or shared out, and not just a count. */
export const peopleKnown = ({ run, short }: SitePlan) =>
  short.every((building) => run.weight_source[building] !== 'count');

const mclp = ({ limit }: SitePlan, sites: number, backup_share: number): FacilityProblem => ({
  kind: 'mclp',
  sites,
  radius: limit,
  backup_share,
});

export function refuseContradictions({ aim, rules: { forced, forbidden } }: ProposeOptions): void {
  if (forced.some((site) => forbidden.includes(site))) {
    throw new BadInput('forced-and-forbidden', 'A candidate is both in --force and in --forbid');
  }
  if (aim.kind === 'count' && aim.sites < forced.length) {
    throw new BadInput('too-few-sites', `--count is ${aim.sites}, --force names ${forced.length}`);
  }
}

/** Null where the aim is met as things stand, or nothing can be built that serves anybody. */
function questionOf(
  plan: SitePlan,
  matrix: FacilityMatrix,
  aim: SiteAim,
  left_out: Uint32Array,
  { total_weight, served_weight }: { total_weight: number; served_weight: number },
): { matrix: FacilityMatrix; problem: FacilityProblem } | null {
  const { limit } = plan;
  switch (aim.kind) {
    case 'count':
      return matrix.site_count === 0 ? null : { matrix, problem: mclp(plan, aim.sites, aim.backup_share) };
    case 'all': {
      const servable = withoutDemand(matrix, left_out);
      return servable.demand_count === 0
        ? null
        : { matrix: servable, problem: { kind: 'lscp', radius: limit, share: 1 } };
    }
    case 'share': {
      const needed = aim.share * total_weight - served_weight;
      if (needed <= 1e-9 * total_weight) return null;
      const demand_weight = sum(matrix.weight);
      const servable_weight = demand_weight - sum(Array.from(left_out, (demand) => matrix.weight[demand]));
      if (needed > servable_weight * (1 + 1e-9)) {
        const most = (served_weight + servable_weight) / total_weight;
        throw new BadInput(
          'cannot-serve',
          `all sites together bring the share served to ${most.toFixed(4)}, less than ${aim.share}; ` +
            '--cover-all gives the fewest sites for that',
        );
      }
      const share = Math.min(needed, servable_weight) / demand_weight;
      return share >= 1
        ? { matrix, problem: { kind: 'lscp', radius: limit, share: 1 } }
        : { matrix, problem: { kind: 'lscp', radius: limit, share } };
    }
  }
}

/** The matrix without some of its demand, in order. */
export function withoutDemand(matrix: FacilityMatrix, left_out: Uint32Array): FacilityMatrix {
  const gone = new Set(left_out);
  const kept = [...Array(matrix.demand_count).keys()].filter((demand) => !gone.has(demand));
  const first = new Uint32Array(kept.length + 1);
  kept.forEach((demand, k) => (first[k + 1] = first[k] + matrix.first[demand + 1] - matrix.first[demand]));
  const pairs = kept.flatMap((demand) => {
    const from = matrix.first[demand];
    return Array.from({ length: matrix.first[demand + 1] - from }, (_, i) => from + i);
  });
  return {
    demand_count: kept.length,
    site_count: matrix.site_count,
    first,
    site: Uint32Array.from(pairs, (pair) => matrix.site[pair]),
    cost: Float64Array.from(pairs, (pair) => matrix.cost[pair]),
    weight: Float64Array.from(kept, (demand) => matrix.weight[demand]),
  };
}

/** Judges the town again: of the short and the unknown exactly those may be served that the pairs promise. */
function checked(
  plan: SitePlan,
  served: readonly number[],
  made_sure: readonly number[],
  edits: readonly Edit[],
): SiteCheck {
  const promised = new Set([...served.map((demand) => plan.short[demand]), ...made_sure]);
  const after = plan.servedAfter(edits);
  const { state } = plan;
  const differing = [...state.keys()].filter((building) => {
    if (state[building] === 'served') return !after[building];
    if (state[building] === null || state[building] === 'out-of-reach') return false;
    return after[building] !== promised.has(building);
  });
  return {
    agrees: differing.length === 0,
    served_before: state.filter((each) => each === 'served').length,
    served_after: state.filter((each, i) => each !== null && each !== 'out-of-reach' && after[i]).length,
    differing,
  };
}

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);

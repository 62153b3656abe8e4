import { BadInput } from '../../../contract/errors.ts';
import type { Edit } from '../../../domain/live/edit.ts';
import { unservable, type FacilityMatrix } from '../../../domain/siting/facility_matrix.ts';
import { budgetCurve, rankSites, type RankedSite } from '../../../domain/siting/rank_sites.ts';
import { undominatedSites } from '../../../domain/siting/undominated_sites.ts';
import { coverQuestion, mclp } from './cover_question.ts';
import { isFault } from './hydrant_places.ts';
import type { SitePlan } from './site_plan.ts';
import type { ProposeOptions, SiteCheck, SiteProposal, Weighing } from './site_proposal.ts';
import type { FacilityAnswer, FacilityProblem } from './solve_facility.ts';
import { solveInThread } from './solver_thread.ts';

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

  const question = coverQuestion(plan, matrix, aim, left_out, { total_weight, served_weight });
  const answer =
    question === null && rules.forced.length === 0
      ? null
      : await solved(question ?? { matrix, problem: mclp(plan, rules.forced.length, 0) }, options, plan);
  const ranked = withoutIdle(plan, rankSites(matrix, answer?.chosen ?? [], plan.limit), options);
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

/**
 * Without the sites that serve nobody the others do not: more may be asked for than the town can use. Those that must be
 * built stay, and all stay where second cover counts, or where idle ones serve somebody together with others.
 */
function withoutIdle(plan: SitePlan, ranked: RankedSite[], { aim, rules }: ProposeOptions): RankedSite[] {
  if (aim.kind === 'count' && aim.backup_share > 0) return ranked;
  const forced = new Set(rules.forced);
  const useful = ranked.filter(({ site, first_served }) => first_served.length > 0 || forced.has(site));
  if (useful.length === ranked.length) return ranked;
  const servedBy = (sites: RankedSite[]) => {
    const chosen = sites.map(({ site }) => site);
    return plan.servedTogether(chosen).length + plan.madeSure(chosen).length;
  };
  return servedBy(useful) === servedBy(ranked) ? useful : ranked;
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

export function refuseContradictions({ aim, rules: { forced, forbidden } }: ProposeOptions): void {
  if (forced.some((site) => forbidden.includes(site))) {
    throw new BadInput('forced-and-forbidden', 'A candidate is both in --force and in --forbid');
  }
  if (aim.kind === 'count' && aim.sites < forced.length) {
    throw new BadInput('too-few-sites', `--count is ${aim.sites}, --force names ${forced.length}`);
  }
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

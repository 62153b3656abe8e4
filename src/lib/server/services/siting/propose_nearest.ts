import { BadInput } from '../../../contract/errors.ts';
import { unservable, type FacilityMatrix, type SiteRules } from '../../../domain/siting/facility_matrix.ts';
import { rankNearest } from '../../../domain/siting/rank_nearest.ts';
import { withoutDemand } from './cover_question.ts';
import { refuseContradictions, weighing } from './propose_sites.ts';
import type { ProposeOptions, SiteProposal, Ways } from './site_proposal.ts';
import type { NearestDemand, SitePlan } from './site_plan.ts';
import { solveInThread } from './solver_thread.ts';

/** What a cost is off by where it is worked out in two ways: one millimetre, one millisecond, and the last digits. */
const ROUNDING = 0.0011;

/**
 * Chooses the sites that bring the mean or the worst way to the nearest down most; what stands is kept and counts. Demand
 * that neither what stands nor any allowed candidate serves is left out of the sum and named as unservable.
 */
export async function proposeNearest(plan: SitePlan, options: ProposeOptions): Promise<SiteProposal> {
  const { aim, rules, limit_s, signal, onStanding, minimise = 'mean' } = options;
  const { standing, standingAfter } = plan.nearest!;
  refuseContradictions(options);
  if (aim.kind !== 'count' || aim.backup_share > 0) {
    throw new BadInput('minimise-without-count', '--minimise mean and worst go with --count alone');
  }
  const { weigh, weightOf } = weighing(plan, options);
  const matrix: FacilityMatrix = { ...plan.pairs, weight: Float64Array.from(plan.short, weightOf) };
  const left_out = unservable(matrix, Infinity, rules).filter((demand) => standing[demand] === Infinity);
  const gone = new Set(left_out);
  const asked = withoutDemand(withStanding(matrix, standing), left_out);

  const kept = matrix.site_count;
  const forced = Uint32Array.of(...rules.forced, kept);
  const problem = {
    kind: minimise === 'mean' ? ('pmedian' as const) : ('pcenter' as const),
    sites: Math.min(aim.sites, matrix.site_count) + 1,
  };
  const nothing = asked.demand_count === 0 || (matrix.site.length === 0 && rules.forced.length === 0);
  const answer = nothing
    ? null
    : await solveInThread(asked, problem, {
        rules: { forced, forbidden: rules.forbidden },
        limit_s,
        signal,
        onStanding: (so_far) =>
          onStanding?.({ ...so_far, chosen: so_far.chosen.filter((site) => site !== kept) }),
      }).catch(async (error: Error) => {
        if (error.name !== 'Unsolvable') throw error;
        const least = await leastSites(asked, aim.sites, { forced, forbidden: rules.forbidden });
        throw new BadInput(
          'cannot-serve',
          `--count ${aim.sites} leaves buildings that no way leads to, neither from what stands nor from these: ` +
            `it takes ${least} at least`,
          null,
          null,
          least,
        );
      });
  const chosen = (answer?.chosen ?? []).filter((site) => site !== kept);
  const measure = {
    kind: minimise,
    // Nothing is to be gained for what is left out.
    standing: standing.map((cost, demand) => (gone.has(demand) ? 0 : cost)),
  };
  const { ranked, gains, cost } = rankNearest(matrix, chosen, measure);
  const edits = plan.edits(ranked.map(({ site }) => site));
  const final = cost.map((each, demand) => (gone.has(demand) ? Infinity : each));
  const within = (costs: Float64Array) =>
    matrix.weight.reduce((sum, weight, demand) => sum + (costs[demand] <= plan.limit ? weight : 0), 0);
  return {
    plan,
    aim,
    weigh,
    risks: weigh === 'risk' ? options.risks! : null,
    matrix,
    measure,
    rules,
    answer: answer && { ...answer, chosen },
    ranked,
    budget: gains,
    edits,
    made_sure: [],
    unservable: left_out,
    together: [],
    total_weight: matrix.weight.reduce((sum, weight) => sum + weight, 0),
    served_weight: within(standing),
    way: {
      kind: minimise,
      before: waysOf(matrix.weight, standing),
      after: waysOf(matrix.weight, final),
      cost: final,
    },
    check: checked(plan, standingAfter(edits), final, gone),
  };
}

/** How many it takes at least before everybody has a way to one at all, what stands among them. */
async function leastSites(matrix: FacilityMatrix, sites: number, rules: SiteRules): Promise<number> {
  const problem = { kind: 'lscp' as const, radius: Infinity, share: 1 };
  const { bound } = await solveInThread(matrix, problem, { rules, limit_s: 10 });
  return Math.max(Math.ceil(bound - 1e-6) - 1, sites + 1);
}

/** What stands as one site more, the last; it serves whom it serves at what it costs. */
function withStanding(matrix: FacilityMatrix, standing: Float64Array): FacilityMatrix {
  const { demand_count, site_count, weight } = matrix;
  const first = new Uint32Array(demand_count + 1);
  for (let demand = 0; demand < demand_count; demand++) {
    const own = matrix.first[demand + 1] - matrix.first[demand];
    first[demand + 1] = first[demand] + own + (standing[demand] < Infinity ? 1 : 0);
  }
  const site = new Uint32Array(first[demand_count]);
  const cost = new Float64Array(first[demand_count]);
  for (let demand = 0; demand < demand_count; demand++) {
    const [from, end] = [matrix.first[demand], matrix.first[demand + 1]];
    site.set(matrix.site.subarray(from, end), first[demand]);
    cost.set(matrix.cost.subarray(from, end), first[demand]);
    if (standing[demand] === Infinity) continue;
    site[first[demand + 1] - 1] = site_count;
    cost[first[demand + 1] - 1] = standing[demand];
  }
  return { demand_count, site_count: site_count + 1, first, site, cost, weight };
}

function waysOf(weight: Float64Array, cost: Float64Array): Ways {
  let [sum, weights, worst, none] = [0, 0, 0, 0];
  cost.forEach((each, demand) => {
    if (each === Infinity) return none++;
    sum += weight[demand] * each;
    weights += weight[demand];
    worst = Math.max(worst, each);
  });
  return {
    mean: weights > 0 ? sum / weights : null,
    worst: none < cost.length ? worst : null,
    none,
  };
}

/** Looks at the ways again in a fresh run with everything built: each must be what the pairs promise. */
function checked(
  plan: SitePlan,
  after: Float64Array,
  promised: Float64Array,
  left_out: ReadonlySet<number>,
): SiteProposal['check'] {
  const served = (costs: NearestDemand['standing']) => costs.filter((cost) => cost <= plan.limit).length;
  const differing = plan.short.filter((_, demand) =>
    left_out.has(demand)
      ? after[demand] !== Infinity
      : !(Math.abs(after[demand] - promised[demand]) <= ROUNDING),
  );
  return {
    agrees: differing.length === 0,
    served_before: served(plan.nearest!.standing),
    served_after: served(after),
    differing,
  };
}

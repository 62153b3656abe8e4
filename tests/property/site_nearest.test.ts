import { describe, expect, it } from 'vitest';
import { gainOf } from '../../src/lib/domain/siting/gain_at.ts';
import { planSites, propose } from '../../src/lib/server/services/siting/answer_question.ts';
import type { NearestKind, SiteProposal } from '../../src/lib/server/services/siting/site_proposal.ts';
import type { SiteKind, SitePlan } from '../../src/lib/server/services/siting/site_plan.ts';
import { randomTown } from '../support/random_town.ts';

const NO_RULES = { forced: new Uint32Array(), forbidden: new Uint32Array() };
const options = {
  vehicle: 'pumper' as const,
  cutoff_s: 300,
  turnout_s: null,
  in_area: () => true,
  progress: () => undefined,
};

/** Every choice of two of the candidates, tried on the pairs and on what stands. */
function bestOfTwo({ matrix, plan, unservable }: SiteProposal, kind: NearestKind): number {
  const { standing } = plan.nearest!;
  const left_out = new Set(unservable);
  const rows = Array.from({ length: matrix.demand_count }, (_, demand) => {
    const row = new Float64Array(matrix.site_count).fill(Infinity);
    for (let pair = matrix.first[demand]; pair < matrix.first[demand + 1]; pair++) {
      row[matrix.site[pair]] = matrix.cost[pair];
    }
    return row;
  });
  let best = Infinity;
  for (let a = 0; a < matrix.site_count; a++) {
    for (let b = a; b < matrix.site_count; b++) {
      let [sum, worst] = [0, 0];
      rows.forEach((row, demand) => {
        if (left_out.has(demand)) return;
        const cost = Math.min(standing[demand], row[a], row[b]);
        sum += matrix.weight[demand] * cost;
        worst = Math.max(worst, cost);
      });
      best = Math.min(best, kind === 'mean' ? sum : worst);
    }
  }
  return best;
}

const CASES = (['hydrant', 'micro-station'] as const).flatMap((what) =>
  (['mean', 'worst'] as const).flatMap((kind) =>
    [1, 2, 3, 4, 5].map((seed) => [what, kind, seed] as [SiteKind, NearestKind, number]),
  ),
);

describe('two sites for the nearest way, in random towns', () => {
  it.each(CASES)('%s, %s, seed %i: as every choice tried, and as judged again', async (what, kind, seed) => {
    const town = randomTown(seed, { points: 14, ways: 20, houses: 25 });
    const plan = planSites(town, what, kind, options);
    const asked = { aim: { kind: 'count' as const, sites: 2, backup_share: 0 }, minimise: kind };
    const proposal = await answered(plan, asked);
    if (proposal === null || proposal.answer === null) return expect(anyNew(plan)).toBe(proposal === null);
    const { answer, matrix, ranked, measure, check } = proposal;
    expect(answer.proven).toBe(true);
    expect(answer.objective).toBeCloseTo(bestOfTwo(proposal, kind), 6);
    expect(check).toMatchObject({ agrees: true, differing: [] });
    for (const { site } of ranked) {
      const others = ranked.map((each) => each.site).filter((each) => each !== site);
      const gain = gainOf(matrix, measure, NO_RULES, others, site);
      const best = gainOf(
        matrix,
        measure,
        NO_RULES,
        ranked.map((each) => each.site),
        site,
      );
      expect(best.gain_after).toBe(gain.gain_after);
    }
  });
});

const anyNew = ({ pairs }: SitePlan) => pairs.site_count > 0;

/** Null where two sites leave somebody without any way. */
async function answered(plan: SitePlan, asked: Pick<Parameters<typeof propose>[1], 'aim' | 'minimise'>) {
  try {
    return await propose(plan, { ...asked, weigh: 'buildings', rules: NO_RULES, limit_s: 20 });
  } catch (error) {
    expect((error as Error).message).toMatch(/it takes \d+ at least/);
    return null;
  }
}

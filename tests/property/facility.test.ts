import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { servedBy } from '../../src/lib/domain/siting/facility_check.ts';
import type { FacilityMatrix, SiteRules } from '../../src/lib/domain/siting/facility_matrix.ts';
import { solveFacility, type FacilityProblem } from '../../src/lib/server/services/siting/solve_facility.ts';
import { Unsolvable } from '../../src/lib/server/services/siting/unsolvable.ts';

const RADIUS = 5;

interface Instance {
  matrix: FacilityMatrix;
  rules: SiteRules;
  sites: number;
}

/** Whole costs 0-9, so that ties are common; null: cannot serve. */
const instances: fc.Arbitrary<Instance> = fc
  .record({
    site_count: fc.integer({ min: 1, max: 12 }),
    demand_count: fc.integer({ min: 1, max: 14 }),
    sparse: fc.boolean(),
  })
  .chain(({ site_count, demand_count, sparse }) =>
    fc.record({
      costs: fc.array(
        fc.array(
          sparse ? fc.option(fc.integer({ min: 0, max: 9 }), { freq: 1 }) : fc.integer({ min: 0, max: 9 }),
          { minLength: site_count, maxLength: site_count },
        ),
        { minLength: demand_count, maxLength: demand_count },
      ),
      weight: fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(2.5)), {
        minLength: demand_count,
        maxLength: demand_count,
      }),
      rule: fc.array(fc.constantFrom(0, 0, 0, 0, 1, -1), { minLength: site_count, maxLength: site_count }),
      sites: fc.integer({ min: 1, max: site_count }),
    }),
  )
  .map(instanceOf);

/**
 * What makes solvers stumble: sites that are the same, costs at the radius and a hair beyond it, costs of a thousand
 * million, weights of tenths and thirds that no binary number is, none at all, all sites or none chosen.
 */
const odd_instances: fc.Arbitrary<Instance> = fc
  .record({
    site_count: fc.integer({ min: 1, max: 6 }),
    demand_count: fc.integer({ min: 1, max: 12 }),
    twins: fc.boolean(),
  })
  .chain(({ site_count, demand_count, twins }) =>
    fc
      .record({
        costs: fc.array(
          fc.array(fc.constantFrom(0, 0.1, 0.1 + 0.2, RADIUS, RADIUS + 1e-9, 7, 1e9, null), {
            minLength: site_count,
            maxLength: site_count,
          }),
          { minLength: demand_count, maxLength: demand_count },
        ),
        weight: fc.oneof(
          fc.array(fc.constantFrom(0, 0.1, 0.2, 0.7, 1 / 3, 2000), {
            minLength: demand_count,
            maxLength: demand_count,
          }),
          fc.constant(Array<number>(demand_count).fill(0)),
        ),
        rule: fc.array(fc.constantFrom(0, 0, 0, 0, 1, -1), { minLength: site_count, maxLength: site_count }),
        sites: fc.integer({ min: 0, max: site_count }),
      })
      .map((one) =>
        twins
          ? {
              ...one,
              costs: one.costs.map((row) => [...row, ...row]),
              rule: [...one.rule, ...one.rule.map(() => 0)],
            }
          : one,
      ),
  )
  .map(instanceOf);

interface Drawn {
  costs: (number | null)[][];
  weight: number[];
  rule: number[];
  sites: number;
}

function instanceOf({ costs, weight, rule, sites }: Drawn): Instance {
  const first = new Uint32Array(costs.length + 1);
  const site: number[] = [];
  const cost: number[] = [];
  costs.forEach((row, d) => {
    row.forEach((value, s) => {
      if (value === null) return;
      site.push(s);
      cost.push(value);
    });
    first[d + 1] = site.length;
  });
  const where = (wanted: number) => Uint32Array.from(rule.flatMap((r, s) => (r === wanted ? [s] : [])));
  const forced = where(1);
  return {
    matrix: {
      demand_count: costs.length,
      site_count: rule.length,
      first,
      site: Uint32Array.from(site),
      cost: Float64Array.from(cost),
      weight: Float64Array.from(weight),
    },
    rules: { forced, forbidden: where(-1) },
    sites: Math.max(sites, forced.length),
  };
}

/** Every choice the rules allow, of any size up to `most`. */
function* choices({ matrix, rules }: Instance, most: number): Generator<number[]> {
  for (let bits = 0; bits < 1 << matrix.site_count; bits++) {
    const chosen = Array.from({ length: matrix.site_count }, (_, s) => s).filter((s) => bits & (1 << s));
    const allowed =
      rules.forced.every((s) => bits & (1 << s)) && !rules.forbidden.some((s) => bits & (1 << s));
    if (allowed && chosen.length <= most) yield chosen;
  }
}

/** The best by trying everything: null where no choice serves all. */
function bruteForce(instance: Instance, problem: FacilityProblem): number | null {
  const { matrix } = instance;
  const total = matrix.weight.reduce((sum, weight) => sum + weight, 0);
  let best: number | null = null;
  const most = 'sites' in problem ? problem.sites : matrix.site_count;
  for (const chosen of choices(instance, most)) {
    const served = servedBy(matrix, chosen, 'radius' in problem ? problem.radius : Infinity);
    const value = {
      mclp: () =>
        -(served.covered + ('backup_share' in problem ? problem.backup_share : 0) * served.covered_twice),
      lscp: () => {
        const share = 'share' in problem ? problem.share : 1;
        const serves = share < 1 ? served.covered >= share * total - 1e-9 : served.uncovered === 0;
        return serves ? chosen.length : Infinity;
      },
      pmedian: () => served.weighted_cost,
      pcenter: () => served.largest_cost,
    }[problem.kind]();
    if (value < (best ?? Infinity)) best = value;
  }
  return best === null ? null : problem.kind === 'mclp' ? -best : best;
}

const KINDS: Record<string, (sites: number) => FacilityProblem> = {
  'maximal covering': (sites) => ({ kind: 'mclp', sites, radius: RADIUS, backup_share: 0 }),
  'backup cover': (sites) => ({ kind: 'mclp', sites, radius: RADIUS, backup_share: 0.4 }),
  'set covering': () => ({ kind: 'lscp', radius: RADIUS, share: 1 }),
  'covering a share': () => ({ kind: 'lscp', radius: RADIUS, share: 0.8 }),
  'p-median': (sites) => ({ kind: 'pmedian', sites }),
  'p-centre': (sites) => ({ kind: 'pcenter', sites }),
};

/** Equal to a millionth: sums of weights and costs are off by their last digits. */
const near = (seen: number, expected: number) => Math.abs(seen - expected) <= 1e-6 * Math.max(1, expected);

describe.each([
  ['drawn from few costs', instances],
  ['with odd values', odd_instances],
] as const)('siting equals trying everything, %s', (_, drawn) => {
  it.each(Object.keys(KINDS))('%s', async (name) => {
    await fc.assert(
      fc.asyncProperty(drawn, async (instance) => {
        const problem = KINDS[name](instance.sites);
        const expected = bruteForce(instance, problem);
        const solving = solveFacility(instance.matrix, problem, { rules: instance.rules, limit_s: 20 });
        if (expected === null) {
          await expect(solving).rejects.toBeInstanceOf(Unsolvable);
          return;
        }
        const answer = await solving;
        expect(near(answer.objective, expected), `${answer.objective}, expected ${expected}`).toBe(true);
        expect(answer).toMatchObject({ proven: true, gap: 0 });
        expect(near(answer.bound, expected), `bound ${answer.bound}, expected ${expected}`).toBe(true);
        if ('sites' in problem) expect(answer.chosen.length).toBeLessThanOrEqual(problem.sites);
        expect(new Set(answer.chosen).size).toBe(answer.chosen.length);
        for (const site of instance.rules.forced) expect(answer.chosen).toContain(site);
        for (const site of instance.rules.forbidden) expect(answer.chosen).not.toContain(site);
      }),
      { numRuns: 150 },
    );
  });
});

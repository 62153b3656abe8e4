import { expect, it } from 'vitest';
import { gainOf } from '../../src/lib/domain/siting/gain_at.ts';
import { proposeSites } from '../../src/lib/server/services/siting/propose_sites.ts';
import type { SiteAim } from '../../src/lib/server/services/siting/site_proposal.ts';
import { planHydrants } from '../../src/lib/server/services/siting/site_hydrants.ts';
import { askingBuildings } from '../../src/lib/server/services/water/asked_flow.ts';
import { randomTown } from '../support/random_town.ts';

const NO_RULES = { forced: new Uint32Array(), forbidden: new Uint32Array() };
const AIMS: SiteAim[] = [
  { kind: 'count', sites: 3, backup_share: 0 },
  { kind: 'count', sites: 4, backup_share: 0.5 },
  { kind: 'all' },
];
const CASES = Array.from({ length: 12 }, (_, seed) => [seed, AIMS[seed % AIMS.length]] as const);
const seen = { askers: 0, several: 0 };

it.each(CASES)(
  'a run with the hydrants built serves exactly whom the pairs promise, large buildings among them: town %i, %j',
  async (seed, aim) => {
    const town = randomTown(seed);
    const plan = planHydrants(town, {
      vehicle: 'pumper',
      cutoff_s: 300,
      turnout_s: null,
      in_area: () => true,
      progress: () => undefined,
      along: 'streets',
    });
    const asking = new Set(askingBuildings(town).building);
    seen.askers += plan.short.filter((building) => asking.has(building)).length;
    seen.several += plan.needs_several.length;
    const proposal = await proposeSites(plan, { aim, weigh: 'buildings', rules: NO_RULES, limit_s: 20 });
    const { check, ranked, matrix, measure, answer } = proposal;
    expect(check).toMatchObject({ agrees: true, differing: [] });
    if (answer === null || aim.kind !== 'count' || ranked.length === 0) return;
    // What the last one adds by "why not here" is what a choice that must hold it has over one without it.
    const chosen = ranked.map(({ site }) => site);
    const others = chosen.slice(0, -1);
    const solvedWith = async (forced: number[]) =>
      (
        await proposeSites(plan, {
          aim: { ...aim, sites: forced.length },
          weigh: 'buildings',
          rules: { ...NO_RULES, forced: Uint32Array.from(forced) },
          limit_s: 20,
        })
      ).answer!.objective;
    const without = others.length === 0 ? 0 : await solvedWith(others);
    const { gain_after } = gainOf(matrix, measure, NO_RULES, others, chosen.at(-1)!);
    expect(gain_after).toBeCloseTo((await solvedWith(chosen)) - without, 9);
  },
);

it('had large buildings among its demand, some of which ask for several hydrants', () => {
  expect(seen.askers).toBeGreaterThan(0);
  expect(seen.several).toBeGreaterThan(0);
});

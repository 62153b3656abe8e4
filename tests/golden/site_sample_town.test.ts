import { describe, expect, it } from 'vitest';
import { proposeSites } from '../../src/lib/server/services/siting/propose_sites.ts';
import type { SiteAim } from '../../src/lib/server/services/siting/site_proposal.ts';
import { planHydrants } from '../../src/lib/server/services/siting/site_hydrants.ts';
import type { SitePlan, SitePlanOptions } from '../../src/lib/server/services/siting/site_plan.ts';
import { planStations } from '../../src/lib/server/services/siting/site_stations.ts';
import { sampleTown } from '../support/town_of_file.ts';

const asked = (more: Pick<SitePlanOptions, 'vehicle' | 'cutoff_s'>): SitePlanOptions => ({
  turnout_s: null,
  in_area: () => true,
  progress: () => undefined,
  ...more,
});
const { town } = sampleTown();

/** Some of the candidates, spread over the town; those that stand at obstacles and narrow streets come up among them. */
const some = ({ candidates }: SitePlan, count: number) =>
  Array.from({ length: count }, (_, k) => Math.floor(((k + 0.5) * candidates.length) / count));

/** Whom one candidate serves by its pairs, and whom a whole run with it built finds served. */
function comparedAlone(plan: SitePlan, candidate: number) {
  const { first, site } = plan.pairs;
  const paired = plan.short.filter((_, demand) =>
    site.subarray(first[demand], first[demand + 1]).includes(candidate),
  );
  const sure = plan.madeSure([candidate]);
  const after = plan.servedAfter(plan.edits([candidate]));
  const found = (state: string) =>
    [...plan.state.keys()].filter((building) => plan.state[building] === state && after[building]);
  return { promised: [paired, sure], found: [found('short'), found('unknown')] };
}

const PLANS = [
  ['hydrants', () => planHydrants(town, asked({ vehicle: 'pumper', cutoff_s: 300 }))],
  ['micro stations', () => planStations(town, asked({ vehicle: 'mini', cutoff_s: 180 }))],
  ['micro stations on a small vehicle', () => planStations(town, asked({ vehicle: 'trike', cutoff_s: 90 }))],
] as const;

describe.each(PLANS)('%s for the sample town', (_, planned) => {
  const plan = planned();

  it(
    'serves alone, from each of several places, exactly whom a whole run finds',
    { timeout: 120_000 },
    () => {
      expect(plan.candidates.length).toBeGreaterThan(10);
      for (const candidate of some(plan, 6)) {
        const { promised, found } = comparedAlone(plan, candidate);
        expect(found, `candidate ${candidate}`).toEqual(promised);
      }
    },
  );

  const AIMS: SiteAim[] = [
    { kind: 'count', sites: 3, backup_share: 0 },
    { kind: 'count', sites: 3, backup_share: 0.5 },
    { kind: 'all' },
  ];
  it.each(AIMS)('chooses for %j what a whole run confirms', { timeout: 120_000 }, async (aim) => {
    const proposal = await proposeSites(plan, {
      aim,
      weigh: null,
      rules: { forced: new Uint32Array(), forbidden: new Uint32Array() },
      limit_s: 15,
    });
    const { answer, ranked, check, made_sure, budget } = proposal;
    const gained = ranked.reduce((sum, { first_served }) => sum + first_served.length, 0);
    expect(gained).toBeGreaterThan(0);
    expect(check).toMatchObject({ agrees: true, differing: [] });
    expect(check.served_after).toBe(check.served_before + gained + made_sure.length);
    expect(answer!.proven).toBe(true);
    if (aim.kind === 'all') expect(gained + proposal.unservable.length).toBe(plan.short.length);
    for (let k = 1; k < budget.length; k++) expect(budget[k]).toBeGreaterThanOrEqual(budget[k - 1]);
  });
});

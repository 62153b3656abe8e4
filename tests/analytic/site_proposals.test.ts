import { describe, expect, it } from 'vitest';
import { proposeSites } from '../../src/lib/server/services/siting/propose_sites.ts';
import type { ProposeOptions, SiteAim } from '../../src/lib/server/services/siting/site_proposal.ts';
import { planHydrants } from '../../src/lib/server/services/siting/site_hydrants.ts';
import type { SitePlan, SitePlanOptions } from '../../src/lib/server/services/siting/site_plan.ts';
import { planStations } from '../../src/lib/server/services/siting/site_stations.ts';
import { waterShortfall } from '../../src/lib/server/services/water/water_shortfall.ts';
import { degreesOf, madeTown, type MadeTown, type Place } from '../support/made_town.ts';

const asked = (more: Partial<SitePlanOptions> = {}): SitePlanOptions => ({
  vehicle: 'pumper',
  cutoff_s: 300,
  turnout_s: null,
  in_area: () => true,
  progress: () => undefined,
  ...more,
});
const propose = (plan: SitePlan, aim: SiteAim, more: Partial<ProposeOptions> = {}) =>
  proposeSites(plan, {
    aim,
    weigh: null,
    rules: { forced: new Uint32Array(), forbidden: new Uint32Array() },
    limit_s: 20,
    ...more,
  });
const count = (sites: number, backup_share = 0): SiteAim => ({ kind: 'count', sites, backup_share });

const street = (length_m: number, width_m = 6) => ({
  line: [
    [0, 0],
    [length_m, 0],
  ] as Place[],
  width_m,
});
const houses = (at_m: number[], people?: number[]): MadeTown['buildings'] =>
  at_m.map((x, i) => ({ at: [x, 5] as Place, people: people?.[i] }));

/** Metres east of the corner of each chosen site, best first. */
const places = ({ plan, ranked }: Awaited<ReturnType<typeof propose>>) =>
  ranked.map(({ site }) => {
    const [zero] = degreesOf([0, 0]);
    const [one] = degreesOf([1, 0]);
    return Math.round((plan.candidates[site].lon_deg - zero) / (one - zero));
  });
const costTo = (plan: SitePlan, demand: number, at_m: number) => {
  const [lon_deg] = degreesOf([at_m, 0]);
  const candidate = plan.candidates.findIndex((each) => Math.abs(each.lon_deg - lon_deg) < 1e-6);
  for (let pair = plan.pairs.first[demand]; pair < plan.pairs.first[demand + 1]; pair++) {
    if (plan.pairs.site[pair] === candidate) return plan.pairs.cost[pair];
  }
  return null;
};

/** A pumper's supply hose is 200 m; candidates stand every 20 m; each house's stop is the street in front of it. */
describe('where hydrants would help', () => {
  const town = (made: Partial<MadeTown>) =>
    madeTown({ streets: [street(2000)], stations: [{ at: [0, 0] }], ...made });

  it('measures hose from the kerb, half of 6 m and 0.5 m off, along the street to the stop', () => {
    const plan = planHydrants(town({ buildings: houses([105]) }), asked());
    expect(plan.short).toEqual([0]);
    expect(costTo(plan, 0, 300)).toBeCloseTo(195 + 3.5, 1);
    expect(costTo(plan, 0, 320)).toBeNull();
    expect(costTo(plan, 0, 0)).toBeCloseTo(105 + 3.5, 1);
  });

  it('serves houses 390 m apart with one, 420 m apart with two', async () => {
    const near = await propose(planHydrants(town({ buildings: houses([105, 495]) }), asked()), {
      kind: 'all',
    });
    expect(near.answer).toMatchObject({ objective: 1, bound: 1, proven: true });
    expect(places(near)).toEqual([300]);
    const far = await propose(planHydrants(town({ buildings: houses([100, 520]) }), asked()), {
      kind: 'all',
    });
    expect(far.answer).toMatchObject({ objective: 2, bound: 2, proven: true });
    for (const { check } of [near, far]) {
      expect(check).toMatchObject({ agrees: true, served_before: 0, served_after: 2 });
    }
  });

  it('ranks sites by what they add, and gives what each number of them gains', async () => {
    const plan = planHydrants(town({ buildings: houses([100, 110, 120, 900, 910, 1500]) }), asked());
    const found = await propose(plan, count(2));
    expect(found.answer).toMatchObject({ objective: 5, bound: 5, gap: 0, proven: true });
    expect(found.ranked.map(({ gain }) => gain)).toEqual([3, 2]);
    expect(found.budget).toEqual([3, 5]);
    expect(found.check).toMatchObject({ agrees: true, served_after: 5 });
  });

  it('builds none that serves nobody, however many are asked for, but those that must be', async () => {
    const plan = planHydrants(town({ buildings: houses([100, 900]) }), asked());
    const found = await propose(plan, count(5));
    expect(found.ranked.map(({ gain }) => gain)).toEqual([1, 1]);
    expect(found.check).toMatchObject({ agrees: true, served_after: 2 });
    const last = plan.candidates.length - 1;
    const rules = { forced: Uint32Array.of(last - 1, last), forbidden: new Uint32Array() };
    const forced = await propose(plan, count(5), { rules });
    expect(forced.ranked.map(({ gain }) => gain)).toEqual([1, 1, 0]);
    expect(forced.ranked.map(({ site }) => site)).toEqual(expect.arrayContaining([last - 1, last]));
  });

  it('weighs by people where all are known, and by buildings where asked to', async () => {
    const plan = planHydrants(town({ buildings: houses([100, 110, 900], [1, 1, 7]) }), asked());
    const people = await propose(plan, count(1));
    expect(people).toMatchObject({ weigh: 'people', answer: { objective: 7 } });
    expect(people.ranked[0].first_served).toEqual([2]);
    const buildings = await propose(plan, count(1), { weigh: 'buildings' });
    expect(buildings.answer!.objective).toBe(2);
  });

  it('keeps the hydrants that stand: what they serve is no demand, what nobody measured is apart', async () => {
    const made = town({
      buildings: houses([100, 900, 1500]),
      hydrants: [{ at: [100, 1] }, { at: [900, 1], flow_lps: null }],
    });
    const plan = planHydrants(made, asked());
    expect(plan.state).toEqual(['served', 'unknown', 'short']);
    const found = await propose(plan, count(1));
    expect(found.answer!.objective).toBe(1);
    expect(found.ranked[0].first_served.map((demand) => plan.short[demand])).toEqual([2]);
    expect(found.check).toMatchObject({ agrees: true, served_before: 1, served_after: 2 });
  });

  it('says who would be made sure of besides', async () => {
    const made = town({
      buildings: houses([100, 280, 1500]),
      hydrants: [{ at: [479, 1], flow_lps: null }],
    });
    const plan = planHydrants(made, asked());
    expect(plan.state).toEqual(['short', 'unknown', 'short']);
    const found = await propose(plan, count(1), {
      rules: { forced: Uint32Array.of(at(plan, 200)), forbidden: new Uint32Array() },
    });
    expect(places(found)).toEqual([200]);
    expect(found.made_sure).toEqual([1]);
    expect(found.check).toMatchObject({ agrees: true, served_before: 0, served_after: 2 });
  });

  it('houses that no truck gets to or that lie beyond its hose need water too, with and without a station, as water counts them', () => {
    for (const stations of [[{ at: [0, 0] as Place }], []]) {
      const made = madeTown({
        streets: [street(400), { line: [[400, 0] as Place, [900, 0] as Place], width_m: 1 }],
        stations,
        buildings: [{ at: [50, 5] }, { at: [50, 400] }, { at: [850, 5] }],
      });
      const plan = planHydrants(made, asked());
      expect(plan.state).toEqual(['short', 'short', 'short']);
      const [{ demand_short, hydrants_missing }] = waterShortfall(plan.run);
      expect(demand_short).toBe(plan.short.length);
      // The first two are fed from 50 m; 800 m farther on the third needs one of its own
      expect(hydrants_missing).toBe(2);
    }
  });

  it('the fewest that serve all are as many as water finds missing, without a station', async () => {
    const made = madeTown({ streets: [street(2000)], buildings: houses([100, 110, 900, 1500]) });
    const found = await propose(planHydrants(made, asked()), { kind: 'all' });
    const [{ hydrants_missing }] = waterShortfall(found.plan.run);
    expect(found.answer).toMatchObject({ objective: hydrants_missing, proven: true });
    expect(found.check).toMatchObject({ agrees: true, served_before: 0, served_after: 4 });
  });

  it('covers a share of all, what is served already included', async () => {
    const made = town({
      buildings: houses([100, 110, 120, 900, 1500]),
      hydrants: [{ at: [100, 1] }],
    });
    const four = await propose(planHydrants(made, asked()), { kind: 'share', share: 0.8 });
    expect(four.answer).toMatchObject({ objective: 1, proven: true });
    expect(four.check.served_after).toBe(4);
    const met = await propose(planHydrants(made, asked()), { kind: 'share', share: 0.6 });
    expect(met).toMatchObject({ answer: null, ranked: [], check: { agrees: true, served_after: 3 } });
    const all = await propose(planHydrants(made, asked()), { kind: 'share', share: 1 });
    expect(all.answer).toMatchObject({ objective: 2, proven: true });
  });

  it('does not build where it may not, and must where it must', async () => {
    const plan = planHydrants(town({ buildings: houses([100, 110, 900]) }), asked());
    const near = (x_m: number) =>
      Uint32Array.from(plan.candidates.keys()).filter((k) => Math.abs(at_m(plan, k) - x_m) <= 200);
    const forbidden = await propose(plan, count(1), {
      rules: { forced: new Uint32Array(), forbidden: near(105) },
    });
    expect(forbidden.answer!.objective).toBe(1);
    expect(forbidden.unservable).toEqual(Uint32Array.of(0, 1));
    const forced = await propose(plan, count(1), {
      rules: { forced: near(900).slice(0, 1), forbidden: new Uint32Array() },
    });
    expect(forced.ranked[0].first_served).toEqual([2]);
    await expect(
      propose(plan, count(1), { rules: { forced: Uint32Array.of(0), forbidden: Uint32Array.of(0) } }),
    ).rejects.toThrow('both');
  });
});

const at_m = (plan: SitePlan, k: number) => {
  const [zero] = degreesOf([0, 0]);
  const [one] = degreesOf([1, 0]);
  return (plan.candidates[k].lon_deg - zero) / (one - zero);
};
const at = (plan: SitePlan, x_m: number) =>
  plan.candidates.findIndex((_, k) => Math.abs(at_m(plan, k) - x_m) < 0.1);

/**
 * A mini goes 30 km/h on a side street, 25 m in 3 s, is out in 30 s and has 150 m of hose, 5 m of which lead from the
 * street to the door: a house d metres along the street is served after 30 + (d - 145) / (25 / 3) s.
 */
describe('where micro stations would help', () => {
  const mini = asked({ vehicle: 'mini', cutoff_s: 60 });
  const town = (made: Partial<MadeTown>) => madeTown({ streets: [street(3000)], ...made });

  it('counts the turn-out and the drive to where the hose reaches', () => {
    const plan = planStations(town({ buildings: houses([1000]) }), mini);
    expect(plan.short).toEqual([0]);
    expect(costTo(plan, 0, 1100)).toBeCloseTo(30, 2);
    expect(costTo(plan, 0, 1300)).toBeCloseTo(30 + (300 - 145) / (25 / 3), 1);
    expect(costTo(plan, 0, 1400)).toBeNull();
  });

  it('keeps the stations that stand, whatever they drive', async () => {
    const made = town({
      stations: [{ at: [0, 0], kind: 'brigade', vehicles: ['pumper'], turnout_s: 0 }],
      buildings: houses([300, 1400, 1500, 2600]),
    });
    const plan = planStations(made, mini);
    expect(plan.state).toEqual(['served', 'short', 'short', 'short']);
    const one = await propose(plan, count(1));
    expect(one.answer).toMatchObject({ objective: 2, bound: 2, proven: true });
    expect(one.check).toMatchObject({ agrees: true, served_before: 1, served_after: 3 });
    const all = await propose(plan, { kind: 'all' });
    expect(all.answer!.objective).toBe(2);
    expect(all.check.served_after).toBe(4);
  });

  it('does not count a street of unknown width as passed, and says whom it leaves out', async () => {
    const made = madeTown({
      streets: [street(1000), { line: [[1000, 0] as Place, [3000, 0] as Place], street_class: 'service' }],
      buildings: houses([500, 2500]),
    });
    const found = await propose(planStations(made, mini), { kind: 'all' });
    expect(found.unservable).toEqual(Uint32Array.of(1));
    expect(found.check).toMatchObject({ agrees: true, served_after: 1 });
  });

  it('gives second cover its worth', async () => {
    const plan = planStations(town({ buildings: houses([1000, 1010, 2500]) }), mini);
    const spread = await propose(plan, count(2));
    expect(spread.check.served_after).toBe(3);
    const doubled = await propose(plan, count(2, 1));
    expect(doubled.answer!.objective).toBe(4);
    expect(doubled.check.served_after).toBe(2);
  });
});

it('a building that a stream feeds in the wet season alone is short in the dry one', () => {
  const made = madeTown({
    streets: [street(400)],
    buildings: houses([100]),
    pools: [{ at: [110, 3], kind: 'suction_point', flow_lps: 30, season: 'not-in-drought' }],
  });
  expect(planHydrants(made, asked()).state).toEqual(['served']);
  expect(planHydrants(made, asked({ season: 'dry' })).state).toEqual(['short']);
});

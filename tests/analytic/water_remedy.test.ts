import { describe, expect, it } from 'vitest';
import { seconds } from '../../src/lib/domain/units/units.ts';
import { runCoverage } from '../../src/lib/server/services/coverage/run_coverage.ts';
import { buildingWater } from '../../src/lib/server/services/water/building_water.ts';
import { Remedies, type Remedy } from '../../src/lib/server/services/water/remedy.ts';
import type { Town } from '../../src/lib/server/services/town/load_town.ts';
import { madeTown, RULES, type MadeTown, type Place } from '../support/made_town.ts';

const runOf = (town: Town) =>
  runCoverage(town, { vehicle: 'pumper', cutoff_s: seconds(300), turnout_s: null, station_kinds: null });

function remedyOf(made: MadeTown, change: (town: Town) => Town = (town) => town): Remedy | null {
  const run = runOf(change(madeTown(made)));
  const waters = buildingWater(run);
  const remedies = new Remedies(run);
  expect(remedies.all(waters)).toEqual(waters.map((water, i) => remedies.of(i, water)));
  return remedies.of(0, waters[0]);
}

const STREET = {
  line: [
    [0, 0],
    [1600, 0],
  ] as Place[],
  width_m: 6,
};
const STATION = { at: [0, 0] as Place, tankers: 2, tanker_m3: 6 };
/** Stop at x = 400; hydrant at x = 900: 500 m of hose, 300 m more than a pumper carries for supply. */
const TOWN: MadeTown = {
  streets: [STREET],
  stations: [STATION],
  hydrants: [{ at: [900, 0], flow_lps: 20 }],
  buildings: [{ at: [400, 5] }],
};

const withHeights = (hydrant_m: number | null, building_m: number | null) => (town: Town) => ({
  ...town,
  hydrants: town.hydrants.map((hydrant) => ({ ...hydrant, ground_m: hydrant_m })),
  buildings: town.buildings.map((building) => ({ ...building, ground_m: building_m })),
});

describe('a house 500 m from the only hydrant', () => {
  // What it asks for is not known: one hydrant's 15 L/s (GB 55036-2022 3.0.3). A pump gives 8 L/s: 15 / 8 -> 2 lines of
  // 7.5 L/s. Friction of 65 mm hose: 0.035 x 7.5^2 / 20 = 0.09844 m a metre, 49.22 m over 500 m.
  // Head 0.6 MPa = 61.18 m, less 0.05 MPa = 5.10 m a stage: 56.08 m; less 0.2 MPa = 20.39 m at the end: 40.79 m.
  it('on level ground takes two pumps one behind the other in each of two lines', () => {
    // 49.22 > 40.79: 1 + ceil((49.22 - 40.79) / 56.08) = 2
    const remedy = remedyOf(TOWN)!;
    expect(remedy).toMatchObject({
      source: 0,
      asked_lps: 15,
      flow_lps: 15,
      relay: {
        kind: 'possible',
        heights: 'level',
        rise_m: null,
        plan: { lines: 2, stages: 2, pumps: 4, confidence: 'L' },
      },
    });
    expect(remedy.hose_m).toBeCloseTo(500, 1);
    if (remedy.relay.kind === 'possible') expect(remedy.relay.plan.hose_m).toBeCloseTo(1000, 1);
  });

  it.each([
    [12, 2, -10, 1],
    [2, 12, 10, 2],
    [0, 60, 60, 3],
  ])('from %s m up to %s m takes stages for a rise of %s m', (from_m, to_m, rise_m, stages) => {
    // -10: 39.2 <= 40.8, one; +10: 1 + ceil(18.4 / 56.1) = 2; +60: 1 + ceil(68.4 / 56.1) = 3
    expect(remedyOf(TOWN, withHeights(from_m, to_m))!.relay).toMatchObject({
      kind: 'possible',
      heights: 'known',
      rise_m,
      plan: { stages, pumps: 2 * stages },
    });
  });

  it('is reckoned level, and said so, where one of the heights is not on record', () => {
    expect(remedyOf(TOWN, withHeights(12, null))!.relay).toMatchObject({ heights: 'level', rise_m: null });
    expect(remedyOf(TOWN, withHeights(null, 90))!.relay).toMatchObject({ heights: 'level', rise_m: null });
  });

  it('gets what two tankers keep up over the streets', () => {
    // 500 m at 30 km/h = 60 s each way. 6 m3 less 10 % = 5,400 L: filled at 15 L/s in 360 s, emptied at 20 L/s in 270 s,
    // 60 s of manoeuvre each. Fleet: 2 x 5,400 / (420 + 60 + 330 + 60) = 12.41 L/s; filling in turn 12.86, emptying 16.36.
    const { shuttle } = remedyOf(TOWN)!;
    expect(shuttle).toMatchObject({
      kind: 'known',
      limited_by: 'fleet',
      enough: false,
      tankers: 2,
      confidence: 'L',
    });
    if (shuttle.kind !== 'known') throw new Error('expected a known flow');
    expect(shuttle.trip.out_s).toBeCloseTo(60, 1);
    expect(shuttle.trip.back_s).toBeCloseTo(60, 1);
    expect(shuttle.lps).toBeCloseTo((2 * 5400) / 870, 2);
  });

  it('drives round where a street is one-way', () => {
    // Back against the one-way street, a loop of 100 m up, 500 m along and 100 m down: 700 m, 84 s
    const loop: MadeTown = {
      ...TOWN,
      streets: [
        {
          ...STREET,
          line: [
            [0, 0],
            [400, 0],
          ],
        },
        {
          ...STREET,
          line: [
            [400, 0],
            [900, 0],
          ],
          oneway: 1,
        },
        {
          ...STREET,
          line: [
            [900, 0],
            [1600, 0],
          ],
        },
        {
          ...STREET,
          line: [
            [400, 0],
            [400, -100],
            [900, -100],
            [900, 0],
          ],
        },
      ],
      buildings: [{ at: [390, 5] }],
    };
    const { shuttle } = remedyOf(loop)!;
    if (shuttle.kind !== 'known') throw new Error('expected a known flow');
    expect(shuttle.trip.out_s).toBeCloseTo(710 / (30 / 3.6), 1);
    expect(shuttle.trip.back_s).toBeCloseTo(510 / (30 / 3.6), 1);
  });

  it('never has a flow made up: fleets not on record, no tankers, no rule', () => {
    const of = (station: Partial<MadeTown['stations'] extends (infer S)[] | undefined ? S : never>) =>
      remedyOf({ ...TOWN, stations: [{ ...STATION, ...station }] })!.shuttle;
    expect(of({ tankers: null })).toEqual({ kind: 'unknown', missing: 'fleet', at_most_lps: null });
    expect(of({ tanker_m3: null })).toEqual({ kind: 'unknown', missing: 'fleet', at_most_lps: null });
    expect(of({ tankers: 0, tanker_m3: null })).toEqual({
      kind: 'unknown',
      missing: 'no-tankers',
      at_most_lps: null,
    });
    const without =
      (...keys: string[]) =>
      (town: Town): Town => ({
        ...town,
        rules: {
          ...RULES,
          rules: Object.fromEntries(
            Object.entries(RULES.rules).filter(([key]) => !keys.includes(key)),
          ) as never,
        },
      });
    expect(remedyOf(TOWN, without('shuttle.fill_lps'))!.shuttle).toMatchObject({ missing: 'rule' });
    expect(remedyOf(TOWN, without('relay.most_m'))!.relay).toEqual({ kind: 'unknown' });
    expect(remedyOf(TOWN, without('relay.pump_flow_lps'))!.relay).toEqual({ kind: 'unknown' });
  });

  it('leaves the verdict as it is', () => {
    const { buildings } = runOf(madeTown(TOWN));
    expect(buildings[0]).toMatchObject({ verdict: 'no-water', water: { water: 'fail' } });
  });
});

describe('where a relay starts', () => {
  it('not farther than the rule set has it looked at, but tankers fetch it', () => {
    const far = remedyOf({ ...TOWN, hydrants: [{ at: [1450, 0], flow_lps: 20 }] })!;
    expect(far.relay).toEqual({ kind: 'too-far', most_m: 1000 });
    expect(far.shuttle).toMatchObject({ kind: 'known' });
  });

  it('at no source that is broken, weak or never measured', () => {
    expect(
      remedyOf({
        ...TOWN,
        hydrants: [
          { at: [700, 0], status: 'broken' },
          { at: [720, 0], flow_lps: 5 },
          { at: [740, 0], flow_lps: null },
        ],
      }),
    ).toBeNull();
  });

  it('nowhere where there is water already', () => {
    expect(remedyOf({ ...TOWN, hydrants: [{ at: [450, 2] }] })).toBeNull();
  });

  it('brings no more than the source gives, and asks for no more than is wanting', () => {
    // 1,000 m2 x 3 floors x 3 m = 9,000 m3, above 5,000 m3: 25 L/s, more than the hydrant's 20
    const school = { at: [400, 5] as Place, use: 'school', floors: 3 };
    const large = (made: MadeTown): Town => {
      const town = madeTown({ ...made, buildings: [school] });
      return { ...town, buildings: town.buildings.map((each) => ({ ...each, footprint_m2: 1000 })) };
    };
    const run = runOf(large(TOWN));
    const [water] = buildingWater(run);
    expect(water.requirement).toMatchObject({ kind: 'known', flow_lps: 25 });
    const alone = new Remedies(run).of(0, water)!;
    // 20 / 8 -> 3 lines
    expect(alone).toMatchObject({ asked_lps: 25, flow_lps: 20, relay: { plan: { lines: 3 } } });
    expect(alone.shuttle).toMatchObject({ kind: 'known', enough: false });

    // With one of 20 L/s at hand 5 L/s are wanting, and the relay starts beyond the hose
    const near = runOf(large({ ...TOWN, hydrants: [{ at: [450, 2] }, { at: [900, 0], flow_lps: 40 }] }));
    const [partly] = buildingWater(near);
    expect(partly.supply).toMatchObject({ known_lps: 20, verdict: 'fail' });
    expect(new Remedies(near).of(0, partly)).toMatchObject({
      source: 1,
      asked_lps: 5,
      flow_lps: 5,
      relay: { plan: { lines: 1 } },
    });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../../tests/support/made_town.ts';
import type { RuleSet } from '../rules/rule_set.ts';
import type { BuildingFlowRow } from '../rules/water_rules.ts';
import { requiredFlow, settlementFlow, type FireBuilding } from './required_flow.ts';

/**
 * Source: GB 50974-2014 3.3.2 (outdoor flow), 3.6.2 (duration), 3.2.2 (settlements), as recorded in
 * geodata/rules/cn.json. The standard itself could not be opened, and copies of table 3.3.2 disagree in its lower steps: check
 * the official text.
 */
const NOTHING: FireBuilding = {
  use: null,
  height_m: null,
  floors: null,
  footprint_m2: null,
  settlement: null,
};
const of = (building: Partial<FireBuilding>, rules: RuleSet = RULES) =>
  requiredFlow({ ...NOTHING, ...building }, rules);

describe('known requirements, worked by hand', () => {
  it('school of 5 storeys on 700 m2', () => {
    // height = 5 floors x 3 m = 15 m (estimated), not above 24 m, so a low public building
    // volume = 700 m2 x 15 m = 10,500 m3: above 5,000, not above 20,000 -> 25 L/s
    // duration: 15 m is not above 50 m -> 2 h
    // water = 25 L/s x 2 h x 3,600 s/h / 1,000 L/m3 = 180 m3
    expect(of({ use: 'public', floors: 5, footprint_m2: 700 })).toEqual({
      kind: 'known',
      flow_lps: 25,
      duration_h: 2,
      water_m3: 180,
      height_estimated: true,
      clauses: ['GB 50974-2014 3.3.2', 'GB 50974-2014 3.6.2'],
      confidence: 'L',
    });
  });

  it('a home asks for 15 L/s for 2 h at any height and volume, known or not', () => {
    // 15 x 2 x 3.6 = 108 m3
    for (const height_m of [null, 6, 90]) {
      expect(of({ use: 'home', height_m })).toMatchObject({
        flow_lps: 15,
        duration_h: 2,
        water_m3: 108,
        height_estimated: false,
      });
    }
  });

  // volume = footprint x 10 m; the limits are inclusive
  it.each([
    [500, 15],
    [500.1, 25],
    [2000, 25],
    [2000.1, 30],
    [5000, 30],
    [5000.1, 40],
  ])('low public building of 10 m on %d m2: %d L/s', (footprint_m2, flow_lps) => {
    expect(of({ use: 'public', height_m: 10, footprint_m2 })).toMatchObject({ flow_lps });
  });
});

describe('what is missing is named, never guessed', () => {
  it.each<[string, Partial<FireBuilding>, string[]]>([
    ['a use nobody recorded', { height_m: 9, footprint_m2: 100 }, ['use']],
    ['a public building of unknown height', { use: 'public', footprint_m2: 100 }, ['height']],
    ['and of unknown footprint', { use: 'public' }, ['height', 'footprint']],
    ['a known height without a footprint', { use: 'public', height_m: 9 }, ['footprint']],
    ['a tall public building, which the rule set has no row for', { use: 'public', height_m: 30 }, ['rule']],
    ['industry, neither', { use: 'industry', height_m: 9, footprint_m2: 500 }, ['rule']],
  ])('%s', (_, building, missing) => {
    expect(of(building)).toEqual({ kind: 'unknown', missing });
  });

  it('a rule set without the tables leaves everything unknown', () => {
    const { water: _, ...older } = RULES;
    expect(of({ use: 'home' }, older)).toEqual({ kind: 'unknown', missing: ['rule'] });
  });

  it('where villages have a row of their own, the settlement matters', () => {
    const rural: BuildingFlowRow = {
      use: 'home',
      tall: null,
      settlement: 'village',
      steps: [{ up_to_m3: null, flow_lps: 10 }],
      clause: 'made',
      force: 'shall',
      confidence: 'H',
    };
    const rules = {
      ...RULES,
      water: { ...RULES.water!, building_flow: [rural, ...RULES.water!.building_flow] },
    };
    expect(of({ use: 'home' }, rules)).toEqual({ kind: 'unknown', missing: ['settlement'] });
    expect(of({ use: 'home', settlement: 'village' }, rules)).toMatchObject({ flow_lps: 10 });
    expect(of({ use: 'home', settlement: 'town' }, rules)).toMatchObject({ flow_lps: 15 });
  });
});

it('a larger footprint or a greater height never asks for less', () => {
  const metres = fc.double({ min: 1, max: 24, noNaN: true });
  const footprint = fc.double({ min: 1, max: 20_000, noNaN: true });
  fc.assert(
    fc.property(metres, metres, footprint, footprint, (height_a, height_b, foot_a, foot_b) => {
      const flow = (height_m: number, footprint_m2: number) => {
        const asked = of({ use: 'public', height_m, footprint_m2 });
        if (asked.kind === 'unknown') throw new Error('expected a known requirement');
        return asked.flow_lps;
      };
      expect(flow(Math.max(height_a, height_b), Math.max(foot_a, foot_b))).toBeGreaterThanOrEqual(
        flow(Math.min(height_a, height_b), Math.min(foot_a, foot_b)),
      );
    }),
    { numRuns: 300 },
  );
});

// fires at once x flow of each, GB 50974-2014 3.2.2
it.each([
  [10_000, 1, 15, 15],
  [10_001, 1, 20, 20],
  [45_000, 2, 30, 60],
  [600_000, 3, 90, 270],
  [5_000_000, 3, 100, 300],
])('a settlement of %d people: %d x %d = %d L/s', (people, fires, flow_lps, total_lps) => {
  expect(settlementFlow(people, RULES.water)).toEqual({ fires, flow_lps, total_lps });
  expect(settlementFlow(null, RULES.water)).toBeNull();
});

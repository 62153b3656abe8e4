import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../../tests/support/made_town.ts';
import { judgeIntake, type NaturalIntake, type WaterSeason } from './natural_intake.ts';

/**
 * Source: GB 50974-2014 4.3.7, 4.4.3 to 4.4.7 (suction height <= 6.0 m, >= 15 m from buildings, 90-97 % of years) and
 * GB 55036-2022 3.0.3 (15 L/s), as recorded in geodata/rules/cn.json; GB 50974 could not be opened: check the official text.
 */
const INTAKE: NaturalIntake = {
  status: 'working',
  flow_lps: 15,
  suction_height_m: 6,
  truck_access: true,
  season: 'all-year',
  building_distance_m: 15,
  low_flow_guarantee: 0.9,
  settlement: 'town',
};
const judge = (change: Partial<NaturalIntake>, season: WaterSeason = 'dry') =>
  judgeIntake({ ...INTAKE, ...change }, season, RULES.rules);

it('every figure exactly at its limit', () => {
  expect(judge({})).toEqual({ usable: 'usable', failing: [], advice: [], unknown: [] });
});

describe('known to fail', () => {
  it.each<[Partial<NaturalIntake>, string]>([
    [{ flow_lps: 14.9 }, 'flow'],
    [{ suction_height_m: 6.1 }, 'suction-height'],
    [{ truck_access: false }, 'truck-access'],
    [{ building_distance_m: 14.9 }, 'building-distance'],
    [{ low_flow_guarantee: 0.89 }, 'low-flow-guarantee'],
    [{ status: 'broken' }, 'status'],
    [{ season: 'not-in-drought' }, 'season'],
  ])('%o', (change, check) => {
    expect(judge(change)).toMatchObject({ usable: 'unusable', failing: [check] });
  });
});

it('what is only advised does not make it unusable', () => {
  const key = 'intake.building_distance_m';
  const rules = { ...RULES.rules, [key]: { ...RULES.rules[key], force: 'should' as const } };
  expect(judgeIntake({ ...INTAKE, building_distance_m: 3 }, 'dry', rules)).toMatchObject({
    usable: 'usable',
    advice: ['building-distance'],
  });
});

describe('seasons', () => {
  it.each<[NaturalIntake['season'], WaterSeason, string]>([
    ['not-in-drought', 'wet', 'usable'],
    ['not-in-drought', 'frost', 'usable'],
    ['not-in-frost', 'dry', 'usable'],
    ['not-in-frost', 'frost', 'unusable'],
    [null, 'wet', 'usable'],
    [null, 'dry', 'unknown'],
    [null, 'frost', 'unknown'],
  ])('%s in the %s season: %s', (recorded, season, usable) => {
    expect(judge({ season: recorded }, season).usable).toBe(usable);
  });

  it('in a village, "all year" on record stands for a guarantee nobody measured; in a town it does not', () => {
    expect(judge({ settlement: 'village', low_flow_guarantee: null }).usable).toBe('usable');
    expect(judge({ settlement: 'town', low_flow_guarantee: null })).toMatchObject({
      usable: 'unknown',
      unknown: ['low-flow-guarantee'],
    });
  });
});

it('forgetting a figure never makes an intake usable', () => {
  const forgettable = [
    'flow_lps',
    'suction_height_m',
    'truck_access',
    'season',
    'building_distance_m',
    'low_flow_guarantee',
  ] as const;
  fc.assert(
    fc.property(
      fc.subarray([...forgettable]),
      fc.constantFrom<WaterSeason>('wet', 'dry', 'frost'),
      fc.boolean(),
      (forgotten, season, fails) => {
        const intake = { ...INTAKE, flow_lps: fails ? 3 : 15 };
        const before = judgeIntake(intake, season, RULES.rules).usable;
        const blank = Object.fromEntries(forgotten.map((name) => [name, null]));
        const after = judgeIntake({ ...intake, ...blank }, season, RULES.rules).usable;
        if (after === 'usable') expect(before).toBe('usable');
        if (forgotten.includes('flow_lps')) expect(after).toBe('unknown');
      },
    ),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../../tests/support/made_town.ts';
import { storeFor_m3, sustainedFlow_lps, villageStore, type Village } from './pool.ts';

describe('volume over duration', () => {
  it('100 m3 for 2 h', () => {
    // 100 m3 x 1,000 L/m3 = 100,000 L; 2 h x 3,600 s/h = 7,200 s; 100,000 / 7,200 = 13.888... L/s
    expect(sustainedFlow_lps(100, 2)).toBeCloseTo(13.8889, 4);
  });

  it('15 L/s for 2 h asks for 108 m3', () => {
    // 15 L/s x 7,200 s = 108,000 L = 108 m3
    expect(storeFor_m3(15, 2)).toBe(108);
  });

  it('one is the inverse of the other; more water gives more, longer fires get less', () => {
    const volume = fc.double({ min: 0, max: 10_000, noNaN: true });
    const hours = fc.double({ min: 0.1, max: 24, noNaN: true });
    fc.assert(
      fc.property(volume, volume, hours, hours, (volume_a, volume_b, hours_a, hours_b) => {
        expect(storeFor_m3(sustainedFlow_lps(volume_a, hours_a), hours_a)).toBeCloseTo(volume_a, 6);
        const [small, large] = [volume_a, volume_b].sort((a, b) => a - b);
        expect(sustainedFlow_lps(large, hours_a)).toBeGreaterThanOrEqual(sustainedFlow_lps(small, hours_a));
        const [short, long] = [hours_a, hours_b].sort((a, b) => a - b);
        expect(sustainedFlow_lps(volume_a, long)).toBeLessThanOrEqual(sustainedFlow_lps(volume_a, short));
      }),
    );
  });

  it('refuses what is no volume or duration', () => {
    expect(() => sustainedFlow_lps(-1, 2)).toThrow('-1 m3');
    expect(() => sustainedFlow_lps(1, 0)).toThrow('Duration 0 h');
    expect(() => storeFor_m3(NaN, 2)).toThrow('NaN L/s');
  });
});

/** Source: GB 50039-2010 5.0.5 to 5.0.7 and 5.0.x; the standard could not be opened: check the official text. */
describe('villages without mains', () => {
  const village: Village = {
    has_mains: false,
    pools: [],
    low_fire_resistance: null,
    natural_in_dry_season: 'none',
  };
  const pool = (volume_m3: number | null, status: 'working' | 'broken' | 'unknown' = 'working') => ({
    volume_m3,
    status,
  });
  const of = (change: Partial<Village>) => villageStore({ ...village, ...change }, RULES.rules);

  it('30 m3 of 100 m3: 70 m3 and one place missing', () => {
    // need 100, held 30, missing 100 - 30 = 70; places = ceil(70 / 100) = 1
    expect(of({ pools: [pool(30)] })).toEqual({
      kind: 'asked',
      need_m3: 100,
      held_m3: 30,
      to_measure: 0,
      missing_m3: 70,
      places_missing: 1,
      met_by: null,
    });
  });

  it('timber villages ask for 200 m3', () => {
    expect(of({ low_fire_resistance: true, pools: [pool(150)] })).toMatchObject({
      need_m3: 200,
      missing_m3: 50,
    });
  });

  it('broken, unchecked and unmeasured pools hold nothing; the last two are to be measured', () => {
    expect(of({ pools: [pool(500, 'broken'), pool(500, 'unknown'), pool(null)] })).toMatchObject({
      held_m3: 0,
      missing_m3: 100,
      to_measure: 2,
    });
  });

  it('natural water usable in the dry season needs no further place; unmeasured natural water does', () => {
    expect(of({ natural_in_dry_season: 'usable' })).toMatchObject({ places_missing: 0, met_by: 'natural' });
    expect(of({ natural_in_dry_season: 'unknown' })).toMatchObject({ places_missing: 1, to_measure: 1 });
    expect(of({ natural_in_dry_season: 'unusable' })).toMatchObject({ places_missing: 1, to_measure: 0 });
  });

  it('mains, and mains nobody recorded', () => {
    expect(of({ has_mains: true })).toEqual({ kind: 'mains' });
    expect(of({ has_mains: null })).toEqual({ kind: 'unknown', missing: ['mains'] });
    expect(villageStore(village, {})).toEqual({ kind: 'unknown', missing: ['rule'] });
  });
});

import { describe, expect, it } from 'vitest';
import { seconds } from '../../src/lib/domain/units/units.ts';
import { runCoverage } from '../../src/lib/server/services/coverage/run_coverage.ts';
import { waterShortfall } from '../../src/lib/server/services/water/water_shortfall.ts';
import { madeTown, type MadeTown, type Place } from '../support/made_town.ts';

function shortfall(made: MadeTown) {
  const run = runCoverage(madeTown(made), {
    vehicle: 'pumper',
    cutoff_s: seconds(300),
    turnout_s: null,
    station_kinds: null,
  });
  return waterShortfall(run);
}

const village = (id: number, has_mains: boolean | null): MadeTown['areas'] => [
  { id, parent_id: null, name: 'made', kind: 'village', population: null, has_mains },
];
const street = (length_m: number) => ({
  line: [
    [0, 0],
    [length_m, 0],
  ] as Place[],
  width_m: 6,
});
const houses = (at_m: number[], area_id = 1) => at_m.map((x) => ({ at: [x, 5] as Place, area_id }));

/** The supply hose of a pumper is 200 m, so one hydrant serves 400 m of street; candidates stand every 20 m. */
describe('hydrants missing', () => {
  it('one hydrant serves houses 390 m apart, two are needed for 420 m', () => {
    const of = (at_m: number[]) =>
      shortfall({
        streets: [street(2000)],
        stations: [{ at: [0, 0] }],
        areas: village(1, true),
        buildings: houses(at_m),
      })[0];
    expect(of([105, 495])).toMatchObject({
      demand: 2,
      demand_short: 2,
      hydrants_missing: 1,
      missing_bound: 1,
    });
    expect(of([100, 520])).toMatchObject({
      demand: 2,
      demand_short: 2,
      hydrants_missing: 2,
      missing_bound: 2,
    });
  });

  it('proposes the point between them', () => {
    const [{ proposed }] = shortfall({
      streets: [street(2000)],
      stations: [{ at: [0, 0] }],
      areas: village(1, true),
      buildings: houses([105, 495]),
    });
    expect(proposed).toHaveLength(1);
    expect(proposed[0]).toMatchObject({ buildings: 2, candidate: { along_mm: 300_000 } });
  });

  it('water in reach that was never measured is to be tested, not doubled', () => {
    const [area] = shortfall({
      streets: [street(1000)],
      stations: [{ at: [0, 0] }],
      hydrants: [{ at: [500, 0], status: 'unknown', flow_lps: null, pressure_mpa: null, area_id: 1 }],
      areas: village(1, true),
      buildings: houses([450, 900]),
    });
    expect(area).toMatchObject({ unknown: 1, total: 1, demand: 2, demand_short: 1, hydrants_missing: 1 });
  });

  it('a broken hydrant helps nobody; houses outside every area stand in a row of their own', () => {
    const areas = shortfall({
      streets: [street(1000)],
      stations: [{ at: [0, 0] }],
      hydrants: [{ at: [500, 0], status: 'broken', area_id: 1 }],
      areas: village(1, null),
      buildings: [...houses([450]), { at: [460, 5] as Place }],
    });
    expect(areas.map(({ area_id, demand_short, broken }) => [area_id, demand_short, broken])).toEqual([
      [1, 1, 1],
      ['', 1, 0],
    ]);
  });

  it('no area is without mains unless the data says so; pools count against what is asked', () => {
    const pools = (
      has_mains: boolean | null,
      volume_m3: number,
      pool: Partial<NonNullable<MadeTown['pools']>[number]> = {},
    ) =>
      shortfall({
        streets: [street(1000)],
        areas: village(1, has_mains),
        pools: [{ at: [10, 10], volume_m3, area_id: 1, ...pool }],
      })[0].pool_m3_missing;
    expect(pools(null, 0)).toBeNull();
    expect(pools(true, 0)).toBe(0);
    expect(pools(false, 30)).toBe(70);
    expect(pools(false, 500)).toBe(0);
    expect(pools(false, 500, { status: 'unknown' })).toBe(100);
    expect(pools(false, 500, { kind: 'pond', truck_access: true })).toBe(100);
  });
});

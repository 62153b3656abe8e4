import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seconds } from '../../src/lib/domain/units/units.ts';
import { SourcesInReach } from '../../src/lib/domain/water/sources_in_reach.ts';
import { onGround } from '../../src/lib/server/services/coverage/on_ground.ts';
import { runCoverage } from '../../src/lib/server/services/coverage/run_coverage.ts';
import type { Town } from '../../src/lib/server/services/town/load_town.ts';
import { buildingWater } from '../../src/lib/server/services/water/building_water.ts';
import { waterNeeds } from '../../src/lib/server/services/water/water_needs.ts';
import { madeTown, type MadeTown, type Place } from '../support/made_town.ts';
import { randomTown } from '../support/random_town.ts';

const runOf = (town: Town) =>
  runCoverage(town, {
    vehicle: 'pumper',
    cutoff_s: seconds(300),
    turnout_s: null,
    station_kinds: null,
  });
const needs = (made: MadeTown) => waterNeeds(runOf(madeTown(made)));

const STREET = {
  line: [
    [0, 0],
    [400, 0],
  ] as Place[],
  width_m: 6,
};

describe('a school and two hydrants', () => {
  // A footprint of 50 m2 with 3 floors: 3 x 3 m = 9 m, 450 m3 <= 5,000 -> 15 L/s for 2 h
  const school = { at: [200, 5] as Place, use: 'school', floors: 3, area_id: 1 };
  const made = (hydrants: MadeTown['hydrants']): MadeTown => ({
    streets: [STREET],
    stations: [{ at: [0, 0] }],
    hydrants,
    buildings: [school],
    areas: [{ id: 1, parent_id: null, name: 'made', kind: 'village', population: null, has_mains: true }],
  });

  it('one hydrant of 20 L/s is enough', () => {
    const { buildings, by_area } = needs(made([{ at: [150, 2] }]));
    expect(buildings[0]).toMatchObject({
      requirement: { kind: 'known', flow_lps: 15, duration_h: 2, water_m3: 108, height_estimated: true },
      supply: { known_lps: 20, unknown: 0, verdict: 'pass', counted: ['1'] },
      protection: { circle: 'pass', hose_way: 'pass', only_on_paper: false },
    });
    expect(by_area.get(1)).toMatchObject({ need_unknown: 0, supply: { pass: 1, fail: 0, unknown: 0 } });
  });

  it('one nearer than 5 m to the wall is not counted', () => {
    // Outline begins at y = 5; the hydrant at y = 1 is 4 m off
    expect(needs(made([{ at: [200, 1] }])).buildings[0].supply).toMatchObject({
      known_lps: 0,
      verdict: 'fail',
      not_counted: [{ key: '1', reason: 'too-near' }],
    });
  });

  it('two: mains are not on record, so one counts and the other is left open', () => {
    expect(needs(made([{ at: [150, 2] }, { at: [250, 2] }])).buildings[0].supply).toMatchObject({
      known_lps: 20,
      unknown: 2,
    });
  });

  it('one never measured is unknown in the supply and in the circle', () => {
    const { buildings, totals } = needs(made([{ at: [150, 2], status: 'unknown', flow_lps: null }]));
    expect(buildings[0]).toMatchObject({
      supply: { known_lps: 0, unknown: 1, verdict: 'unknown' },
      protection: { circle: 'unknown' },
    });
    expect(totals).toMatchObject({ supply: { pass: 0, fail: 0, unknown: 1 }, circle_short: 0 });
  });
});

it('a hydrant over the river protects on paper only', () => {
  // Two streets 100 m apart that no way joins
  const other = {
    line: [
      [0, 100],
      [400, 100],
    ] as Place[],
    width_m: 6,
  };
  const { buildings, totals } = needs({
    streets: [STREET, other],
    stations: [{ at: [0, 0] }],
    hydrants: [{ at: [200, 98] }],
    buildings: [{ at: [200, 5] }],
  });
  expect(buildings[0].protection).toMatchObject({ circle: 'pass', hose_way: 'fail', only_on_paper: true });
  expect(totals).toMatchObject({ only_on_paper: 1, need_unknown: 1 });
});

describe('gaps along streets', () => {
  const gaps = (
    streets: MadeTown['streets'],
    hydrants_m: number[],
    status: 'working' | 'broken' = 'working',
  ) =>
    needs({ streets, hydrants: hydrants_m.map((x) => ({ at: [x, 2] as Place, status })) }).gaps!.map(
      ({ street, from_m, to_m, gap_m }) => [street, Math.round(from_m), Math.round(to_m), Math.round(gap_m)],
    );

  it('hydrants at 60, 180 and 340 m of 400 m: only 160 m between the last two', () => {
    expect(gaps([STREET], [60, 180, 340])).toEqual([[0, 180, 340, 160]]);
  });

  it('the same with the street cut in the middle of the gap, at a crossing', () => {
    const cut = [
      {
        ...STREET,
        line: [
          [0, 0],
          [260, 0],
        ] as Place[],
      },
      {
        ...STREET,
        line: [
          [260, 0],
          [400, 0],
        ] as Place[],
      },
      {
        ...STREET,
        line: [
          [260, 0],
          [260, 50],
        ] as Place[],
      },
    ];
    // the side street: 80 m to the nearest and 50 m long = 130 m
    expect(gaps(cut, [60, 180, 340])).toEqual([
      [0, 180, 260, 160],
      [1, 0, 80, 160],
      [2, 0, 50, 130],
    ]);
  });

  it('a road wider than 60 m needs hydrants on both sides', () => {
    const wide = { ...STREET, width_m: 61 };
    const sides = (ys: number[], width_m = 61) =>
      needs({
        streets: [{ ...wide, width_m }],
        hydrants: ys.map((y, i) => ({ at: [100 * (i + 1), y] as Place })),
      }).gaps!.map(({ side, from_m, to_m }) => [side, Math.round(from_m), Math.round(to_m)]);
    // the way runs east, so that y > 0 is its left
    expect(sides([32, 32, 32])).toEqual([['right', 0, 400]]);
    // staggered: left at 100 and 300 m, right at 200 m: 200 m on either side of it and between the two
    expect(sides([32, -32, 32])).toEqual([
      ['left', 100, 300],
      ['right', 0, 200],
      ['right', 200, 400],
    ]);
    expect(sides([20, 20, 20], 60)).toEqual([]);
  });

  it('a broken hydrant leaves a gap; a track asks for none', () => {
    expect(gaps([STREET], [200], 'broken')).toEqual([[0, 0, 400, Infinity]]);
    expect(gaps([{ ...STREET, street_class: 'track' }], [])).toEqual([]);
  });
});

describe('villages without mains', () => {
  const places = (pools: MadeTown['pools']) =>
    needs({
      streets: [STREET],
      pools,
      buildings: [{ at: [200, 5], area_id: 1 }],
      areas: [
        {
          id: 1,
          parent_id: null,
          name: 'made',
          kind: 'village',
          population: null,
          has_mains: false,
          settlement_class: '山村',
        },
      ],
    }).by_area.get(1)!;
  const intake = {
    at: [250, -30] as Place,
    area_id: 1,
    kind: 'suction_point',
    volume_m3: null,
    flow_lps: 30,
    suction_height_m: 3,
    season: 'all-year' as const,
  };

  it('a place is missing until a pool or an intake that lasts the dry season is there', () => {
    expect(places([])).toMatchObject({ places_missing: 1, to_measure: 0 });
    expect(places([{ at: [100, 20], area_id: 1, volume_m3: 100 }])).toMatchObject({ places_missing: 0 });
    expect(places([intake])).toMatchObject({ places_missing: 0 });
    expect(places([{ ...intake, season: 'not-in-drought' }])).toMatchObject({
      places_missing: 1,
      to_measure: 0,
    });
    expect(places([{ ...intake, flow_lps: null }])).toMatchObject({ places_missing: 1, to_measure: 1 });
  });

  it('an intake 10 m from a house is none', () => {
    // Outline begins at (200, 5)
    expect(places([{ ...intake, at: [200, -5] }])).toMatchObject({ places_missing: 1, to_measure: 0 });
  });
});

it('one source decides the water leg of most, the sum of those in reach that of large buildings', () => {
  const asked = { pass: 0, fail: 0, unknown: 0 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (seed) => {
      const made = runOf(randomTown(seed));
      const placed = made.sources.flatMap((source) => source.placed ?? []);
      const { supply_hose_m } = made.town.rules.vehicles.pumper;
      const { ground } = made.walkways;
      const reach = new SourcesInReach(ground, placed, supply_hose_m);
      const of_buildings = buildingWater(made);
      for (const [i, { stop, water }] of made.buildings.entries()) {
        if (!stop) continue;
        const { edge, along_mm } = onGround(made.drive, ground.network, stop);
        const found = reach.at(edge, along_mm).map((hit) => ({ ...hit, ...made.sources[hit.source] }));
        const nearest = (wanted: string) =>
          found
            .filter(({ source_class }) => source_class === wanted)
            .sort((a, b) => a.distance_mm - b.distance_mm || a.source - b.source)[0];
        const { requirement, supply } = of_buildings[i];
        if (requirement.kind === 'known' && requirement.flow_lps > 15) {
          asked[supply.verdict]++;
          expect(water.water).toBe(supply.verdict);
          if (supply.verdict !== 'pass') continue;
          const [counted] = found
            .filter(({ water_id }) => supply.counted.includes(water_id))
            .sort((a, b) => a.distance_mm - b.distance_mm || a.source - b.source);
          expect(water).toMatchObject({ source: counted.source, distance_mm: counted.distance_mm });
          continue;
        }
        const decided = nearest('good') ?? nearest('unknown') ?? nearest('weak');
        if (decided) {
          expect(water).toMatchObject({ source: decided.source, distance_mm: decided.distance_mm });
        } else expect(water).toMatchObject({ water: 'fail', weak_source: false });
      }
    }),
    { numRuns: 60, seed: 20_264 },
  );
  for (const buildings of Object.values(asked)) expect(buildings).toBeGreaterThan(20);
});

import { describe, expect, it } from 'vitest';
import { madeTown, RULES, type MadeStreet, type Place } from '../../../../../tests/support/made_town.ts';
import { randomTown } from '../../../../../tests/support/random_town.ts';
import { seededRandom } from '../../../../../tests/support/seeded_random.ts';
import { NONE } from '../../../domain/network/network.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import { seconds } from '../../../domain/units/units.ts';
import { runCoverage } from '../coverage/run_coverage.ts';
import type { Town } from '../town/load_town.ts';
import { townData } from './town_data.ts';
import { marginOf, townPart } from './town_part.ts';

const pumpers = (town: Town, cutoff_s = 900) =>
  runCoverage(town, { vehicle: 'pumper', cutoff_s: seconds(cutoff_s), turnout_s: null, station_kinds: null });

describe('a town as columns', () => {
  it('places doors, water and obstacles, and shares people out, as a full run does', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const town = randomTown(seed);
      const data = townData(town, '');
      const run = pumpers(town);
      expect(data.buildings.weight).toEqual(run.weight);
      expect(Array.from(data.buildings.door_edge)).toEqual(run.doors.map((door) => door?.edge ?? NONE));
      expect(Array.from(data.buildings.door_along_mm)).toEqual(run.doors.map((door) => door?.along_mm ?? 0));
      expect(data.walk).toEqual(run.walkways.network);
      const usable = data.sources.map(({ source_class, edge }) => source_class !== 'none' && edge !== NONE);
      expect(usable).toEqual(
        run.sources.map(({ source_class, placed }) => source_class !== 'none' && placed !== null),
      );
      expect(data.stations.map(({ crew }) => crew)).toEqual(town.stations.map(({ crew }) => crew));
    }
  });

  it('knows what broken water would be worth', () => {
    const hydrants = Array.from({ length: 12 }, (_, seed) => randomTown(seed + 1)).flatMap((town) =>
      townData(town, '').sources.filter(({ condition }) => condition?.status === 'broken'),
    );
    expect(hydrants.length).toBeGreaterThan(5);
    for (const { source_class, class_if_working } of hydrants) {
      expect(source_class).toBe('none');
      expect(class_if_working).not.toBe('none');
    }
  });
});

/** Vehicles so slow that a quarter of an hour does not lead across the town. */
const SLOW: RuleSet = {
  ...RULES,
  vehicles: Object.fromEntries(
    Object.entries(RULES.vehicles).map(([code, vehicle]) => [
      code,
      { ...vehicle, speed_kmh: { main: 2, side: 1.5, lane: 1 } },
    ]),
  ) as RuleSet['vehicles'],
};

const BLOCKS = 20;
const BLOCK_M = 100;

/** Crooked blocks (no two ways are equally long) of streets, some missing or one-way; the houses of area 3, inside area 2, stand in one corner. */
function cornerTown(seed: number): Town {
  const random = seededRandom(seed);
  const streets: MadeStreet[] = [];
  const crossings = Array.from({ length: (BLOCKS + 1) ** 2 }, (_, i): Place => [
    BLOCK_M * (i % (BLOCKS + 1)) + 30 * random(),
    BLOCK_M * Math.floor(i / (BLOCKS + 1)) + 30 * random(),
  ]);
  const crossing = (x: number, y: number) => crossings[y * (BLOCKS + 1) + x];
  for (let x = 0; x <= BLOCKS; x++) {
    for (let y = 0; y <= BLOCKS; y++) {
      for (const [to_x, to_y] of [
        [x + 1, y],
        [x, y + 1],
      ]) {
        if (to_x > BLOCKS || to_y > BLOCKS || random() < 0.2) continue;
        streets.push({
          line: [crossing(x, y), crossing(to_x, to_y)],
          oneway: random() < 0.1 ? 1 : 0,
          width_m: random() < 0.9 ? 6 : undefined,
        });
      }
    }
  }
  const some = (count: number, side_m: number) =>
    Array.from({ length: count }, (): { at: Place } => ({ at: [side_m * random(), side_m * random()] }));
  const side_m = BLOCKS * BLOCK_M;
  const town = madeTown(
    {
      streets,
      stations: some(20, side_m),
      hydrants: some(200, side_m),
      obstacles: some(30, side_m),
      buildings: [
        ...some(60, 500).map((house) => ({ ...house, area_id: 3 })),
        ...some(60, side_m).map((house) => ({ ...house, area_id: 1 })),
      ],
      areas: [
        { id: 1, parent_id: null, name: null, kind: 'village', population: null, has_mains: null },
        { id: 2, parent_id: 1, name: null, kind: 'village', population: 900, has_mains: null },
        { id: 3, parent_id: 2, name: null, kind: 'cell', population: null, has_mains: null },
      ],
    },
    SLOW,
  );
  return {
    ...town,
    buildings: town.buildings.map((building) => ({ ...building, populated_area_id: 2 })),
  };
}

describe('a part of a town', () => {
  it('is smaller, and covers the buildings that the whole covers, with the same people', () => {
    let covered = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const whole = cornerTown(seed);
      const part = townPart(whole, 2)!;
      expect(part.town.streets.count).toBeLessThan(0.6 * whole.streets.count);
      const [all, some] = [pumpers(whole), pumpers(part.town)];
      const at = new Map(whole.buildings.map(({ id }, i) => [id, i]));
      part.town.buildings.forEach(({ id, area_id }, i) => {
        expect(area_id).toBe(3);
        expect(part.people.weight[i]).toBe(all.weight[at.get(id)!]);
        const [here, there] = [some.buildings[i], all.buildings[at.get(id)!]];
        expect(here.legs.arrive === 'pass').toBe(there.legs.arrive === 'pass');
        if (there.legs.arrive !== 'pass') return;
        covered++;
        expect([here.verdict, here.arrival_ms, here.hose_m]).toEqual([
          there.verdict,
          there.arrival_ms,
          there.hose_m,
        ]);
      });
      const data = townData(part.town, '', part.people);
      expect(data.buildings.weight).toEqual(part.people.weight);
    }
    expect(covered).toBeGreaterThan(10);
  });

  it('reaches as far as the fastest vehicle gets in the longest cutoff people choose', () => {
    expect(marginOf(SLOW)).toBeCloseTo((2 / 3.6) * 900 + 200, 6);
  });

  it('is none where there is no such area, and empty where nobody lives in it', () => {
    const town = cornerTown(1);
    expect(townPart(town, 99)).toBeNull();
    const { town: empty } = townPart({ ...town, buildings: [], footprints: [] }, 1)!;
    expect([empty.buildings.length, empty.streets.count]).toEqual([0, 0]);
    expect(townData(empty, '').buildings.count).toBe(0);
  });
});

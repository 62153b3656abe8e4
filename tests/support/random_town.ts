import { STREET_CLASSES } from '../../src/lib/domain/network/street_set.ts';
import type { Town } from '../../src/lib/server/services/town/load_town.ts';
import { madeTown, type MadeStreet, type MadeTown, type Place } from './made_town.ts';
import { seededRandom } from './seeded_random.ts';

export interface RandomTownSize {
  points?: number;
  ways?: number;
  houses?: number;
}

/**
 * A town nobody planned: ways of every class criss-cross between a few dozen points, some one-way, narrow, low or looped;
 * houses, stations, water and obstacles stand anywhere; some houses are so large that one hydrant is not enough. The
 * same for the same seed.
 */
export const randomTown = (seed: number, size: RandomTownSize = {}): Town => madeTown(randomMade(seed, size));

/** The same before it is made. */
export function randomMade(
  seed: number,
  { points = 30, ways = 45, houses = 60 }: RandomTownSize = {},
): MadeTown {
  const random = seededRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const one = <T>(of: readonly T[]): T => of[below(of.length)];
  const maybe = <T>(value: T): T | undefined => (random() < 0.5 ? value : undefined);
  const side_m = 60 * Math.sqrt(points);
  const anywhere = (): Place => [random() * side_m, random() * side_m];
  const junctions = Array.from({ length: points }, anywhere);
  const streets = Array.from({ length: ways }, (): MadeStreet => {
    const line = Array.from({ length: 2 + below(3) }, () => one(junctions));
    if (random() < 0.1) line.push(line[0]);
    if (line.every((place) => place === line[0])) line.push(anywhere());
    return {
      line,
      street_class: random() < 0.7 ? 'residential' : one(STREET_CLASSES),
      width_m: maybe(1 + 6 * random()),
      oneway: one([0, 0, 0, 0, 1, -1] as const),
      max_height_m: random() < 0.1 ? 2 + 3 * random() : undefined,
    };
  });
  const some = <T>(count: number, make: () => T) => Array.from({ length: below(count + 1) }, make);
  const made: MadeTown = {
    streets,
    stations: some(4, () => ({
      at: anywhere(),
      kind: one(['micro', 'brigade', 'national', 'enterprise'] as const),
      turnout_s: random() < 0.5 ? null : 30 + below(60),
      crew: one([null, 0, 6]),
      vehicles: some(2, () => one(['trike', 'mini', 'pumper', 'ladder'])),
    })),
    hydrants: some(8, () => ({
      at: anywhere(),
      status: one(['working', 'broken', 'unknown'] as const),
      flow_lps: maybe(40 * random()) ?? null,
      pressure_mpa: maybe(0.3 * random()) ?? null,
    })),
    pools: some(3, () => ({ at: anywhere(), status: one(['working', 'broken'] as const) })),
    obstacles: some(10, () => {
      const [[a_x, a_y], [b_x, b_y]] = one(streets).line;
      const t = random();
      return {
        at: [a_x + t * (b_x - a_x), a_y + t * (b_y - a_y)] as Place,
        kind: one(['bollard', 'gate', 'stall', 'anything']),
        clear_width_m: maybe(4 * random()) ?? null,
        clear_height_m: random() < 0.2 ? 2 + 2 * random() : null,
      };
    }),
    buildings: Array.from({ length: below(houses + 1) }, () => ({
      at: anywhere(),
      people: maybe(below(9)),
      area_id: maybe(1 + below(3)),
    })),
    areas: [1, 2, 3].map((id) => ({
      id,
      parent_id: id === 3 ? 2 : null,
      name: `area ${id}`,
      kind: 'village',
      population: id === 2 ? 500 : null,
      has_mains: null,
    })),
  };
  return withLargeOnes(made, seededRandom(seed + 500_000));
}

/** Schools, halls and a tower among the houses; mains beside some streets, most of them looped; hydrants that can be summed. */
function withLargeOnes(made: MadeTown, random: () => number): MadeTown {
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)];
  return {
    ...made,
    buildings: made.buildings?.map((house) => ({
      ...house,
      use: one([undefined, '学校', '学校', 'house', '商场']),
      floors: one([undefined, 2, 4, 20]),
      footprint_m2: one([50, 600, 1500, 4000]),
    })),
    hydrants: made.hydrants?.map((hydrant) => ({
      ...hydrant,
      ...(random() < 0.5 && { status: 'working', flow_lps: one([15, 20, 30]), pressure_mpa: 0.2 }),
      dead_end: one([null, null, false, false, true]),
    })),
    pools: made.pools?.map((pool) => ({ ...pool, volume_m3: one([null, 60, 100, 300]) })),
    mains: made.streets
      .filter(() => random() < 0.4)
      .map(({ line }) => ({ line, dead_end: one([null, false, false, true]) })),
  };
}

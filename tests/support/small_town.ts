import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import type { LayerId } from '../../src/lib/contract/layer_rows.ts';
import type { ActingDatabase } from '../../src/lib/server/db/database.ts';

/**
 * A generated town of two villages, 1.2 km by 0.8 km, with something of every layer: a grid of streets, a far hamlet
 * down a long road, an islet without a street, a yard behind a lane too narrow for a truck, a pond with an island.
 * Positions are metres east and north of the corner below.
 */
const WEST_DEG = 118.1;
const SOUTH_DEG = 24.5;
const BLOCK_M = 100;
const BLOCKS_EAST = 12;
const BLOCKS_NORTH = 8;

const METRES_PER_DEGREE = 111_320;
const at = (east_m: number, north_m: number): Position => [
  round(WEST_DEG + east_m / (METRES_PER_DEGREE * Math.cos((SOUTH_DEG * Math.PI) / 180))),
  round(SOUTH_DEG + north_m / METRES_PER_DEGREE),
];
const round = (deg: number) => Math.round(deg * 1e7) / 1e7;

export type TownLayer = Extract<
  LayerId,
  | 'area'
  | 'street'
  | 'building'
  | 'hydrant'
  | 'water_source'
  | 'station'
  | 'obstacle'
  | 'place'
  | 'water_main'
>;

/** GeoJSON by layer, attributes named as the tables name them. */
export function smallTown(): Record<TownLayer, FeatureCollection> {
  const east_m = BLOCKS_EAST * BLOCK_M;
  const north_m = BLOCKS_NORTH * BLOCK_M;
  return {
    area: collection(
      feature('a1', rectangle(-60, -60, 640, north_m + 60), {
        name: '东坊村',
        kind: 'village',
        population: 1800,
      }),
      feature('a2', rectangle(640, -60, east_m + 2000, north_m + 60), {
        name: '西埔村',
        kind: 'village',
        population: 900,
      }),
    ),
    street: collection(...streets(east_m, north_m)),
    building: collection(...buildings(east_m)),
    hydrant: collection(
      feature('h1', point(205, 205), { kind: 'pillar', status: 'working', flow_lps: 18, pressure_mpa: 0.22 }),
      feature('h2', point(405, 405), { kind: 'pillar', status: 'working', flow_lps: 16, pressure_mpa: 0.15 }),
      feature('h3', point(605, 205), { kind: 'pillar', status: 'working', flow_lps: 6, pressure_mpa: 0.05 }),
      feature('h4', point(805, 605), { kind: 'underground', status: 'broken' }),
      feature('h5', point(1005, 405), { kind: 'pillar', status: 'unknown' }),
      feature('h6', point(205, 605), { kind: 'pillar', status: 'working', flow_lps: 20, pressure_mpa: 0.3 }),
    ),
    water_source: collection(
      feature(
        'w1',
        {
          type: 'Polygon',
          coordinates: [ring(-50, 120, 20, 190), [...ring(-35, 140, -15, 160)].reverse()],
        },
        { kind: 'pond', name: '东坊塘', status: 'unknown' },
      ),
      feature('w2', line([-60, 420], [300, 440], [620, 430], [1260, 460]), { kind: 'river', name: '小溪' }),
    ),
    station: collection(
      feature('s1', point(305, 310), { name: '东坊专职消防队', kind: 'brigade', vehicles: ['pumper'] }),
      feature('s2', point(905, 210), { name: '西埔微型消防站', kind: 'micro', vehicles: ['mini'] }),
    ),
    obstacle: collection(
      feature('o1', point(500, 150), {
        kind: 'bollard',
        clear_width_m: 1.2,
        fixed: true,
        status: 'standing',
      }),
    ),
    place: collection(feature('p1', point(450, 350), { name: '东坊小学', kind: 'school' })),
    water_main: collection(
      feature('m1', line([20, 330], [400, 330], [400, 360]), {
        name: '东坊干管',
        diameter_mm: 200,
        dead_end: false,
      }),
      feature('m2', line([400, 360], [430, 370], [520, 370]), { diameter_mm: 100, dead_end: true }),
      feature('m3', line([700, 330], [900, 330]), {}),
    ),
  };
}

function streets(east_m: number, north_m: number): Feature[] {
  const found: Feature[] = [];
  for (let i = 0; i <= BLOCKS_NORTH; i++) {
    const street_class = i % 4 === 0 ? 'secondary' : 'residential';
    found.push(
      feature(`e${i}`, line(...steps(BLOCKS_EAST, (k) => [k * BLOCK_M, i * BLOCK_M])), {
        name: `东西${i + 1}路`,
        street_class,
      }),
    );
  }
  for (let i = 0; i <= BLOCKS_EAST; i++) {
    found.push(
      feature(`n${i}`, line(...steps(BLOCKS_NORTH, (k) => [i * BLOCK_M, k * BLOCK_M])), {
        name: `南北${i + 1}街`,
        street_class: i % 6 === 0 ? 'tertiary' : 'living_street',
        width_m: 5,
        width_source: 'measured',
      }),
    );
  }
  return [
    ...found,
    feature('narrow', line([0, 0], [0, -260]), {
      name: '窄巷',
      street_class: 'service',
      width_m: 1.8,
      width_source: 'measured',
    }),
    feature('far', line([east_m, north_m / 2], [east_m + 900, north_m / 2], [east_m + 1900, north_m / 2]), {
      name: '通村路',
      street_class: 'track',
      width_m: 3.5,
      width_source: 'measured',
    }),
  ];
}

function buildings(east_m: number): Feature[] {
  const found: Feature[] = [];
  for (let i = 0; i < BLOCKS_EAST; i++) {
    for (let j = 0; j < BLOCKS_NORTH; j++) {
      for (let k = 0; k < 4; k++) {
        const east = i * BLOCK_M + 14 + (k % 2) * 42;
        const north = j * BLOCK_M + 14 + (k >> 1) * 42;
        const floors = 1 + ((i + 2 * j + k) % 6);
        found.push(
          feature(`b${i}-${j}-${k}`, rectangle(east, north, east + 24 + k * 2, north + 18 + floors), {
            use: (i + j) % 5 === 0 ? 'shop' : 'house',
            floors,
          }),
        );
      }
    }
  }
  return [
    ...found,
    feature('yard', rectangle(6, -255, 26, -235), { use: 'house', floors: 2 }),
    feature('hamlet1', rectangle(east_m + 1850, 410, east_m + 1870, 425), { use: 'house', floors: 2 }),
    feature('hamlet2', rectangle(east_m + 1880, 410, east_m + 1895, 425), { use: 'house', floors: 1 }),
  ];
}

const feature = (id: string, geometry: Geometry, properties: Record<string, unknown>): Feature => ({
  type: 'Feature',
  id,
  geometry,
  properties,
});
const collection = (...features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });
const point = (east_m: number, north_m: number): Geometry => ({
  type: 'Point',
  coordinates: at(east_m, north_m),
});
const line = (...points: [number, number][]): Geometry => ({
  type: 'LineString',
  coordinates: points.map(([east_m, north_m]) => at(east_m, north_m)),
});
const ring = (west_m: number, south_m: number, east_m: number, north_m: number): Position[] => [
  at(west_m, south_m),
  at(east_m, south_m),
  at(east_m, north_m),
  at(west_m, north_m),
  at(west_m, south_m),
];
const rectangle = (west_m: number, south_m: number, east_m: number, north_m: number): Geometry => ({
  type: 'Polygon',
  coordinates: [ring(west_m, south_m, east_m, north_m)],
});
const steps = (count: number, place: (k: number) => [number, number]) =>
  Array.from({ length: count + 1 }, (_, k) => place(k));

/** What each table needs beside what a file says: constants where a feature has none, and SQL over `geom`. */
const CONSTANTS: Partial<Record<TownLayer, Record<string, unknown>>> = {
  street: { width_source: 'unknown' },
  water_source: { status: 'unknown' },
};
const COMPUTED: Partial<Record<TownLayer, Record<string, string>>> = {
  area: { area_m2: 'st_area(rows.geom::geography)', point: 'st_pointonsurface(rows.geom)' },
  water_source: { point: 'st_pointonsurface(rows.geom)' },
  building: { footprint_m2: 'st_area(rows.geom::geography)', point: 'st_pointonsurface(rows.geom)' },
};

/** Puts the town into empty, migrated tables with plain SQL. */
export async function fillSmallTown(db: ActingDatabase): Promise<void> {
  await db.transaction(async (tx) => {
    for (const [layer, { features }] of Object.entries(smallTown()) as [TownLayer, FeatureCollection][]) {
      const rows = features.map(({ id, geometry, properties }) => ({
        source_id: id,
        geometry,
        properties: { ...CONSTANTS[layer], ...properties },
      }));
      const names = [...new Set(rows.flatMap(({ properties }) => Object.keys(properties)))];
      const computed = COMPUTED[layer] ?? {};
      const geom = 'st_setsrid(st_geomfromgeojson(geometry), 4326)';
      await tx.query(
        `insert into ${layer} (source, source_id, geom, ${[...names, ...Object.keys(computed)].join(', ')})
         select 'small_town', rows.source_id, rows.geom,
           ${[...names.map((name) => `attributes.${name}`), ...Object.values(computed)].join(', ')}
         from (
           select source_id, properties, ${layer === 'area' || layer === 'building' ? `st_multi(${geom})` : geom} as geom
           from jsonb_to_recordset($1::jsonb) as row (source_id text, properties jsonb, geometry jsonb)
         ) as rows, jsonb_populate_record(null::${layer}, properties) as attributes`,
        [JSON.stringify(rows)],
      );
    }
  });
}

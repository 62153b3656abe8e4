import { fromBank_m } from './land.ts';
import { Curve } from './plane.ts';
import {
  VALLEY_ROAD,
  along,
  NORTH_RING,
  NORTH_LEVEE,
  SOUTH_LEVEE,
  SOUTH_AVENUE,
  SOUTH_BANK_ROAD,
  EASTBOUND,
  WESTBOUND,
  BROOK_ROAD,
  HILL_ROAD,
  BACK_HILL_ROAD,
  UPPER_LANE,
  GATE_LANE,
  SOUTH_STREET,
  ROCK_LINK,
  OLD_BRIDGE_LANE,
  EAST_STREET,
  LOGISTICS_LOOP,
  LOGISTICS_SPURS,
  FOOTBRIDGE,
  STONE_STEPS,
  stretch,
} from './road_lines.ts';
import type { StreetLine } from './street_line.ts';

const town_edge_m = along(VALLEY_ROAD, [5480, 3120]);
/** The town's main follows the road up the valley as far as this. */
const mains_end_m = along(VALLEY_ROAD, [4320, 3490]);
const town_end_m = along(VALLEY_ROAD, [7710, 2465]);
const asphalt = { width_source: 'measured', surface: 'asphalt' } as const;
const concrete = { width_source: 'measured', surface: 'concrete' } as const;

/** The roads that were there before the lanes: hierarchy as in any market town up a valley. */
export const ROADS: readonly StreetLine[] = [
  {
    ...asphalt,
    name: '榕溪公路',
    street_class: 'secondary',
    width_m: 8,
    maxspeed_kmh: 60,
    frontage: 'roadside',
    points: stretch(VALLEY_ROAD, 0, mains_end_m),
  },
  {
    ...asphalt,
    name: '榕溪公路',
    street_class: 'secondary',
    width_m: 8,
    maxspeed_kmh: 60,
    main_mm: 150,
    frontage: 'roadside',
    points: stretch(VALLEY_ROAD, mains_end_m, town_edge_m),
  },
  {
    ...asphalt,
    name: '榕溪路',
    street_class: 'secondary',
    width_m: 15,
    maxspeed_kmh: 40,
    frontage: 'town',
    main_mm: 300,
    points: stretch(VALLEY_ROAD, town_edge_m, town_end_m),
  },
  {
    ...asphalt,
    name: '榕溪东路',
    street_class: 'secondary',
    width_m: 12,
    maxspeed_kmh: 60,
    frontage: 'roadside',
    main_mm: 200,
    points: stretch(VALLEY_ROAD, town_end_m, VALLEY_ROAD.length_m),
  },
  {
    ...asphalt,
    name: '北环路',
    street_class: 'tertiary',
    width_m: 10,
    frontage: 'town',
    main_mm: 200,
    points: [...NORTH_RING.points],
  },
  {
    ...asphalt,
    name: '榕南大道',
    street_class: 'secondary',
    width_m: 18,
    maxspeed_kmh: 50,
    frontage: 'estate',
    main_mm: 300,
    points: [...SOUTH_AVENUE.points],
  },
  {
    ...asphalt,
    name: '厝下路',
    street_class: 'tertiary',
    width_m: 9,
    frontage: 'town',
    main_mm: 200,
    points: [...EAST_STREET.points],
  },
  {
    ...asphalt,
    name: '溪滨路',
    street_class: 'residential',
    width_m: 7,
    frontage: 'town',
    main_mm: 150,
    points: [...NORTH_LEVEE.points],
  },
  {
    ...asphalt,
    name: '南滨路',
    street_class: 'residential',
    width_m: 8,
    frontage: 'suburb',
    main_mm: 150,
    points: [...SOUTH_LEVEE.points],
  },
  {
    ...asphalt,
    name: '溪南路',
    street_class: 'tertiary',
    width_m: 12,
    frontage: 'estate',
    main_mm: 200,
    points: [...SOUTH_STREET.points],
  },
  {
    ...concrete,
    name: '鼓岩路',
    street_class: 'unclassified',
    width_m: 5.5,
    frontage: 'hill',
    points: [...SOUTH_BANK_ROAD.points],
  },
  {
    ...concrete,
    name: '云坑路',
    street_class: 'unclassified',
    width_m: 4.5,
    frontage: 'hill',
    points: [...BROOK_ROAD.points],
  },
  {
    ...concrete,
    name: '竹坪岭路',
    street_class: 'unclassified',
    width_m: 3.5,
    frontage: 'roadside',
    points: [...HILL_ROAD.points],
  },
  {
    ...concrete,
    name: '后山路',
    street_class: 'service',
    width_m: 3.2,
    frontage: 'roadside',
    points: [...BACK_HILL_ROAD.points],
  },
  {
    ...concrete,
    name: '上厝巷',
    street_class: 'service',
    width_m: 2.6,
    frontage: null,
    points: [...UPPER_LANE.points],
  },
  {
    ...concrete,
    name: '隘门巷',
    street_class: 'service',
    width_m: 2.4,
    frontage: null,
    points: [...GATE_LANE.points],
  },
  {
    ...concrete,
    name: '老桥巷',
    street_class: 'living_street',
    width_m: 2.6,
    max_weight_t: 5,
    frontage: 'town',
    points: [...OLD_BRIDGE_LANE.points],
  },
  {
    ...concrete,
    name: '岩前路',
    street_class: 'unclassified',
    width_m: 5,
    frontage: 'roadside',
    points: [...ROCK_LINK.points],
  },
  {
    ...asphalt,
    name: '示例国道（东行）',
    street_class: 'trunk',
    width_m: 11,
    oneway: 1,
    maxspeed_kmh: 80,
    frontage: null,
    points: [...EASTBOUND.points],
  },
  {
    ...asphalt,
    name: '示例国道（西行）',
    street_class: 'trunk',
    width_m: 11,
    oneway: 1,
    maxspeed_kmh: 80,
    frontage: null,
    points: [...WESTBOUND.points],
  },
  {
    ...concrete,
    name: '物流园路',
    street_class: 'service',
    width_m: 9,
    frontage: 'logistics',
    points: [...LOGISTICS_LOOP.points],
  },
  ...LOGISTICS_SPURS.map((spur): StreetLine => ({
    ...concrete,
    name: '物流园支路',
    street_class: 'service',
    width_m: 7,
    frontage: 'logistics',
    points: [...spur.points],
  })),
  {
    name: '示例步行桥',
    street_class: 'footway',
    width_m: 1.8,
    width_source: 'measured',
    surface: 'concrete',
    frontage: null,
    points: [...FOOTBRIDGE.points],
  },
  {
    name: '后山石阶',
    street_class: 'steps',
    width_m: 1.6,
    width_source: 'measured',
    surface: 'sett',
    frontage: null,
    points: [...STONE_STEPS.points],
  },
];

/** Cuts a road into its bridges and what lies between them; a bridge reaches a few metres over both banks. */
export function withBridges(line: StreetLine): StreetLine[] {
  const dense = new Curve(line.points);
  const over = (s: number) => fromBank_m(dense.at(s).place) < 4;
  const cuts: number[] = [0];
  let was_over = over(0);
  for (let s = 3; s < dense.length_m; s += 3) {
    if (over(s) === was_over) continue;
    was_over = !was_over;
    cuts.push(s - 1.5);
  }
  if (cuts.length === 1) return [line];
  cuts.push(dense.length_m);
  return cuts.slice(1).map((to_m, i): StreetLine => {
    const piece = { ...line, points: stretch(dense, cuts[i], to_m) };
    return over((cuts[i] + to_m) / 2)
      ? { ...piece, bridge: true, frontage: null, name: `${line.name}桥` }
      : piece;
  });
}

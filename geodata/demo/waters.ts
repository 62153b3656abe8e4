import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Chance } from './chance.ts';
import type { Ground } from './ground.ts';
import { banks, BROOK_WATER, RIVER_WATER, WATERS, type Water } from './land.ts';
import { between, type Place } from './plane.ts';
import type { Spots } from './spots.ts';

export interface WaterSource {
  /** A point, or the outline of open water, counter-clockwise. */
  shape: { point: Place } | { ring: Place[] };
  attributes: LayerRows['water_source'];
  season: 'all-year' | 'not-in-drought' | null;
}

const source = (
  name: string,
  kind: LayerRows['water_source']['kind'],
  more: Partial<LayerRows['water_source']> = {},
): LayerRows['water_source'] => ({
  name: `示例·${name}`,
  kind,
  volume_m3: null,
  flow_lps: null,
  suction_height_m: null,
  truck_access: null,
  status: 'unknown',
  season: null,
  low_flow_guarantee: null,
  ground_m: null,
  ...more,
});

/** Pools and tanks by the place they were built near; volume in m3, null never measured. */
const POOLS: readonly [string, Place, number | null, 'pool' | 'tank', WaterStatusOf][] = [
  ['渡仔头消防水池', [2560, 4400], 120, 'pool', 'working'],
  ['渡仔头村口水池', [2330, 4560], 45, 'pool', 'working'],
  ['竹坪岭消防水池', [640, 5300], 60, 'pool', 'working'],
  ['岭上高位水池', [1060, 6010], 30, 'tank', 'working'],
  ['云坑尾蓄水池', [4080, 5720], 50, 'pool', 'working'],
  ['云坑口水池', [3880, 5120], 110, 'pool', 'unknown'],
  ['鼓岩脚消防水池', [3250, 2060], 150, 'pool', 'working'],
  ['鼓岩新水池', [3620, 1940], null, 'pool', 'working'],
  ['对岸水池', [2500, 3200], 105, 'pool', 'broken'],
  ['洋尾垅水池', [4470, 3560], 100, 'pool', 'working'],
  ['工业小区消防水池', [5900, 700], 300, 'pool', 'working'],
  ['物流园水池', [1800, 830], 200, 'pool', 'working'],
];
type WaterStatusOf = LayerRows['water_source']['status'];

/** Intakes on the bank: near, side of the stream, lift, flow, a truck's access, whether it works. */
const INTAKES: readonly [
  string,
  Water,
  Place,
  1 | -1,
  number | null,
  number | null,
  boolean | null,
  WaterStatusOf,
  WaterSource['season'],
][] = [
  ['渡头取水点', RIVER_WATER, [2690, 4010], 1, 3.2, 60, true, 'working', 'all-year'],
  ['竹坪取水点', RIVER_WATER, [620, 5070], 1, 4.5, 30, true, 'working', 'not-in-drought'],
  ['洋尾取水点', RIVER_WATER, [4620, 3060], 1, 6.8, 60, true, 'working', 'all-year'],
  ['溪滨取水码头', RIVER_WATER, [6450, 2420], 1, 4.1, 80, true, 'working', 'all-year'],
  ['老桥取水点', RIVER_WATER, [5740, 2590], 1, 5.2, null, true, 'working', null],
  ['厝下取水点', RIVER_WATER, [7420, 2110], 1, 3.9, 70, true, 'working', 'all-year'],
  ['南滨取水点', RIVER_WATER, [6900, 2290], -1, 3.5, 80, true, 'working', 'all-year'],
  ['对岸取水点', RIVER_WATER, [2420, 4180], -1, 2.8, null, false, 'unknown', null],
  ['云坑取水点', BROOK_WATER, [3850, 5450], -1, 1.5, 7, true, 'working', 'not-in-drought'],
  ['云坑上游取水点', BROOK_WATER, [4150, 6000], -1, 1.8, 5, true, 'working', 'not-in-drought'],
];

/** Fish ponds in the fields: where, length, breadth, and whether a truck gets to them. */
const PONDS: readonly [string, Place, number, number, boolean | null][] = [
  ['洋尾鱼塘', [4890, 3020], 62, 38, true],
  ['洋尾西塘', [4300, 3330], 46, 30, null],
  ['溪南塘', [7700, 1480], 70, 44, true],
  ['渡头塘', [3150, 3880], 40, 28, null],
  ['鼓岩塘', [3050, 1820], 52, 34, true],
];

/** Everything water comes from but the hydrants. */
export function waterSources(spots: Spots, ground: Ground, chance: Chance): WaterSource[] {
  const streams = WATERS.map((water): WaterSource => ({
    shape: {
      ring: banks(
        water,
        water === RIVER_WATER ? 220 : 0,
        water.middle.length_m - (water === RIVER_WATER ? 330 : 12),
      ),
    },
    attributes: { ...source('', 'river'), name: water.name },
    season: null,
  }));
  const pools = POOLS.map(([name, near, volume_m3, kind, status]): WaterSource => ({
    shape: { point: spots.beside(near, 5) },
    attributes: source(name, kind, {
      volume_m3,
      status,
      truck_access: kind === 'pool' ? true : null,
      suction_height_m: kind === 'pool' ? 3 : null,
    }),
    season: 'all-year',
  }));
  const intakes = INTAKES.map(
    ([
      name,
      { middle, halfWidth_m },
      near,
      side,
      suction_height_m,
      flow_lps,
      truck_access,
      status,
      season,
    ]): WaterSource => {
      const s = middle.nearest(near).along_m;
      return {
        shape: { point: middle.beside(s, side * (halfWidth_m(s) + 0.5)) },
        attributes: source(name, 'suction_point', { suction_height_m, flow_lps, truck_access, status }),
        season,
      };
    },
  );
  const ponds = PONDS.flatMap(([name, near, length_m, breadth_m, truck_access]): WaterSource[] => {
    const ring = pond(near, length_m, breadth_m, ground, chance);
    if (ring === null) return [];
    const attributes = source(name, 'pond', {
      truck_access,
      suction_height_m: truck_access ? 2.2 : null,
      flow_lps: truck_access ? 20 : null,
      status: truck_access ? 'working' : 'unknown',
    });
    return [{ shape: { ring }, attributes, season: truck_access ? 'all-year' : null }];
  });
  const crane: WaterSource = {
    shape: { point: spots.beside([6310, 1560], 3) },
    attributes: source('榕南大道消防水鹤', 'crane', { flow_lps: 36, status: 'working', truck_access: true }),
    season: 'all-year',
  };
  return [...streams, ...pools, ...intakes, ...ponds, crane];
}

/** A rounded pond on free ground near a place; null where there is none. */
function pond(
  near: Place,
  length_m: number,
  breadth_m: number,
  ground: Ground,
  chance: Chance,
): Place[] | null {
  for (let turn = 0; turn < 60; turn++) {
    const away_m = turn * 5;
    const middle: Place = [near[0] + Math.cos(turn * 2.4) * away_m, near[1] + Math.sin(turn * 2.4) * away_m];
    const ring = Array.from({ length: 16 }, (_, k): Place => {
      const angle = (k / 16) * 2 * Math.PI;
      const round = 1 / (Math.abs(Math.cos(angle)) ** 3 + Math.abs(Math.sin(angle)) ** 3) ** (1 / 3);
      return [
        middle[0] + (Math.cos(angle) * round * length_m) / 2,
        middle[1] + (Math.sin(angle) * round * breadth_m) / 2,
      ];
    });
    if (!ground.isFree(ring, 3, 3)) continue;
    ground.take(ring);
    return ring.map((p) => between(p, middle, chance.between(0, 0.06)));
  }
  return null;
}

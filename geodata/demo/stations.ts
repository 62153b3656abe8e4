import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Place } from './plane.ts';
import type { Spots } from './spots.ts';

export interface Station {
  id: string;
  place: Place;
  attributes: LayerRows['station'];
  group: string | null;
}

type Plan = [
  id: string,
  name: string,
  kind: LayerRows['station']['kind'],
  near: Place,
  crew: number,
  turnout_s: number | null,
  vehicles: string[],
  pumps: number,
  /** Vehicles that carry water, and the m3 each carries; null not recorded. */
  tankers: [number, number] | null,
  group: string | null,
];

const TOWN_GROUP = '示例·镇区联防组';
const VALLEY_GROUP = '示例·溪谷联防组';

/** The township's forces. 云坑尾村 has none, as the plan to be made shows. */
const PLANS: readonly Plan[] = [
  [
    'st-brigade',
    '榕溪镇政府专职消防队',
    'brigade',
    [6700, 2780],
    14,
    60,
    ['pumper', 'mini'],
    3,
    [2, 6],
    TOWN_GROUP,
  ],
  ['st-v1', '榕市社区微型消防站', 'micro', [6060, 2920], 6, null, ['mini', 'trike'], 2, [1, 1.5], TOWN_GROUP],
  ['st-v2', '溪南新社区微型消防站', 'micro', [6620, 1810], 6, null, ['mini'], 1, [1, 1.5], TOWN_GROUP],
  ['st-v3', '厝下村微型消防站', 'micro', [7330, 2590], 8, null, ['trike', 'mini'], 2, null, TOWN_GROUP],
  ['st-v3b', '厝下村老厝执勤点', 'micro', [7080, 2970], 3, null, ['trike'], 1, null, TOWN_GROUP],
  [
    'st-v4',
    '洋尾垅村微型消防站',
    'micro',
    [4600, 3430],
    6,
    null,
    ['mini', 'trike'],
    2,
    [1, 1.5],
    VALLEY_GROUP,
  ],
  ['st-v5', '渡仔头村微型消防站', 'micro', [2640, 4330], 5, 40, ['trike'], 1, null, VALLEY_GROUP],
  ['st-v7', '竹坪岭村微型消防站', 'micro', [700, 5290], 5, 45, ['mini'], 1, [1, 2], VALLEY_GROUP],
  ['st-v8', '鼓岩脚村微型消防站', 'micro', [3350, 2000], 6, null, ['trike', 'mini'], 2, [1, 2], null],
  ['st-works', '工业小区企业消防队', 'enterprise', [6000, 690], 8, 45, ['mini'], 2, [1, 5], null],
];

export const GROUPS = [TOWN_GROUP, VALLEY_GROUP];

export function stations(spots: Spots): Station[] {
  return PLANS.map(([id, name, kind, near, crew, turnout_s, vehicles, pumps, tankers, group]) => ({
    id,
    place: spots.beside(near, 4, 3),
    attributes: {
      name: `示例·${name}`,
      kind,
      turnout_s,
      crew,
      vehicles,
      pumps,
      tankers: tankers?.[0] ?? null,
      tanker_m3: tankers?.[1] ?? null,
    },
    group,
  }));
}

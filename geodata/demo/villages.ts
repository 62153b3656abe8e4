import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import { RIVER_WATER } from './land.ts';
import { apart_m, between, isInside, type Place } from './plane.ts';

export type VillageId = 'v1' | 'v2' | 'v3' | 'v4' | 'v5' | 'v6' | 'v7' | 'v8';

export interface Village {
  id: VillageId;
  attributes: LayerRows['area'];
  ring: Place[];
}

/** Corners that borders share. */
const CORNERS = {
  A: [-60, 6080],
  B: [1500, 6650],
  T1: [2100, 6700],
  C: [3300, 6750],
  D: [4900, 6500],
  E: [6300, 5400],
  m: [6950, 5050],
  F: [7600, 4700],
  G: [8950, 4150],
  H: [9260, 2600],
  p: [9250, 1757],
  I: [9140, 800],
  J: [7600, 300],
  K: [5600, 180],
  q: [4950, 150],
  L: [3600, -60],
  M: [1800, 80],
  N: [150, 620],
  O: [-110, 2300],
  d: [-150, 3300],
  P: [-190, 4600],
  a: [1900, 5350],
  b: [1690, 4470],
  c: [1500, 3300],
  e: [3250, 5000],
  f: [3420, 3520],
  g: [3050, 2950],
  h: [5150, 5150],
  i: [4450, 4820],
  j: [5270, 3950],
  k: [5200, 2862],
  l: [4550, 2480],
  r: [4870, 1700],
  n: [6930, 3700],
  o: [6950, 2299],
} satisfies Record<string, Place>;
type Corner = keyof typeof CORNERS;

/** Borders that follow the middle of the river. */
const ALONG_RIVER = new Set(['k-o', 'o-p']);

const area = (
  name: string,
  kind: 'town' | 'village',
  population: number,
  has_mains: boolean | null,
  settlement_class: string,
  low_fire_resistance: boolean | null = null,
): LayerRows['area'] => ({
  name: `示例·${name}（虚构）`,
  kind,
  population,
  has_mains,
  settlement_class,
  low_fire_resistance,
});

const PLANS: readonly [VillageId, LayerRows['area'], string][] = [
  ['v1', area('榕市社区', 'village', 6480, true, '镇区'), 'h D E m n o k j'],
  ['v2', area('溪南新社区', 'village', 5920, true, '镇区（新建）'), 'p I J K q r l k o'],
  ['v3', area('厝下村', 'village', 7350, true, '城中村'), 'm F G H p o n'],
  ['v4', area('洋尾垅村', 'village', 2630, true, '城乡结合部'), 'e i h j k l g f'],
  ['v5', area('渡仔头村', 'village', 1410, false, '沿溪村', true), 'a e f g c b'],
  ['v6', area('云坑尾村', 'village', 1180, false, '山村', false), 'T1 C D h i e a'],
  ['v7', area('竹坪岭村', 'village', 1260, false, '山村', false), 'A B T1 a b c d P'],
  ['v8', area('鼓岩脚村', 'village', 1750, false, '山村'), 'd c g l r q L M N O'],
];

const TOWN = 'A B T1 C D E m F G H p I J K q L M N O d P';

export const VILLAGES: readonly Village[] = PLANS.map(([id, attributes, corners]) => ({
  id,
  attributes,
  ring: ringOf(corners),
}));

export const TOWN_AREA = {
  id: 'town',
  attributes: area('榕溪镇', 'town', 27_980, null, '镇'),
  ring: ringOf(TOWN),
};

export function villageAt(p: Place): Village | null {
  return VILLAGES.find(({ ring }) => isInside(p, ring)) ?? null;
}

/** The borders of a village, counter-clockwise, each drawn once however many villages share it. */
function ringOf(corners: string): Place[] {
  const names = corners.split(' ') as Corner[];
  const ring = names.flatMap((from, i) => border(from, names[(i + 1) % names.length]));
  const doubled = ring.reduce((sum, [ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length];
    return sum + ax * by - bx * ay;
  }, 0);
  return doubled > 0 ? ring : ring.reverse();
}

/** From one corner up to, but without, the next; bent the same whichever way it is walked. */
function border(from: Corner, to: Corner): Place[] {
  const forward = from < to;
  const [first, last] = forward ? [from, to] : [to, from];
  const line = ALONG_RIVER.has(`${first}-${last}`) ? alongRiver(first, last) : bent(first, last);
  return (forward ? line : line.reverse()).slice(0, -1);
}

function bent(first: Corner, last: Corner): Place[] {
  const [a, b]: Place[] = [CORNERS[first], CORNERS[last]];
  const length_m = apart_m(a, b);
  const phase = first.charCodeAt(0) * 1.7 + last.charCodeAt(0) * 0.9;
  const steps = Math.max(2, Math.round(length_m / 90));
  return Array.from({ length: steps + 1 }, (_, k): Place => {
    const t = k / steps;
    const aside =
      Math.sin(Math.PI * t) * 34 * Math.sin(phase + t * 9) +
      Math.sin(Math.PI * t) * 12 * Math.sin(phase * 2 + t * 23);
    const [x, y] = between(a, b, t);
    return [x - ((b[1] - a[1]) / length_m) * aside, y + ((b[0] - a[0]) / length_m) * aside];
  });
}

function alongRiver(first: Corner, last: Corner): Place[] {
  const [a, b]: Place[] = [CORNERS[first], CORNERS[last]];
  const from_m = RIVER_WATER.middle.nearest(a).along_m;
  const to_m = RIVER_WATER.middle.nearest(b).along_m;
  const steps = Math.round(Math.abs(to_m - from_m) / 60);
  const inner = Array.from(
    { length: steps - 1 },
    (_, k) => RIVER_WATER.middle.at(from_m + ((to_m - from_m) * (k + 1)) / steps).place,
  );
  return [a, ...inner, b];
}

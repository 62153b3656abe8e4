import { Cells, Curve, smooth, type Place } from './plane.ts';

/** Where the river of the sample town runs, west to east, and half its width at both ends. */
const RIVER: readonly Place[] = [
  [-420, 5230],
  [-200, 5150],
  [700, 5060],
  [1500, 4560],
  [2300, 4250],
  [3000, 3760],
  [3900, 3260],
  [4900, 2990],
  [5800, 2560],
  [6800, 2340],
  [7900, 1960],
  [9300, 1750],
  [9600, 1720],
];
const BROOK: readonly Place[] = [
  [4420, 6480],
  [4330, 6250],
  [4010, 5900],
  [3780, 5330],
  [3870, 4750],
  [3990, 4100],
  [3960, 3620],
  [4060, 3190],
];

export interface Water {
  name: string;
  middle: Curve;
  halfWidth_m: (along_m: number) => number;
}

const river = new Curve(smooth(RIVER, 25));
const brook = new Curve(smooth(BROOK, 18));

/** Streams by name; the brook flows into the river. Widths swell and shrink as a river's do. */
export const WATERS: readonly Water[] = [
  {
    name: '示例·榕溪',
    middle: river,
    halfWidth_m: (s) => 12 + (22 * s) / river.length_m + 3 * Math.sin(s / 170) + 2 * Math.sin(s / 61),
  },
  {
    name: '示例·云坑',
    middle: brook,
    halfWidth_m: (s) => 2.5 + (4 * s) / brook.length_m + 0.6 * Math.sin(s / 40),
  },
];

export const [RIVER_WATER, BROOK_WATER] = WATERS;

/** Beyond this distance from a stream's middle nobody asks for its bank. */
const FAR_M = 90;
const near_water = new Cells<Water>(50);
for (const water of WATERS) for (const p of water.middle.points) near_water.add(water, [p], FAR_M);

/** Metres from the nearest bank; negative in the water, Infinity where no water is near. */
export function fromBank_m(p: Place): number {
  let least_m = Infinity;
  for (const { middle, halfWidth_m } of near_water.near([p])) {
    const { along_m, distance_m } = middle.nearest(p);
    least_m = Math.min(least_m, distance_m - halfWidth_m(along_m));
  }
  return least_m;
}

/** Outline of a stream between its banks, counter-clockwise; cut where it enters and leaves the town. */
export function banks({ middle, halfWidth_m }: Water, from_m: number, to_m: number): Place[] {
  const left: Place[] = [];
  const right: Place[] = [];
  for (let s = from_m; s <= to_m; s += 20) {
    left.push(middle.beside(s, halfWidth_m(s)));
    right.push(middle.beside(s, -halfWidth_m(s)));
  }
  return [...right, ...left.reverse()];
}

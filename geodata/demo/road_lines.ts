import { RIVER_WATER } from './land.ts';
import { Curve, smooth, type Place } from './plane.ts';

/** Vertices of a drawn road stand about this far apart. */
const STEP_M = 14;

const curve = (...through: Place[]) => new Curve(smooth(through, STEP_M));

/** The road down the valley, on the north bank; the settlements are laid out along it. */
export const VALLEY_ROAD = curve(
  [-180, 5360],
  [700, 5290],
  [1550, 4830],
  [2400, 4500],
  [3100, 4030],
  [4000, 3580],
  [4900, 3340],
  [5800, 2990],
  [6700, 2790],
  [7800, 2430],
  [9252, 2190],
);
export const along = (line: Curve, near: Place) => line.nearest(near).along_m;
const on = (line: Curve, near: Place): Place => line.at(along(line, near)).place;

/** A stretch of a curve as a line of its own. */
export function stretch(line: Curve, from_m: number, to_m: number): Place[] {
  const inner: Place[] = [];
  for (const p of line.points) {
    const s = line.nearest(p).along_m;
    if (s > from_m + 1 && s < to_m - 1) inner.push(p);
  }
  return [line.at(from_m).place, ...inner, line.at(to_m).place];
}

/** The road round the north of the market town and the urban village. */
export const NORTH_RING = curve(
  on(VALLEY_ROAD, [5580, 3085]),
  [5620, 3260],
  [5800, 3390],
  [6250, 3340],
  [6900, 3190],
  [7280, 3070],
  [7540, 2900],
  [7670, 2690],
  on(VALLEY_ROAD, [7690, 2470]),
);

const levee = (side: 1 | -1, from: Place, to: Place) => {
  const { middle, halfWidth_m } = RIVER_WATER;
  const from_m = along(middle, from);
  const to_m = along(middle, to);
  const points: Place[] = [];
  for (let s = from_m; s <= to_m; s += 22) points.push(middle.beside(s, side * (halfWidth_m(s) + 15)));
  return new Curve(points);
};
export const NORTH_LEVEE = levee(1, [5540, 2700], [7820, 2000]);
export const SOUTH_LEVEE = levee(-1, [5480, 2730], [7450, 2130]);

export const SOUTH_AVENUE = curve(
  on(VALLEY_ROAD, [6170, 2900]),
  [6215, 2650],
  [6235, 2440],
  [6270, 2150],
  [6310, 1800],
  [6330, 1400],
  [6300, 1050],
  [6240, 720],
  [6260, 420],
);

export const SOUTH_BANK_ROAD = curve(
  on(SOUTH_AVENUE, [6300, 1880]),
  [5900, 1990],
  [5500, 2190],
  [5050, 2260],
  [4550, 2180],
  [4150, 1990],
  [3650, 1930],
  [3250, 2060],
  [2850, 2260],
  [2560, 2620],
  [2480, 3050],
  [2610, 3500],
  [2640, 3860],
  on(VALLEY_ROAD, [2760, 4260]),
);

const BYPASS = curve(
  [40, 1520],
  [1200, 1160],
  [2600, 1050],
  [4200, 1140],
  [5300, 1080],
  [6300, 1040],
  [7600, 1130],
  [9180, 1240],
);
const carriageway = (aside_m: number) => {
  const points: Place[] = [];
  for (let s = 0; s <= BYPASS.length_m; s += 25) points.push(BYPASS.beside(s, aside_m));
  return new Curve(points);
};
export const EASTBOUND = carriageway(-11);
export const WESTBOUND = new Curve([...carriageway(11).points].reverse());

export const BROOK_ROAD = curve(
  on(VALLEY_ROAD, [4160, 3530]),
  [4090, 3800],
  [4110, 4150],
  [3985, 4700],
  [3860, 5050],
  [3890, 5350],
  [4090, 5750],
  [4250, 6050],
  [4390, 6230],
);
export const HILL_ROAD = curve(
  on(VALLEY_ROAD, [1020, 5150]),
  [960, 5420],
  [1120, 5560],
  [1010, 5720],
  [1180, 5860],
  [1060, 6020],
  [840, 6090],
);
export const BACK_HILL_ROAD = curve(
  on(NORTH_RING, [6420, 3300]),
  [6440, 3620],
  [6370, 3780],
  [6490, 3930],
  [6400, 4120],
  [6550, 4290],
  [6520, 4480],
);
export const UPPER_LANE = curve(
  on(SOUTH_BANK_ROAD, [4080, 1970]),
  [4060, 1830],
  [4130, 1700],
  [4060, 1560],
  [4120, 1390],
);
export const GATE_LANE = curve(
  on(VALLEY_ROAD, [4720, 3400]),
  [4740, 3560],
  [4690, 3720],
  [4760, 3880],
  [4720, 4060],
  [4790, 4230],
);
export const SOUTH_STREET = curve(
  on(SOUTH_AVENUE, [6300, 1880]),
  [6700, 1800],
  [7300, 1740],
  [7900, 1560],
  [8450, 1480],
);
export const ROCK_LINK = curve(
  on(SOUTH_BANK_ROAD, [3300, 2040]),
  [3330, 1800],
  [3260, 1560],
  [3340, 1300],
  on(WESTBOUND, [3330, 1090]),
);
export const OLD_BRIDGE_LANE = curve(
  on(VALLEY_ROAD, [5760, 3005]),
  [5725, 2880],
  [5710, 2760],
  [5690, 2560],
  [5680, 2440],
  on(SOUTH_BANK_ROAD, [5620, 2130]),
);
export const EAST_STREET = curve(
  on(VALLEY_ROAD, [6960, 2715]),
  [6935, 2880],
  [6955, 3030],
  on(NORTH_RING, [6920, 3185]),
);
export const LOGISTICS_LOOP = curve(
  on(EASTBOUND, [1420, 1100]),
  [1440, 990],
  [1560, 860],
  [1800, 800],
  [2100, 790],
  [2330, 850],
  [2440, 950],
  on(EASTBOUND, [2460, 1040]),
);
export const LOGISTICS_SPURS = [
  curve(on(LOGISTICS_LOOP, [1800, 800]), [1790, 900], [1800, 1010]),
  curve(on(LOGISTICS_LOOP, [2100, 790]), [2110, 900], [2095, 1000]),
];
export const FOOTBRIDGE = curve(
  on(VALLEY_ROAD, [4560, 3440]),
  [4510, 3300],
  [4470, 3120],
  [4420, 2980],
  [4380, 2850],
  [4330, 2720],
  [4370, 2600],
);
export const STONE_STEPS = curve(
  on(NORTH_RING, [5850, 3390]),
  [5880, 3560],
  [5840, 3740],
  [5900, 3960],
  [5860, 4120],
  [5930, 4260],
);

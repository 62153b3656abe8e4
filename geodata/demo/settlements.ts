import type { Chance } from './chance.ts';
import { isFree } from './campuses.ts';
import type { LaneGrid } from './lane_grid.ts';
import { Curve, isInside, type Place } from './plane.ts';
import {
  along,
  BACK_HILL_ROAD,
  BROOK_ROAD,
  GATE_LANE,
  HILL_ROAD,
  NORTH_LEVEE,
  NORTH_RING,
  SOUTH_AVENUE,
  SOUTH_BANK_ROAD,
  STONE_STEPS,
  stretch,
  UPPER_LANE,
  VALLEY_ROAD,
} from './road_lines.ts';
import {
  marketLane,
  handshakeLane,
  coreLane,
  estateLane,
  suburbLane,
  workshopLane,
  villageLane,
  hamletLane,
  stepsLane,
} from './settlement_lanes.ts';

const rows = (from_m: number, to_m: number, apart_m: number) =>
  Array.from({ length: Math.round((to_m - from_m) / apart_m) + 1 }, (_, k) => from_m + k * apart_m);

const region = (...rings: (readonly Place[])[]) => {
  const ring = rings.flat();
  return (p: Place) => isInside(p, ring) && isFree(p);
};
const sectionOf = (line: Curve, from: Place, to: Place) => stretch(line, along(line, from), along(line, to));

const MARKET_NORTH = region(
  sectionOf(VALLEY_ROAD, [5590, 3080], [6960, 2715]),
  sectionOf(NORTH_RING, [5600, 3090], [6920, 3185]).reverse(),
);
const MARKET_SOUTH = region(
  sectionOf(VALLEY_ROAD, [5560, 3090], [6960, 2715]),
  sectionOf(NORTH_LEVEE, [5560, 2700], [6950, 2330]).reverse(),
);
const URBAN_NORTH = region(
  sectionOf(VALLEY_ROAD, [6970, 2715], [7690, 2470]),
  sectionOf(NORTH_RING, [6930, 3185], [7690, 2475]).reverse(),
);
const URBAN_SOUTH = region(
  sectionOf(VALLEY_ROAD, [6980, 2710], [7690, 2470]),
  sectionOf(NORTH_LEVEE, [6960, 2330], [7740, 2030]).reverse(),
);
/** The oldest part of the urban village, far from any street. */
const inCore = ([x, y]: Place) => ((x - 7280) / 190) ** 2 + ((y - 2870) / 118) ** 2 < 1;
const HAMLET_BY_BRIDGE = new Curve([
  [4190, 2590],
  [4340, 2625],
  [4490, 2600],
]);
const SOUTH_CENTRE: Place[] = [
  [5620, 2080],
  [6290, 1890],
  [7900, 1560],
  [8080, 1860],
  [6900, 2230],
  [5700, 2450],
];
const SOUTH_ESTATES: Place[] = [
  [5420, 1260],
  [7700, 1260],
  [7900, 1560],
  [6290, 1890],
  [5550, 2080],
  [5380, 1700],
];
const SOUTH_WORKS: Place[] = [
  [5500, 960],
  [5560, 420],
  [7600, 500],
  [7560, 1000],
  [6300, 940],
];

const s = (line: Curve, near: Place) => along(line, near);
const townGrid = {
  base: VALLEY_ROAD,
  from_m: s(VALLEY_ROAD, [5600, 3080]),
  to_m: s(VALLEY_ROAD, [6970, 2715]),
  column_m: 69,
  jitter_m: 14,
  swing_m: 5,
  through: 0.62,
  missing: 0.1,
  row_missing: 0.06,
};
const urbanGrid = {
  base: VALLEY_ROAD,
  from_m: s(VALLEY_ROAD, [6965, 2715]) - 150,
  to_m: s(VALLEY_ROAD, [7720, 2460]),
  column_m: 56,
  jitter_m: 17,
  swing_m: 6,
  through: 0.25,
  missing: 0.1,
  row_missing: 0.14,
};
const nearRoad = (line: Curve, least_m: number, most_m: number, from: Place, to: Place) => {
  const start_m = s(line, from);
  const end_m = s(line, to);
  return (p: Place) => {
    const { along_m, distance_m } = line.nearest(p);
    const swelling = 0.62 + 0.38 * Math.sin(along_m / 118 + p[0] / 260) * Math.cos(along_m / 67);
    return (
      distance_m > least_m &&
      distance_m < most_m * swelling &&
      along_m > start_m &&
      along_m < end_m &&
      isFree(p)
    );
  };
};
const village = { column_m: 118, jitter_m: 36, swing_m: 17, through: 0.2, missing: 0.14, row_missing: 0.2 };
const hamlet = {
  column_m: 66,
  jitter_m: 12,
  swing_m: 4,
  through: 0.3,
  missing: 0.12,
  row_missing: 0.05,
  allowed: isFree,
};

/** Every settlement's lanes, in the order they grew: earlier ones are met by later ones. */
export const GRIDS: readonly LaneGrid[] = [
  { ...townGrid, rows_m: rows(0, 520, 65), lane: marketLane(null), allowed: MARKET_NORTH },
  { ...townGrid, rows_m: rows(-455, 0, 65), lane: marketLane(4), allowed: MARKET_SOUTH },
  {
    ...urbanGrid,
    rows_m: rows(0, 560, 40),
    lane: handshakeLane,
    allowed: (p) => URBAN_NORTH(p) && !inCore(p),
  },
  {
    ...urbanGrid,
    column_m: 48,
    rows_m: rows(0, 570, 38),
    lane: coreLane,
    allowed: (p) => URBAN_NORTH(p) && inCore(p),
  },
  { ...urbanGrid, column_m: 62, rows_m: rows(-400, 0, 40), lane: handshakeLane, allowed: URBAN_SOUTH },
  {
    base: SOUTH_AVENUE,
    from_m: s(SOUTH_AVENUE, [6230, 2450]),
    to_m: s(SOUTH_AVENUE, [6300, 1880]),
    rows_m: rows(-1700, 700, 100),
    column_m: 100,
    jitter_m: 9,
    swing_m: 4,
    through: 0.7,
    missing: 0.12,
    row_missing: 0.1,
    lane: suburbLane,
    allowed: region(SOUTH_CENTRE),
  },
  {
    base: SOUTH_AVENUE,
    from_m: s(SOUTH_AVENUE, [6310, 1850]),
    to_m: s(SOUTH_AVENUE, [6310, 1260]),
    rows_m: rows(-1500, 900, 150),
    column_m: 124,
    jitter_m: 6,
    swing_m: 3,
    through: 0.75,
    missing: 0.1,
    row_missing: 0.05,
    lane: estateLane,
    allowed: region(SOUTH_ESTATES),
  },
  {
    base: SOUTH_AVENUE,
    from_m: s(SOUTH_AVENUE, [6280, 960]),
    to_m: s(SOUTH_AVENUE, [6260, 420]),
    rows_m: rows(-1260, 720, 180),
    column_m: 180,
    jitter_m: 5,
    swing_m: 2,
    through: 0.8,
    missing: 0.1,
    row_missing: 0.05,
    lane: workshopLane,
    allowed: region(SOUTH_WORKS),
  },
  {
    ...village,
    base: VALLEY_ROAD,
    from_m: s(VALLEY_ROAD, [4230, 3510]),
    to_m: s(VALLEY_ROAD, [5150, 3250]),
    rows_m: rows(-220, 330, 55),
    lane: villageLane('valley', '洋尾', 0.5),
    allowed: nearRoad(VALLEY_ROAD, 0, 370, [4200, 3520], [5180, 3240]),
  },
  {
    ...village,
    base: VALLEY_ROAD,
    from_m: s(VALLEY_ROAD, [2200, 4560]),
    to_m: s(VALLEY_ROAD, [2960, 4110]),
    rows_m: rows(-224, 224, 56),
    lane: villageLane('hill', '渡头', 0.45),
    allowed: nearRoad(VALLEY_ROAD, 0, 275, [2180, 4570], [2980, 4100]),
  },
  {
    ...village,
    base: BROOK_ROAD,
    from_m: s(BROOK_ROAD, [3870, 5120]),
    to_m: s(BROOK_ROAD, [4350, 6180]),
    rows_m: rows(-208, 208, 52),
    lane: villageLane('hill', '云坑', 0.3),
    allowed: nearRoad(BROOK_ROAD, 0, 260, [3870, 5060], [4375, 6210]),
  },
  {
    ...village,
    base: VALLEY_ROAD,
    from_m: s(VALLEY_ROAD, [260, 5340]),
    to_m: s(VALLEY_ROAD, [1130, 5100]),
    rows_m: rows(-216, 216, 54),
    lane: villageLane('hill', '竹坪', 0.4),
    allowed: nearRoad(VALLEY_ROAD, 0, 260, [240, 5340], [1150, 5090]),
  },
  {
    ...village,
    base: SOUTH_BANK_ROAD,
    from_m: s(SOUTH_BANK_ROAD, [3760, 1930]),
    to_m: s(SOUTH_BANK_ROAD, [2780, 2320]),
    rows_m: rows(-224, 224, 56),
    lane: villageLane('hill', '鼓岩', 0.4),
    allowed: nearRoad(SOUTH_BANK_ROAD, 0, 270, [3780, 1930], [2760, 2340]),
  },
  {
    ...village,
    column_m: 70,
    base: SOUTH_BANK_ROAD,
    from_m: s(SOUTH_BANK_ROAD, [2480, 3080]),
    to_m: s(SOUTH_BANK_ROAD, [2630, 3650]),
    rows_m: rows(-60, 60, 60),
    lane: villageLane('hill', '对岸', 0.3),
    allowed: nearRoad(SOUTH_BANK_ROAD, 0, 95, [2480, 3100], [2640, 3800]),
  },
  {
    ...hamlet,
    base: HILL_ROAD,
    from_m: s(HILL_ROAD, [1180, 5860]),
    to_m: HILL_ROAD.length_m - 5,
    rows_m: rows(-50, 50, 50),
    lane: hamletLane('岭上'),
  },
  {
    ...hamlet,
    base: UPPER_LANE,
    from_m: s(UPPER_LANE, [4080, 1610]),
    to_m: UPPER_LANE.length_m - 5,
    rows_m: rows(-90, 90, 45),
    lane: hamletLane('上厝'),
  },
  {
    ...hamlet,
    base: GATE_LANE,
    from_m: s(GATE_LANE, [4750, 3860]),
    to_m: GATE_LANE.length_m - 5,
    rows_m: rows(-90, 90, 45),
    lane: hamletLane('顶厝'),
  },
  {
    ...hamlet,
    base: STONE_STEPS,
    from_m: s(STONE_STEPS, [5850, 3860]),
    to_m: STONE_STEPS.length_m - 5,
    rows_m: rows(-96, 96, 32),
    lane: stepsLane,
  },
  {
    ...hamlet,
    base: HAMLET_BY_BRIDGE,
    from_m: 0,
    to_m: HAMLET_BY_BRIDGE.length_m,
    rows_m: [-62, -31, 0.5, 31],
    lane: stepsLane,
  },
  {
    ...hamlet,
    base: BACK_HILL_ROAD,
    from_m: s(BACK_HILL_ROAD, [6540, 4250]),
    to_m: BACK_HILL_ROAD.length_m - 5,
    rows_m: rows(-45, 45, 45),
    lane: hamletLane('后山'),
  },
];

/** Unused draws keep their place: a grid's chance is named by its position. */
export const gridChance = (chance: Chance, index: number) => chance.of(`lanes ${index}`);

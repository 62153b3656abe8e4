import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Chance } from './chance.ts';
import { Ground } from './ground.ts';
import { apart_m, Curve, isInside, rectangle, type Place } from './plane.ts';
import { TOWN_AREA } from './villages.ts';
import { PLOTS, QUOTA, type Plot } from './plots.ts';
import { CAMPUSES, type Campus } from './campuses.ts';
import type { Frontage, StreetLine } from './street_line.ts';

export interface Building {
  attributes: LayerRows['building'];
  /** Shell counter-clockwise, then holes clockwise. */
  rings: Place[][];
  middle: Place;
  frontage: Frontage | 'campus';
  /** The street it was built along; null in a campus. */
  street: number | null;
}

interface Standing extends Building {
  frontage: Frontage;
}

/** Shares of houses whose residents, height and floors the register knows. */
const KNOWN = { people: 0.16, height: 0.75, floors: 0.97 };

/** All buildings, first those of the institutions, then row by row along the streets; ordered west to east by block. */
export function buildings(streets: readonly StreetLine[], chance: Chance): Building[] {
  const ground = new Ground(streets);
  const institutions = CAMPUSES.flatMap((campus) => campusBuildings(campus, ground, chance.of(campus.name)));
  const standing = new Map<Frontage, Standing[]>();
  const build = (behind: boolean) =>
    streets.forEach((street, index) => {
      const { frontage } = street;
      if (frontage === null || (behind && QUOTA[frontage].behind === 0)) return;
      const here = standing.get(frontage) ?? [];
      standing.set(frontage, here);
      for (const side of [1, -1] as const)
        here.push(...rowOf(street, index, side, behind, ground, chance.of(`${behind} ${index} ${side}`)));
    });
  build(false);
  build(true);
  const kept = [...standing].flatMap(([frontage, all]) =>
    keep(all, QUOTA[frontage].buildings, streets, chance.of(`thin ${frontage}`)),
  );
  return [...institutions, ...kept];
}

const TOWN_CENTRE: Place = [6190, 2860];
/** How much houses of a kind of street keep together. */
const CLUMPED: Record<Frontage, number> = {
  arcade: 0,
  town: 0.3,
  handshake: 0.15,
  core: 0,
  estate: 0.2,
  suburb: 0.6,
  valley: 0.8,
  hill: 1,
  hamlet: 0.6,
  steps: 0.6,
  workshop: 0.2,
  logistics: 0,
  roadside: 0.4,
};

/** Thins to the number wanted; where little is built, houses stand together in clumps with fields between. */
function keep(
  all: readonly Standing[],
  wanted: number,
  streets: readonly StreetLine[],
  chance: Chance,
): Standing[] {
  const phase = chance.between(0, 50);
  const scored = all.map((building, order) => {
    const [x, y] = building.middle;
    const clump =
      Math.sin(x / 71 + phase) + Math.sin(y / 63 - x / 190 + phase) + 0.6 * Math.sin((x + y) / 37);
    const on_main_street = streets[building.street!].street_class === 'secondary';
    const in_town = building.frontage === 'town' && !on_main_street;
    const from_centre_m = apart_m(building.middle, TOWN_CENTRE);
    return {
      order,
      score:
        CLUMPED[building.frontage] * clump - (in_town ? from_centre_m / 420 : 0) + chance.between(0, 2.6),
    };
  });
  const chosen = new Set(
    scored
      .sort((a, b) => b.score - a.score)
      .slice(0, wanted)
      .map(({ order }) => order),
  );
  return all.filter((_, order) => chosen.has(order));
}

function rowOf(
  { points, width_m, frontage }: StreetLine,
  street: number,
  side: 1 | -1,
  behind: boolean,
  ground: Ground,
  chance: Chance,
): Standing[] {
  const line = new Curve(points);
  const plots = PLOTS[frontage!];
  const built: Standing[] = [];
  const half_m = (width_m ?? 3) / 2;
  let s = chance.between(0.5, 4);
  while (s < line.length_m) {
    const plot = drawn(plots, chance);
    const plot_width_m = chance.between(...plot.width_m);
    const depth_m = chance.between(...plot.depth_m);
    const setback_m = chance.between(...plot.setback_m);
    const gap_m = chance.between(...plot.gap_m);
    if (behind && !chance.yes(QUOTA[frontage!].behind)) {
      s += plot_width_m + gap_m;
      continue;
    }
    if (s + plot_width_m > line.length_m + 1) break;
    const { place, along } = line.at(s + plot_width_m / 2);
    const facing: Place = side === 1 ? along : [-along[0], -along[1]];
    const back_m = half_m + setback_m + (behind ? chance.between(14, 17) : 0);
    const front: Place = [place[0] - facing[1] * back_m, place[1] + facing[0] * back_m];
    const outline = rectangle(front, facing, plot_width_m, depth_m);
    if (
      !ground.isFree(outline, Math.min(setback_m, 0.9) * 0.8, Math.min(gap_m, 0.9) * 0.9) ||
      !outline.every((p) => isInside(p, TOWN_AREA.ring))
    ) {
      s += 2.5;
      continue;
    }
    ground.take(outline);
    built.push({
      attributes: attributesOf(plot, plot_width_m * depth_m, chance),
      rings: shaped(plot, front, facing, plot_width_m, depth_m, chance),
      middle: [(outline[0][0] + outline[2][0]) / 2, (outline[0][1] + outline[2][1]) / 2],
      frontage: frontage!,
      street,
    });
    s += plot_width_m + gap_m;
  }
  return built;
}

function drawn(plots: readonly Plot[], chance: Chance): Plot {
  let left = chance.next() * plots.reduce((sum, { weight }) => sum + weight, 0);
  return plots.find(({ weight }) => (left -= weight) < 0) ?? plots[0];
}

function shaped(
  plot: Plot,
  front: Place,
  facing: Place,
  width_m: number,
  depth_m: number,
  chance: Chance,
): Place[][] {
  const [ux, uy] = facing;
  const at = (a: number, d: number): Place => [front[0] + ux * a - uy * d, front[1] + uy * a + ux * d];
  const half = width_m / 2;
  if (plot.shape === 'courtyard' && width_m > 12) {
    const wing = width_m * 0.27;
    const court = [
      at(-half + wing, depth_m * 0.35),
      at(half - wing, depth_m * 0.35),
      at(half - wing, depth_m * 0.7),
      at(-half + wing, depth_m * 0.7),
    ];
    return [rectangle(front, facing, width_m, depth_m), court.reverse()];
  }
  if (plot.use === 'house' && width_m > 9 && chance.yes(0.3)) {
    const notch = width_m * chance.between(0.3, 0.45);
    const deep = depth_m * chance.between(0.25, 0.4);
    return [
      [
        at(-half, 0),
        at(half, 0),
        at(half, depth_m - deep),
        at(half - notch, depth_m - deep),
        at(half - notch, depth_m),
        at(-half, depth_m),
      ],
    ];
  }
  return [rectangle(front, facing, width_m, depth_m)];
}

const PEOPLE_PER_100_M2: Record<string, number> = {
  house: 1.1,
  'rental-house': 3.4,
  apartments: 2.4,
  shophouse: 1.8,
  dormitory: 6,
};

function attributesOf(
  { use, structure, floors, storey_m }: Plot,
  footprint_m2: number,
  chance: Chance,
): LayerRows['building'] {
  const storeys = chance.whole(...floors);
  const dense = PEOPLE_PER_100_M2[use];
  const people = Math.max(
    1,
    Math.round((footprint_m2 * storeys * (dense ?? 0) * chance.between(0.5, 1.2)) / 100),
  );
  return {
    name: null,
    use,
    height_m: chance.yes(KNOWN.height) ? Math.round(storeys * storey_m * 10) / 10 : null,
    floors: chance.yes(KNOWN.floors) ? storeys : null,
    structure,
    people: dense !== undefined && chance.yes(KNOWN.people) ? people : null,
    ground_m: null,
  };
}

type Part = [
  use: string,
  name: string,
  a: number,
  d: number,
  width_m: number,
  depth_m: number,
  floors: number,
];

/** Buildings of a campus: middle of the front and distance behind it as shares of its size, then metres. */
const PARTS: Record<Campus['kind'], (w: number, d: number) => Part[]> = {
  'middle-school': (w, d) => [
    ['school', '教学楼一', -w * 0.3, d * 0.12, 52, 14, 5],
    ['school', '教学楼二', -w * 0.3, d * 0.38, 52, 14, 5],
    ['school', '实验楼', -w * 0.3, d * 0.64, 46, 14, 4],
    ['dormitory', '学生宿舍', -w * 0.02, d * 0.8, 44, 13, 6],
    ['school', '食堂', w * 0.02, d * 0.12, 28, 20, 2],
    ['school', '体育馆', w * 0.36, d * 0.76, 40, 26, 1],
  ],
  'primary-school': (w, d) => [
    ['school', '教学楼', -w * 0.2, d * 0.1, 44, 12, 4],
    ['school', '综合楼', -w * 0.2, d * 0.48, 40, 12, 4],
    ['school', '食堂', w * 0.3, d * 0.1, 22, 13, 2],
  ],
  market: (w, d) => [['market', '交易大棚', 0, d * 0.18, w * 0.72, d * 0.6, 1]],
  hospital: (w, d) => [
    ['hospital', '门诊楼', -w * 0.08, d * 0.1, 44, 14, 5],
    ['hospital', '住院楼', -w * 0.08, d * 0.55, 44, 14, 7],
  ],
  government: (w, d) => [
    ['office', '办公楼', 0, d * 0.34, 48, 14, 6],
    ['office', '便民服务中心', -w * 0.28, d * 0.04, 24, 13, 2],
  ],
  barracks: () => [['fire-station', '车库及宿舍', 0, 9, 26, 14, 3]],
  'care-home': (w, d) => [['care-home', '养老楼', 0, d * 0.28, w * 0.72, 12, 3]],
  temple: (w, d) => [['temple', '', 0, d * 0.3, w * 0.6, d * 0.5, 1]],
};

function campusBuildings(campus: Campus, ground: Ground, chance: Chance): Building[] {
  const {
    front,
    along: [ux, uy],
    kind,
    name,
    width_m,
    depth_m,
  } = campus;
  const built = PARTS[kind](width_m, depth_m).flatMap(([use, part, a, d, w, depth, floors]): Building[] => {
    const at: Place = [front[0] + ux * a - uy * d, front[1] + uy * a + ux * d];
    const outline = rectangle(at, campus.along, w, depth);
    if (!ground.isFree(outline, 0.5, 0.5)) return [];
    return [
      {
        attributes: {
          name: name + part,
          use,
          height_m: Math.round(floors * 36) / 10,
          floors,
          structure: use === 'temple' ? '砖木' : '框架',
          people: use === 'dormitory' ? 320 : use === 'care-home' ? chance.whole(28, 60) : null,
          ground_m: null,
        },
        rings: [outline],
        middle: [(outline[0][0] + outline[2][0]) / 2, (outline[0][1] + outline[2][1]) / 2],
        frontage: 'campus',
        street: null,
      },
    ];
  });
  ground.take(campus.ground);
  return built;
}

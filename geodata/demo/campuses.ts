import { fromBank_m } from './land.ts';
import type { Curve } from './plane.ts';
import { rectangle, type Place } from './plane.ts';
import { along, NORTH_LEVEE, NORTH_RING, SOUTH_BANK_ROAD, SOUTH_STREET, VALLEY_ROAD } from './road_lines.ts';

/** Ground kept free of lanes for one institution. */
export interface Campus {
  kind:
    | 'middle-school'
    | 'primary-school'
    | 'market'
    | 'hospital'
    | 'care-home'
    | 'temple'
    | 'government'
    | 'barracks';
  name: string;
  ground: Place[];
  front: Place;
  along: Place;
  width_m: number;
  depth_m: number;
}

/** Beside a road: how far along, which side, and how far back from its middle. */
function campus(
  kind: Campus['kind'],
  name: string,
  road: Curve,
  near: Place,
  side: 1 | -1,
  back_m: number,
  width_m: number,
  depth_m: number,
): Campus {
  const s = along(road, near);
  const { along: direction } = road.at(s);
  const front = road.beside(s, side * back_m);
  const facing: Place = side === 1 ? direction : [-direction[0], -direction[1]];
  return {
    kind,
    name,
    ground: rectangle(front, facing, width_m, depth_m),
    front,
    along: facing,
    width_m,
    depth_m,
  };
}

export const CAMPUSES: readonly Campus[] = [
  campus('middle-school', '示例·榕溪中学', NORTH_RING, [6180, 3350], 1, 9, 170, 130),
  campus('primary-school', '示例·榕溪中心小学', VALLEY_ROAD, [6420, 2860], 1, 12, 92, 78),
  campus('market', '示例·榕溪农贸市场', VALLEY_ROAD, [6020, 2935], -1, 12, 64, 50),
  campus('hospital', '示例·榕溪镇卫生院', VALLEY_ROAD, [5690, 3030], 1, 12, 70, 62),
  campus('government', '示例·榕溪镇人民政府', VALLEY_ROAD, [5890, 2970], 1, 14, 74, 60),
  campus('barracks', '示例·榕溪镇专职消防队', VALLEY_ROAD, [6700, 2790], -1, 12, 46, 40),
  campus('primary-school', '示例·厝下小学', NORTH_RING, [7200, 3110], 1, 9, 84, 70),
  campus('primary-school', '示例·溪南实验小学', SOUTH_STREET, [6920, 1780], -1, 10, 100, 84),
  campus('care-home', '示例·榕溪敬老院', NORTH_RING, [6620, 3260], 1, 9, 56, 48),
  campus('care-home', '示例·鼓岩养老服务站', SOUTH_BANK_ROAD, [3000, 2180], 1, 7, 36, 26),
  campus('temple', '示例·榕溪宫', NORTH_LEVEE, [6060, 2520], 1, 8, 34, 36),
  campus('temple', '示例·渡仔头祖祠', VALLEY_ROAD, [2560, 4400], 1, 9, 28, 32),
];

const inCampus = (p: Place, margin_m: number) =>
  CAMPUSES.some(({ front, along: [ux, uy], width_m, depth_m }) => {
    const [dx, dy] = [p[0] - front[0], p[1] - front[1]];
    const a = dx * ux + dy * uy;
    const d = -dx * uy + dy * ux;
    return Math.abs(a) < width_m / 2 + margin_m && d > -margin_m && d < depth_m + margin_m;
  });

/** Dry ground outside the campuses. */
export const isFree = (p: Place) => fromBank_m(p) > 7 && !inCampus(p, 5);

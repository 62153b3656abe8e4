import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Building } from './buildings.ts';
import type { Chance } from './chance.ts';
import type { Place } from './plane.ts';

export interface NamedPlace {
  place: Place;
  attributes: LayerRows['place'];
  building: number;
}

/** Plans ask after homes above 27 m and other buildings above 24 m. */
const HIGH_HOME_M = 27;
const HIGH_OTHER_M = 24;
const HOMES = new Set(['apartments', 'rental-house', 'house', 'shophouse']);

/** Small venues and the like: kind, words for the name, how many, and the uses of the buildings they are in. */
const VENUES: readonly [kind: string, words: string, count: number, uses: string[]][] = [
  ['shop', '便利店', 46, ['shophouse', 'rental-house']],
  ['restaurant', '小吃店', 40, ['shophouse', 'restaurant', 'commercial']],
  ['hotel', '旅社', 12, ['shophouse', 'commercial', 'house']],
  ['entertainment', '歌厅', 6, ['commercial', 'shophouse']],
  ['internet_cafe', '网吧', 5, ['commercial', 'shophouse']],
  ['beauty', '美容店', 14, ['shophouse', 'rental-house']],
  ['bath', '浴足店', 4, ['commercial']],
  ['clinic', '诊所', 10, ['shophouse', 'house']],
  ['workshop', '加工坊', 26, ['rental-house', 'workshop', 'house']],
  ['kindergarten', '幼儿园', 7, ['house', 'apartments', 'commercial']],
  ['factory', '制造厂', 12, ['factory']],
  ['fuel', '加油站', 1, ['restaurant']],
  ['ebike_charging', '电动车充电棚', 30, ['rental-house', 'apartments']],
  ['supermarket', '超市', 5, ['commercial']],
  ['worship', '宫庙', 6, ['house']],
];
const CAMPUS_KINDS: Record<string, string> = {
  school: 'school',
  hospital: 'hospital',
  'care-home': 'care_home',
  market: 'market',
  temple: 'heritage',
  office: 'key_unit',
};
const SURNAMES = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];

/** Places a plan looks at, each in a building. Names are counted through, so that nobody's shop is meant. */
export function places(buildings: readonly Building[], chance: Chance): NamedPlace[] {
  const in_building = (building: number, kind: string, name: string): NamedPlace => ({
    place: buildings[building].middle,
    attributes: { kind, name },
    building,
  });
  const named = new Set<string>();
  const institutions = buildings.flatMap(({ frontage, attributes }, i) => {
    const kind = frontage === 'campus' ? CAMPUS_KINDS[attributes.use ?? ''] : undefined;
    if (kind === undefined || named.has(`${kind}${attributes.name?.slice(0, 8)}`)) return [];
    named.add(`${kind}${attributes.name?.slice(0, 8)}`);
    return [in_building(i, kind, attributes.name ?? '')];
  });
  const towers = buildings.flatMap(({ attributes: { height_m, use } }, i) =>
    (height_m ?? 0) > (HOMES.has(use ?? '') ? HIGH_HOME_M : HIGH_OTHER_M) ? [i] : [],
  );
  const high = towers.map((i, k) => in_building(i, 'high_rise', `示例高层${k + 1}号楼`));
  const taken = new Set([...institutions, ...high].map(({ building }) => building));
  const venues = VENUES.flatMap(([kind, words, count, uses]) => {
    const free = buildings.flatMap(({ attributes }, i) =>
      uses.includes(attributes.use ?? '') && !taken.has(i) ? [i] : [],
    );
    const chosen = chance
      .of(kind)
      .shuffled(free)
      .slice(0, count)
      .sort((a, b) => a - b);
    chosen.forEach((i) => taken.add(i));
    return chosen.map((i, k) =>
      in_building(i, kind, `示例${SURNAMES[k % 10]}${k >= 10 ? Math.floor(k / 10) + 1 : ''}${words}`),
    );
  });
  return [...institutions, ...high, ...venues];
}

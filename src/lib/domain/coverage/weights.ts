export type WeightSource = 'recorded' | 'shared' | 'count';

export interface Dwelling {
  use: string | null;
  floors: number | null;
  /** Recorded people; null unknown. */
  people: number | null;
  footprint_m2: number;
  /** Smallest enclosing area whose population is known; null none. */
  populated_area_id: number | null;
}

export interface PopulatedArea {
  id: number;
  /** Nearest larger area whose population is known; null none. */
  populated_parent_id: number | null;
  population: number;
}

/**
 * People per building: recorded; else the smallest enclosing populated area's people, less those recorded
 * and those of smaller areas inside it with a population of their own, shared over its residential buildings without a
 * record by footprint x floors; else 1, and the weight counts buildings.
 */
export function weights(
  dwellings: readonly Dwelling[],
  areas: readonly PopulatedArea[],
): { weight: Float64Array; source: WeightSource[] } {
  const left = new Map(areas.map((area) => [area.id, area.population]));
  for (const { populated_parent_id, population } of areas) {
    if (populated_parent_id !== null) subtract(left, populated_parent_id, population);
  }
  const floor_m2 = new Map<number, number>();
  for (const dwelling of dwellings) {
    const { populated_area_id, people } = dwelling;
    if (populated_area_id === null) continue;
    if (people !== null) subtract(left, populated_area_id, people);
    else if (isResidential(dwelling.use)) {
      floor_m2.set(populated_area_id, (floor_m2.get(populated_area_id) ?? 0) + floorArea_m2(dwelling));
    }
  }
  const weight = new Float64Array(dwellings.length);
  const source: WeightSource[] = [];
  dwellings.forEach((dwelling, i) => {
    const { people, populated_area_id } = dwelling;
    const shared_m2 = populated_area_id === null ? 0 : (floor_m2.get(populated_area_id) ?? 0);
    if (people !== null) {
      weight[i] = people;
      source.push('recorded');
    } else if (populated_area_id !== null && shared_m2 > 0) {
      const share = isResidential(dwelling.use) ? floorArea_m2(dwelling) / shared_m2 : 0;
      weight[i] = share * Math.max(0, left.get(populated_area_id) ?? 0);
      source.push('shared');
    } else {
      weight[i] = 1;
      source.push('count');
    }
  });
  return { weight, source };
}

const subtract = (left: Map<number, number>, area: number, people: number) =>
  left.set(area, (left.get(area) ?? 0) - people);

const floorArea_m2 = ({ footprint_m2, floors }: Dwelling) => footprint_m2 * (floors ?? 1);

/** Uses nobody lives in, in OpenStreetMap's words and Chinese; an unknown use may be a home. */
const NOT_A_HOME = new Set(
  (
    'garage garages carport roof shed barn cowshed farm_auxiliary greenhouse stable sty silo storage_tank hangar ' +
    'industrial warehouse factory manufacture office commercial retail supermarket kiosk service transformer_tower ' +
    'hospital school kindergarten university college church chapel cathedral mosque temple shrine synagogue monastery ' +
    'public civic government fire_station train_station transportation parking toilets sports_hall sports_centre ' +
    'stadium grandstand pavilion riding_hall bunker bridge ruins construction container tent ' +
    '厂房 工业 仓库 办公 商业 学校 医院 幼儿园 寺庙 车库 棚 公厕 变电站'
  ).split(' '),
);

/** Whether people are shared out to a building of this use; an unknown use counts as a home. */
export const isResidential = (use: string | null) => use === null || !NOT_A_HOME.has(use.toLowerCase());

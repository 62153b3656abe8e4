import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Chance } from './chance.ts';
import type { Ground } from './ground.ts';
import type { Main } from './mains.ts';
import { apart_m, Curve, rectangle, type Place } from './plane.ts';
import type { StreetLine } from './street_line.ts';
import { villageAt, type VillageId } from './villages.ts';

export interface Hydrant {
  place: Place;
  attributes: LayerRows['hydrant'];
}

/** Hydrants stand this far apart along a main at best; old lanes have fewer. */
const SPACING_M = 115;
/** From the carriageway's edge to the hydrant (GB 50974 asks for 0.5 to 2 m). */
const KERB_M = 0.7;
/** Nearer together than this none would have been built. */
const APART_M = 88;

type Condition = 'good' | 'weak' | 'untested' | 'broken' | 'status-unknown';

/** How hydrants fare in each village; shares, the rest is good. */
const CONDITION: Partial<Record<VillageId, Partial<Record<Condition, number>>>> = {
  v1: { weak: 0.08, untested: 0.09, broken: 0.07, 'status-unknown': 0.02 },
  v2: { weak: 0.04, untested: 0.15, broken: 0.03, 'status-unknown': 0.02 },
  v3: { weak: 0.22, untested: 0.12, broken: 0.18, 'status-unknown': 0.04 },
  v4: { weak: 0.5, untested: 0.17, broken: 0.17 },
};
/** A village that was given six of the ten hydrants it is to have. */
const MOST: Partial<Record<VillageId, number>> = { v4: 6 };

/** Hydrants along the mains, each beside the kerb within two metres of its main. */
export function hydrants(
  mains: readonly Main[],
  streets: readonly StreetLine[],
  ground: Ground,
  chance: Chance,
): Hydrant[] {
  const all: Hydrant[] = [];
  const count = new Map<VillageId, number>();
  for (const main of mains) {
    const { width_m, points, name } = streets[main.street];
    const line = new Curve(points);
    const side = Math.sign(main.aside_m);
    const aside_m = side * ((width_m ?? 4) / 2 + KERB_M);
    const step_m = main.diameter_mm >= 150 ? SPACING_M : SPACING_M * 1.5;
    for (
      let s = Math.min(18, line.length_m / 2);
      s < line.length_m;
      s += step_m * chance.between(0.9, 1.15)
    ) {
      const { place: middle, along } = line.at(s);
      const place: Place = [middle[0] - along[1] * aside_m, middle[1] + along[0] * aside_m];
      const village = villageAt(place);
      if (village === null || all.some((other) => apart_m(other.place, place) < APART_M)) continue;
      if (!ground.isFree(rectangle(place, along, 0.4, 0.4 * side), 0.3, 0)) continue;
      const built = count.get(village.id) ?? 0;
      if (built >= (MOST[village.id] ?? Infinity)) continue;
      count.set(village.id, built + 1);
      all.push({ place, attributes: attributesOf(village.id, main.diameter_mm, name, built, chance) });
    }
  }
  return all;
}

function attributesOf(
  village: VillageId,
  diameter_mm: number,
  street_name: string | null,
  built: number,
  chance: Chance,
): LayerRows['hydrant'] {
  const condition = conditionOf(village, chance);
  const tested = condition === 'good' || condition === 'weak';
  const is_low = condition === 'weak' && chance.yes(0.3);
  const flow_lps =
    condition === 'weak' && !is_low
      ? chance.between(5, 14)
      : chance.between(15.5, diameter_mm >= 200 ? 38 : 26);
  const pressure_mpa = is_low ? chance.between(0.04, 0.09) : chance.between(0.12, 0.34);
  return {
    name: `示例栓${village.slice(1)}-${String(built + 1).padStart(3, '0')}`,
    kind: chance.yes(0.12) ? 'underground' : 'pillar',
    diameter_mm: diameter_mm >= 150 ? 150 : 100,
    flow_lps: tested ? Math.round(flow_lps * 10) / 10 : null,
    pressure_mpa: tested ? Math.round(pressure_mpa * 100) / 100 : null,
    status: condition === 'broken' ? 'broken' : condition === 'status-unknown' ? 'unknown' : 'working',
    tested_on: tested
      ? `2026-${chance.pick(['04', '05', '08', '09', '10'])}-${String(chance.whole(1, 28)).padStart(2, '0')}`
      : null,
    owner: chance.yes(0.9) ? '示例自来水公司' : '示例村委会',
    street_name,
    dead_end: null,
    ground_m: null,
  };
}

function conditionOf(village: VillageId, chance: Chance): Condition {
  let left = chance.next();
  for (const [condition, share] of Object.entries(CONDITION[village] ?? {}) as [Condition, number][]) {
    left -= share;
    if (left < 0) return condition;
  }
  return 'good';
}

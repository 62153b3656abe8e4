import type { MissingInput } from '../../../domain/water/required_flow.ts';
import { ProtectionCircles } from '../../../domain/water/protection.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { Judgement } from '../coverage/judgement.ts';
import { requirementsOf } from '../water/asked_flow.ts';

/** What is known of a building, as bits of BuildingFacts.flags. */
export const FLAG = {
  no_water: 1,
  /** There is water, known to be too little. */
  weak_water: 2,
  water_unknown: 4,
  unservable: 8,
  need_unknown: 16,
  circle_fail: 32,
  circle_unknown: 64,
  only_on_paper: 128,
  missing_use: 256,
  missing_height: 512,
  missing_footprint: 1024,
  missing_settlement: 2048,
  missing_rule: 4096,
} as const;
export const NEED_INPUTS = [
  'use',
  'height',
  'footprint',
  'settlement',
  'rule',
] as const satisfies readonly MissingInput[];

/** One value a building, ascending by id. */
export interface BuildingFacts {
  id: Float64Array;
  /** NaN outside any area. */
  area_id: Float64Array;
  /** Bits of FLAG. */
  flags: Uint16Array;
  /** Place of the source its water leg names among SourceFacts; -1 none. */
  source: Int32Array;
  /** Hose from its stop to that source, metres; NaN none. */
  water_m: Float64Array;
  /** Longest supply hose of the vehicle its verdict comes from, metres. */
  hose_m: Float64Array;
  /** False where the rule set has no protection circles. */
  has_circles: boolean;
}

/** What every building's water leg, need and circle come to. `unservable` are places in the town's list. */
export function buildingFacts(judgement: Judgement, unservable: readonly number[]): BuildingFacts {
  const { town, runs, run_of_building } = judgement;
  const count = town.buildings.length;
  const radius = ruleOf(town.rules.rules, 'hydrant.protection_radius_m');
  const [{ sources }] = runs;
  const circles =
    radius &&
    new ProtectionCircles(
      town.hydrants.map(({ lon_deg, lat_deg }, i) => ({
        lon_deg,
        lat_deg,
        source_class: sources[i].source_class,
      })),
      radius.value,
    );
  const requirementOf = requirementsOf(town);
  const flags = new Uint16Array(count);
  const source = new Int32Array(count).fill(-1);
  const water_m = new Float64Array(count).fill(NaN);
  const hose_m = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const { buildings, options } = run_of_building[i];
    const { legs, water } = buildings[i];
    hose_m[i] = town.rules.vehicles[options.vehicle].supply_hose_m;
    if (water.source !== null) source[i] = water.source;
    if (water.distance_mm !== null) water_m[i] = water.distance_mm / 1000;
    if (legs.water === 'fail') flags[i] |= FLAG.no_water | (water.weak_source ? FLAG.weak_water : 0);
    if (legs.water === 'unknown') flags[i] |= FLAG.water_unknown;
    const requirement = requirementOf(i);
    if (requirement.kind === 'unknown') {
      flags[i] |= FLAG.need_unknown;
      for (const input of requirement.missing) flags[i] |= FLAG[`missing_${input}`];
    }
    if (!circles) continue;
    const { lon_deg, lat_deg } = town.buildings[i];
    const { circle, only_on_paper } = circles.at(lon_deg, lat_deg, legs.water);
    if (circle === 'fail') flags[i] |= FLAG.circle_fail;
    if (circle === 'unknown') flags[i] |= FLAG.circle_unknown;
    if (only_on_paper) flags[i] |= FLAG.only_on_paper;
  }
  for (const i of unservable) flags[i] |= FLAG.unservable;
  return {
    id: Float64Array.from(town.buildings, ({ id }) => id),
    area_id: Float64Array.from(town.buildings, ({ area_id }) => area_id ?? NaN),
    flags,
    source,
    water_m,
    hose_m,
    has_circles: circles !== null,
  };
}

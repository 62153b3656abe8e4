import { readRules } from '../rules/read_rules.ts';
import type { RuleSet } from '../rules/rule_set.ts';

const SECONDS_PER_HOUR = 3600;
const LITRES_PER_M3 = 1000;

/**
 * Flow a store of water keeps up for a whole fire, L/s: volume x 1000 / (duration x 3600). Definition of a mean flow;
 * what flows in during the fire is not counted (GB 50974-2014 4.3.4 allows that only for a safe supply; from memory, check
 * the official text).
 *
 * @throws RangeError for a volume below 0 or a duration that is not positive.
 */
export function sustainedFlow_lps(volume_m3: number, duration_h: number): number {
  if (!(volume_m3 >= 0)) throw new RangeError(`Volume ${volume_m3} m3, expected at least 0`);
  refuseDuration(duration_h);
  return (volume_m3 * LITRES_PER_M3) / (duration_h * SECONDS_PER_HOUR);
}

/** Store that keeps up a flow for a duration, m3: the inverse of sustainedFlow_lps. */
export function storeFor_m3(flow_lps: number, duration_h: number): number {
  if (!(flow_lps >= 0)) throw new RangeError(`Flow ${flow_lps} L/s, expected at least 0`);
  refuseDuration(duration_h);
  return (flow_lps * duration_h * SECONDS_PER_HOUR) / LITRES_PER_M3;
}

function refuseDuration(duration_h: number): void {
  if (!(duration_h > 0)) throw new RangeError(`Duration ${duration_h} h, expected above 0`);
}

export interface VillagePool {
  status: 'working' | 'broken' | 'unknown';
  volume_m3: number | null;
}

export interface Village {
  has_mains: boolean | null;
  /** Pools and tanks in it. */
  pools: readonly VillagePool[];
  /** Whether buildings of low fire resistance prevail; null not recorded, which asks for the ordinary volume. */
  low_fire_resistance: boolean | null;
  /** Best of its natural intakes in the dry season; `none` where it has no natural water. */
  natural_in_dry_season: 'usable' | 'unknown' | 'unusable' | 'none';
}

export type VillageStore =
  | { kind: 'mains' }
  | { kind: 'unknown'; missing: ('mains' | 'rule')[] }
  | {
      kind: 'asked';
      need_m3: number;
      /** In working pools of known volume. */
      held_m3: number;
      /** Pools whose volume or condition is not known: they hold nothing until measured. */
      to_measure: number;
      missing_m3: number;
      /** Pools of the rule's volume, or intakes on natural water, still to be built; a usable intake leaves none. */
      places_missing: number;
      /** Where the village's water comes from; null from nowhere yet. Natural water goes before pools. */
      met_by: 'natural' | 'pool' | null;
    };

/**
 * Fire water of a village: mains, else natural water, else a pool (GB 50039-2010 5.0.5 to 5.0.7), the pool of
 * `rural.pool_volume_m3`, or `rural.pool_volume_low_resistance_m3` where low fire resistance prevails (5.0.x, confidence L:
 * check the official text). `missing_m3` compares pools alone, whatever natural water there is.
 */
export function villageStore(village: Village, rules: RuleSet['rules']): VillageStore {
  const { has_mains, pools, low_fire_resistance, natural_in_dry_season } = village;
  if (has_mains === null) return { kind: 'unknown', missing: ['mains'] };
  if (has_mains) return { kind: 'mains' };
  const volume = readRules(rules, {
    m3: low_fire_resistance === true ? 'rural.pool_volume_low_resistance_m3' : 'rural.pool_volume_m3',
  });
  if (volume.kind === 'missing') return { kind: 'unknown', missing: ['rule'] };
  const need_m3 = volume.value.m3;
  const held_m3 = pools
    .filter(({ status }) => status === 'working')
    .reduce((sum, { volume_m3 }) => sum + (volume_m3 ?? 0), 0);
  const missing_m3 = Math.max(0, need_m3 - held_m3);
  const natural = natural_in_dry_season === 'usable';
  return {
    kind: 'asked',
    need_m3,
    held_m3,
    to_measure:
      pools.filter(
        ({ status, volume_m3 }) => status !== 'broken' && (status === 'unknown' || volume_m3 === null),
      ).length + (natural_in_dry_season === 'unknown' ? 1 : 0),
    missing_m3,
    places_missing: natural ? 0 : Math.ceil(missing_m3 / need_m3),
    met_by: natural ? 'natural' : missing_m3 === 0 ? 'pool' : null,
  };
}

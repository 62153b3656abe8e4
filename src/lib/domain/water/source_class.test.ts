import { expect, test } from 'vitest';
import type { RuleSet } from '../rules/rule_set.ts';
import {
  judgeHydrant,
  judgeWaterSource,
  type HydrantCondition,
  type WaterSourceCondition,
} from './source_class.ts';

const rule = (value: number) => ({
  value,
  unit: '',
  clause: '',
  force: 'shall' as const,
  confidence: 'H' as const,
});
const RULES: RuleSet['rules'] = {
  'hydrant.fire_flow_lps': rule(15),
  'hydrant.fire_pressure_mpa': rule(0.1),
  'water_crane.flow_lps': rule(30),
  'pool.volume_m3': rule(100),
  'intake.suction_height_m': rule(6),
};
const TESTED: HydrantCondition = { status: 'working', flow_lps: 15, pressure_mpa: 0.1 };
const POOL: WaterSourceCondition = {
  kind: 'pool',
  status: 'working',
  volume_m3: 100,
  flow_lps: null,
  suction_height_m: null,
  truck_access: null,
};

test.each([
  ['exactly at the limits', TESTED, 'good'],
  ['flow below', { ...TESTED, flow_lps: 14.9 }, 'weak'],
  ['pressure below', { ...TESTED, pressure_mpa: 0.09 }, 'weak'],
  ['weak although the other figure is missing', { ...TESTED, flow_lps: 3, pressure_mpa: null }, 'weak'],
  ['flow never measured', { ...TESTED, flow_lps: null }, 'unknown'],
  ['pressure never measured', { ...TESTED, pressure_mpa: null }, 'unknown'],
  ['nobody knows whether it works', { ...TESTED, status: 'unknown' as const }, 'unknown'],
  ['broken', { ...TESTED, status: 'broken' as const }, 'none'],
])('hydrant: %s', (_, hydrant, source_class) => {
  expect(judgeHydrant(hydrant, RULES).source_class).toBe(source_class);
});

test('a reason names the figure seen and the one asked', () => {
  expect(judgeHydrant({ ...TESTED, flow_lps: 5 }, RULES).reason).toBe('flow 5 < 15 L/s');
  expect(judgeHydrant({ ...TESTED, flow_lps: null, status: 'unknown' }, RULES).reason).toBe(
    'status, flow unknown',
  );
});

test.each([
  ['pool at the limit', POOL, 'good'],
  ['pool too small', { ...POOL, volume_m3: 99 }, 'weak'],
  ['pool of unknown volume', { ...POOL, volume_m3: null }, 'unknown'],
  ['river without a recorded intake', { ...POOL, kind: 'river', flow_lps: 50 }, 'none'],
  ['river with truck access and flow', { ...POOL, kind: 'river', flow_lps: 50, truck_access: true }, 'good'],
  ['river too deep below', { ...POOL, kind: 'river', truck_access: true, suction_height_m: 6.1 }, 'none'],
  ['no truck gets there', { ...POOL, truck_access: false }, 'none'],
  ['crane below 30 L/s', { ...POOL, kind: 'crane', flow_lps: 29 }, 'weak'],
  ['suction point never measured', { ...POOL, kind: 'suction_point' }, 'unknown'],
])('other water: %s', (_, source, source_class) => {
  expect(judgeWaterSource(source, RULES).source_class).toBe(source_class);
});

const RIVER = { ...POOL, kind: 'river', flow_lps: 50, truck_access: true };
test.each([
  ['dry', { ...RIVER, season: 'not-in-drought' }, 'none', 'no water in the dry season'],
  ['frost', { ...RIVER, season: 'not-in-frost' }, 'none', 'not in use in frost'],
  ['frost', { ...RIVER, season: 'not-in-drought' }, 'good', ''],
  ['dry', { ...RIVER, season: 'all-year' }, 'good', ''],
  ['dry', { ...RIVER, season: null }, 'unknown', 'season unknown'],
  ['dry', { ...RIVER, flow_lps: 5, season: null }, 'weak', 'flow 5 < 15 L/s'],
  ['dry', { ...RIVER, status: 'broken', season: null }, 'none', 'broken'],
  [
    'dry',
    { ...RIVER, kind: 'suction_point', season: 'not-in-drought' },
    'none',
    'no water in the dry season',
  ],
  ['frost', { ...POOL, season: 'not-in-frost' }, 'good', ''],
  ['dry', { ...RIVER, kind: 'well', season: null }, 'good', ''],
] as const)('in the %s season %o is %s', (season, source, source_class, reason) => {
  expect(judgeWaterSource(source, RULES, season)).toEqual({ source_class, reason });
});

test('in the wet season nothing recorded of seasons matters', () => {
  for (const season of ['all-year', 'not-in-frost', 'not-in-drought', null] as const) {
    expect(judgeWaterSource({ ...RIVER, season }, RULES)).toEqual(judgeWaterSource(RIVER, RULES));
  }
});

import { describe, expect, it } from 'vitest';
import { RULES } from '../../../tests/support/made_town.ts';
import { ruleSetSchema } from './rule_set.ts';

describe('water tables of a rule set', () => {
  it('the shipped one is read; older ones without tables still are', () => {
    expect(ruleSetSchema.parse(RULES)).toEqual(RULES);
    const { water: _, ...older } = RULES;
    expect(ruleSetSchema.parse(older)).toEqual(older);
  });

  it.each([
    ['an open step before the last', [null, 5000, null]],
    ['a closed last step', [5000, 20000]],
    ['steps that fall', [20000, 5000, null]],
  ])('refuses %s', (_, limits) => {
    const water = structuredClone(RULES.water!);
    water.building_flow[1].steps = limits.map((up_to_m3) => ({ up_to_m3, flow_lps: 15 }));
    expect(ruleSetSchema.safeParse({ ...RULES, water }).error?.issues[0].path).toEqual([
      'water',
      'building_flow',
      1,
      'steps',
    ]);
  });
});

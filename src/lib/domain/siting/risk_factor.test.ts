import { describe, expect, it } from 'vitest';
import { RULES } from '../../../../tests/support/made_town.ts';
import { riskFactor, type RiskFacts } from './risk_factor.ts';

const house: RiskFacts = {
  use: 'house',
  height_m: 6,
  floors: 2,
  is_home: true,
  structure: null,
  low_fire_resistance: null,
  in_cluster: false,
  place_kinds: [],
  major_hazard: false,
};
const of = (facts: Partial<RiskFacts>, rules = RULES.rules) => riskFactor({ ...house, ...facts }, rules);

describe('the factor a building is weighed by', () => {
  it('is 1 where nothing is known against it', () => {
    expect(of({})).toEqual({ factor: 1, risks: [] });
  });

  it.each([
    [{ structure: '砖木' }, 'low_resistance', 2],
    [{ structure: 'timber_framing' }, 'low_resistance', 2],
    [{ low_fire_resistance: true }, 'low_resistance', 2],
    [{ in_cluster: true }, 'cluster', 1.5],
    [{ height_m: 27.1 }, 'highrise', 1.5],
    [{ height_m: null, floors: 10 }, 'highrise', 1.5],
    [{ is_home: false, use: 'office', height_m: 25 }, 'highrise', 1.5],
    [{ use: '幼儿园', is_home: false }, 'sensitive_use', 2],
    [{ place_kinds: ['care_home'] }, 'sensitive_use', 2],
    [{ major_hazard: true }, 'major_hazard', 2],
  ] as const)('%j: %s, %d', (facts, risk, factor) => {
    expect(of(facts)).toEqual({ factor, risks: [{ risk, factor }] });
  });

  it('leaves homes of 27 m and brick houses as they are', () => {
    expect(of({ height_m: 27, structure: '砖混' }).factor).toBe(1);
    expect(of({ structure: 'brick', low_fire_resistance: false }).factor).toBe(1);
  });

  it('multiplies: a timber hotel in a cluster counts 2 x 1.5 x 2 = 6 times', () => {
    expect(of({ structure: 'wood', in_cluster: true, use: 'hotel', is_home: false })).toEqual({
      factor: 6,
      risks: [
        { risk: 'low_resistance', factor: 2 },
        { risk: 'cluster', factor: 1.5 },
        { risk: 'sensitive_use', factor: 2 },
      ],
    });
  });

  it('does not weigh by what the rule set has no factor for', () => {
    const { 'risk.cluster': gone, ...rules } = RULES.rules;
    expect(gone.value).toBe(1.5);
    expect(of({ in_cluster: true, major_hazard: true }, rules).factor).toBe(2);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../../tests/support/made_town.ts';
import type { FlowRequirement } from './required_flow.ts';
import { supplyOf, type HydrantInReach, type SourceInReach } from './supply.ts';

/**
 * Source: GB 50974-2014 6.1.5 (hydrants 5-150 m from the building are counted, on a dead-end main only one), as recorded
 * in geodata/rules/cn.json; the standard could not be opened: check the official text.
 */
const asks = (flow_lps: number): FlowRequirement => ({
  kind: 'known',
  flow_lps,
  duration_h: 2,
  water_m3: flow_lps * 7.2,
  height_estimated: false,
  clauses: [],
  confidence: 'L',
});
const hydrant = (key: string, change: Partial<HydrantInReach> = {}): HydrantInReach => ({
  kind: 'hydrant',
  key,
  source_class: 'good',
  straight_m: 60,
  flow_lps: 15,
  dead_end: false,
  ...change,
});
const of = (sources: SourceInReach[], flow_lps = 25) => supplyOf(sources, asks(flow_lps), RULES.rules);

describe('summed', () => {
  it('two hydrants on a looped main carry 25 L/s', () => {
    // 15 + 15 = 30 >= 25
    expect(of([hydrant('a'), hydrant('b')])).toEqual({
      known_lps: 30,
      possible_lps: 30,
      unknown: 0,
      verdict: 'pass',
      counted: ['a', 'b'],
      not_counted: [],
    });
  });

  it('a pool adds what it keeps up for the duration', () => {
    // 90 m3 over 2 h: 90,000 L / 7,200 s = 12.5 L/s; 15 + 12.5 = 27.5 >= 25
    const pool = { kind: 'store', key: 'p', source_class: 'good', straight_m: 150, volume_m3: 90 } as const;
    expect(of([hydrant('a'), pool])).toMatchObject({ known_lps: 27.5, verdict: 'pass' });
    expect(of([hydrant('a'), { ...pool, straight_m: 150.1 }])).toMatchObject({
      known_lps: 15,
      verdict: 'fail',
      not_counted: [{ key: 'p', reason: 'too-far' }],
    });
  });
});

describe('not summed', () => {
  it('on a dead-end main only the strongest counts', () => {
    // max(15, 20) = 20 < 25
    expect(of([hydrant('a', { dead_end: true }), hydrant('b', { dead_end: true, flow_lps: 20 })])).toEqual({
      known_lps: 20,
      possible_lps: 20,
      unknown: 0,
      verdict: 'fail',
      counted: ['b'],
      not_counted: [{ key: 'a', reason: 'dead-end-main' }],
    });
  });

  it('where the main is not recorded, one counts for sure and the sum stays open', () => {
    // for sure: 15 < 25; if the main is looped: 15 + 15 = 30 >= 25
    const two = [hydrant('a', { dead_end: null }), hydrant('b', { dead_end: null })];
    expect(of(two)).toMatchObject({ known_lps: 15, unknown: 2, verdict: 'unknown', counted: ['a'] });
    // even looped 30 < 40
    expect(of(two, 40).verdict).toBe('fail');
  });

  // 5 m and 150 m are inclusive
  it.each<[number, string | undefined]>([
    [4.9, 'too-near'],
    [5, undefined],
    [150, undefined],
    [150.1, 'too-far'],
  ])('at %d m straight: %s', (straight_m, reason) => {
    expect(of([hydrant('a', { straight_m })]).not_counted[0]?.reason).toBe(reason);
  });

  it('weak and broken ones are not summed, and are not unknown', () => {
    const sources = [
      hydrant('a', { source_class: 'weak', flow_lps: 14 }),
      hydrant('b', { source_class: 'none' }),
    ];
    expect(of(sources)).toMatchObject({ known_lps: 0, unknown: 0, verdict: 'fail' });
  });
});

describe('unknown is never counted as good', () => {
  const unmeasured = hydrant('u', { source_class: 'unknown', flow_lps: null });

  it('a hydrant never measured leaves the answer open, and adds nothing', () => {
    expect(of([hydrant('a'), unmeasured])).toMatchObject({ known_lps: 15, unknown: 1, verdict: 'unknown' });
  });

  it('not even the flow of one whose pressure nobody knows', () => {
    expect(of([{ ...unmeasured, flow_lps: 100 }])).toMatchObject({ known_lps: 0, verdict: 'unknown' });
  });

  it('its recorded flow is the most it can be: too little fails', () => {
    // 15 + at most 12 = 27 >= 25; 15 + 12 < 30
    const two = [hydrant('a'), { ...unmeasured, flow_lps: 12 }];
    expect(of(two)).toMatchObject({ known_lps: 15, possible_lps: 27, verdict: 'unknown' });
    expect(of(two, 30)).toMatchObject({ possible_lps: 27, verdict: 'fail' });
  });

  it('an unknown requirement is open where there is water, and failed where there is none', () => {
    const unknown: FlowRequirement = { kind: 'unknown', missing: ['use'] };
    expect(supplyOf([hydrant('a')], unknown, RULES.rules).verdict).toBe('unknown');
    expect(supplyOf([], unknown, RULES.rules).verdict).toBe('fail');
  });

  it('a rule set without the counting distances passes nobody', () => {
    expect(supplyOf([hydrant('a')], asks(1), {})).toMatchObject({
      known_lps: 0,
      verdict: 'unknown',
      not_counted: [{ key: 'a', reason: 'no-rule' }],
    });
  });
});

const anyHydrant = fc.record({
  kind: fc.constant('hydrant' as const),
  key: fc.constant('h'),
  source_class: fc.constantFrom('good' as const, 'weak' as const, 'unknown' as const, 'none' as const),
  straight_m: fc.double({ min: 0, max: 200, noNaN: true }),
  flow_lps: fc.option(fc.double({ min: 0, max: 60, noNaN: true })),
  dead_end: fc.option(fc.boolean()),
});
const ORDER = { fail: 0, unknown: 1, pass: 2 };

it('one more hydrant never lessens what is known; asking for more never passes more', () => {
  fc.assert(
    fc.property(
      fc.array(anyHydrant, { maxLength: 6 }),
      anyHydrant,
      fc.integer({ min: 1, max: 80 }),
      (sources, more, flow_lps) => {
        const before = of(sources, flow_lps);
        const after = of([...sources, more], flow_lps);
        expect(after.known_lps).toBeGreaterThanOrEqual(before.known_lps - 1e-9);
        expect(ORDER[after.verdict]).toBeGreaterThanOrEqual(ORDER[before.verdict]);
        expect(ORDER[of(sources, flow_lps + 10).verdict]).toBeLessThanOrEqual(ORDER[before.verdict]);
      },
    ),
    { numRuns: 500 },
  );
});

it('whatever turns out about mains that are not recorded, pass and fail hold', () => {
  fc.assert(
    fc.property(
      fc.array(anyHydrant, { maxLength: 5 }),
      fc.integer({ min: 1, max: 80 }),
      fc.infiniteStream(fc.boolean()),
      (sources, flow_lps, coin) => {
        const { verdict } = of(sources, flow_lps);
        const told = sources.map((source) => ({
          ...source,
          dead_end: source.dead_end ?? coin.next().value!,
        }));
        if (verdict !== 'unknown') expect(of(told, flow_lps).verdict).toBe(verdict);
      },
    ),
    { numRuns: 500 },
  );
});

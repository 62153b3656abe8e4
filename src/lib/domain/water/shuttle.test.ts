import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../../tests/support/made_town.ts';
import { shuttleFlow, type ShuttleQuestion } from './shuttle.ts';

/**
 * Formula: flow = usable water / (filling + out + emptying + back), usable = tank less 10 %, as on the Water Master
 * Shuttle Form (southern-fire.com, ISO formula: "tank size less 10 %, divided by fill time + dump time + travel time").
 * NFPA 1142's annex, with the same sum, could not be opened. 60 s at each end for driving up and coupling is a local setting.
 */
const QUESTION: ShuttleQuestion = {
  tanks_m3: [5, 5, 5],
  out_s: 300,
  back_s: 240,
  fill_lps: 15,
  empty_lps: 30,
  fill_points: 1,
  empty_points: 1,
  source_lps: 100,
};
const of = (change: Partial<ShuttleQuestion>) => shuttleFlow({ ...QUESTION, ...change }, RULES.rules);

describe('by hand', () => {
  it('three tankers of 5 m3: the fleet limits', () => {
    // usable 0.9 x 5,000 = 4,500 L
    // filling 4,500 / 15 + 60 = 360 s; emptying 4,500 / 30 + 60 = 210 s
    // cycle 360 + 300 + 210 + 240 = 1,110 s; fleet 3 x 4,500 / 1,110 = 12.162 L/s
    // filling without a break 4,500 / 360 = 12.5 L/s; emptying 4,500 / 210 = 21.43 L/s
    const answer = of({});
    expect(answer).toMatchObject({ kind: 'known', limited_by: 'fleet', confidence: 'L' });
    if (answer.kind === 'unknown') throw new Error('expected a known answer');
    expect(answer.sustained_lps).toBeCloseTo(12.1622, 4);
    expect(answer.limits_lps.filling).toBeCloseTo(12.5, 12);
    expect(answer.limits_lps.emptying).toBeCloseTo(21.4286, 4);
  });

  it('a fourth one only waits at the filling point; a second point sets it free', () => {
    // fleet 4 x 4,500 / 1,110 = 16.216 L/s > 12.5 L/s
    expect(of({ tanks_m3: [5, 5, 5, 5] })).toMatchObject({ limited_by: 'filling', sustained_lps: 12.5 });
    const two = of({ tanks_m3: [5, 5, 5, 5], fill_points: 2 });
    expect(two).toMatchObject({ limited_by: 'fleet' });
    if (two.kind === 'known') expect(two.sustained_lps).toBeCloseTo(16.2162, 4);
  });

  it('a brook of 6 L/s gives 6 L/s', () => {
    expect(of({ source_lps: 6 })).toMatchObject({ limited_by: 'source', sustained_lps: 6 });
  });

  it('water nobody measured: unknown, and at most what the fleet carries', () => {
    const answer = of({ source_lps: null });
    expect(answer).toMatchObject({ kind: 'unknown', missing: ['source'] });
    if (answer.kind === 'unknown') expect(answer.at_most_lps).toBeCloseTo(12.1622, 4);
  });

  it('no tanker, no water; no rule, no answer', () => {
    expect(of({ tanks_m3: [] })).toMatchObject({ kind: 'known', sustained_lps: 0 });
    expect(shuttleFlow(QUESTION, {})).toEqual({ kind: 'unknown', missing: ['rule'], at_most_lps: null });
  });

  it('refuses what cannot be', () => {
    expect(() => of({ out_s: -1 })).toThrow('out_s is -1');
    expect(() => of({ fill_lps: 0 })).toThrow('fill_lps is 0');
    expect(() => of({ tanks_m3: [5, 0] })).toThrow('Tank of 0 m3');
  });
});

it('farther is never more; another tanker is never less', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1, max: 15, noNaN: true }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 3000 }),
      fc.integer({ min: 0, max: 3000 }),
      (tanks_m3, out_s, more_s) => {
        const flow = (tanks: number[], seconds: number) => {
          const answer = of({ tanks_m3: tanks, out_s: seconds, source_lps: 1000 });
          if (answer.kind === 'unknown') throw new Error('expected a known answer');
          return answer;
        };
        const near = flow(tanks_m3, out_s);
        expect(flow(tanks_m3, out_s + more_s).sustained_lps).toBeLessThanOrEqual(near.sustained_lps);
        const larger = flow([...tanks_m3, tanks_m3[0]], out_s);
        expect(larger.limits_lps.fleet).toBeGreaterThan(near.limits_lps.fleet);
      },
    ),
  );
});

/** Plays a day of equal tankers queueing first come first served; litres brought per second. */
function played_lps(q: ShuttleQuestion, day_s: number): number {
  const litres = q.tanks_m3[0] * 1000 * 0.9;
  const fill_s = litres / q.fill_lps + 60;
  const empty_s = litres / q.empty_lps + 60;
  const fill_free = new Array<number>(q.fill_points).fill(0);
  const empty_free = new Array<number>(q.empty_points).fill(0);
  const tankers = q.tanks_m3.map(() => ({ at_s: 0, full: false }));
  const take = (free: number[], at_s: number, seconds: number) => {
    const point = free.indexOf(Math.min(...free));
    return (free[point] = Math.max(free[point], at_s) + seconds);
  };
  let brought = 0;
  for (;;) {
    const next = tankers.reduce((a, b) => (b.at_s < a.at_s ? b : a));
    if (next.at_s > day_s) return brought / day_s;
    if (next.full) {
      next.at_s = take(empty_free, next.at_s, empty_s) + q.back_s;
      if (next.at_s - q.back_s <= day_s) brought += litres;
    } else next.at_s = take(fill_free, next.at_s, fill_s) + q.out_s;
    next.full = !next.full;
  }
}

it('equal tankers played over many days bring what the formula says', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 2, max: 12 }),
      fc.integer({ min: 0, max: 1500 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 2 }),
      (count, tank_m3, out_s, fill_points, empty_points) => {
        const question = {
          ...QUESTION,
          tanks_m3: new Array<number>(count).fill(tank_m3),
          out_s,
          back_s: out_s,
          fill_points,
          empty_points,
          source_lps: 1e6,
        };
        const answer = shuttleFlow(question, RULES.rules);
        if (answer.kind === 'unknown') throw new Error('expected a known answer');
        expect(played_lps(question, 1_000_000) / answer.sustained_lps).toBeCloseTo(1, 1);
      },
    ),
    { numRuns: 40 },
  );
});

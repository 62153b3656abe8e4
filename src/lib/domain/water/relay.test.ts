import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../../tests/support/made_town.ts';
import type { RuleSet } from '../rules/rule_set.ts';
import { lossPerMetre_m, METRES_OF_WATER_PER_MPA } from './hose_loss.ts';
import { relayPlan, relaySuffices, type ProfilePoint } from './relay.ts';

/**
 * Formula: loss = S q^2 for every 20 m of hose, S 0.035 at 65 mm (a handbook's figure that could not be opened: check the
 * official text); energy equation of pipe flow; 1 MPa = 1e6 / (1000 x 9.80665) = 101.9716 m of water. The pump: 0.6 MPa at
 * 8 L/s, 0.05 MPa left where a stage ends, 0.2 MPa at the end of all (local settings).
 */
const level = (length_m: number, rise_m = 0): ProfilePoint[] => [
  { along_m: 0, height_m: 0 },
  { along_m: length_m, height_m: rise_m },
];
const plan = (flow_lps: number, profile: ProfilePoint[] | null, rules: RuleSet = RULES) =>
  relayPlan({ flow_lps, profile }, rules);

describe('loss in one hose line, by hand', () => {
  // 65 mm, 5 L/s: 0.035 x 25 = 0.875 m per 20 m; 0.04375 m per m
  // 80 mm, 8 L/s: 0.015 x 64 = 0.96 m per 20 m; 0.048 m per m
  // 90 mm, 10 L/s: 0.008 x 100 = 0.8 m per 20 m; 0.04 m per m
  it.each([
    [65, 5, 0.04375],
    [80, 8, 0.048],
    [90, 10, 0.04],
  ])('%d mm at %d L/s', (diameter_mm, flow_lps, loss_m) => {
    expect(lossPerMetre_m(RULES.water!.hose_loss, diameter_mm, flow_lps)).toBeCloseTo(loss_m, 12);
  });

  it('a hose the table does not know has no loss anybody could state', () => {
    expect(lossPerMetre_m(RULES.water!.hose_loss, 70, 5)).toBeNull();
  });
});

describe('relay, by hand', () => {
  it('5 L/s over 1,500 m up 20 m', () => {
    // lines: 5 <= 8 -> 1
    // friction: 0.04375 m/m x 1,500 m = 65.625 m; with the rise 85.625 m
    // one stage lifts (0.6 - 0.05) x 101.9716 = 56.0844 m; the last (0.6 - 0.2) x 101.9716 = 40.7886 m
    // stages = 1 + ceil((85.625 - 40.7886) / 56.0844) = 1 + ceil(0.7994) = 2
    // the second pump stands where 56.0844 m are used up: 56.0844 / (85.625 / 1,500) = 982.5 m
    const found = plan(5, level(1500, 20));
    expect(found).toMatchObject({
      kind: 'possible',
      lines: 1,
      stages: 2,
      pumps: 2,
      hose_m: 1500,
      confidence: 'L',
    });
    if (found.kind === 'possible') {
      expect(found.pump_at_m[0]).toBe(0);
      expect(found.pump_at_m[1]).toBeCloseTo(982.5, 0);
    }
  });

  it('15 L/s takes two lines of 7.5 L/s', () => {
    // lines = ceil(15 / 8) = 2; friction 0.035 x 7.5^2 / 20 = 0.0984375 m/m x 800 m = 78.75 m
    // stages = 1 + ceil((78.75 - 40.7886) / 56.0844) = 1 + ceil(0.677) = 2; pumps 2 x 2 = 4; hose 2 x 800 = 1,600 m
    expect(plan(15, level(800))).toMatchObject({ lines: 2, stages: 2, pumps: 4, hose_m: 1600 });
  });

  it('downhill one pump carries as far as the hose goes', () => {
    // 0.04375 m/m x 2,000 m = 87.5 m of friction, 100 m of fall
    expect(plan(5, level(2000, -100))).toMatchObject({ stages: 1 });
  });

  it('a hill on the way counts though both ends are level', () => {
    // flat: friction 0.04375 x 600 = 26.25 m <= 40.7886 -> 1 stage
    expect(plan(5, level(600))).toMatchObject({ stages: 1 });
    // over a top of 70 m in the middle: 70 + 0.04375 x 300 = 83.125 m to the top > 56.0844 -> a second pump on the slope
    const hill = [...level(600).slice(0, 1), { along_m: 300, height_m: 70 }, ...level(600).slice(1)];
    const found = plan(5, hill);
    expect(found).toMatchObject({ stages: 2 });
    // it stands where 56.0844 m are used up: 300 x 56.0844 / 83.125 = 202.4 m
    if (found.kind === 'possible') expect(found.pump_at_m[1]).toBeCloseTo(202.4, 1);
  });

  it('a pump too weak for the pressure it must leave helps nobody', () => {
    const key = 'relay.pump_pressure_mpa';
    const rules = { ...RULES, rules: { ...RULES.rules, [key]: { ...RULES.rules[key], value: 0.04 } } };
    expect(plan(5, level(100), rules)).toEqual({ kind: 'impossible', reason: 'pump-too-weak' });
    const weak = { ...RULES, rules: { ...RULES.rules, [key]: { ...RULES.rules[key], value: 0.15 } } };
    expect(plan(5, level(100), weak)).toEqual({ kind: 'impossible', reason: 'pump-too-weak' });
  });

  it('unknown heights and older rule sets leave it unknown', () => {
    expect(plan(5, null)).toEqual({ kind: 'unknown', missing: ['heights'] });
    const { water: _, ...older } = RULES;
    expect(plan(5, level(100), older)).toEqual({ kind: 'unknown', missing: ['rule'] });
  });

  it('refuses profiles that go backwards', () => {
    expect(() => plan(5, [...level(100), { along_m: 90, height_m: 0 }])).toThrow('expected above 100');
    expect(() => plan(0, level(100))).toThrow('Flow 0 L/s');
  });
});

const stagesOf = (flow_lps: number, profile: ProfilePoint[]) => {
  const found = plan(flow_lps, profile);
  if (found.kind !== 'possible') throw new Error(`expected a plan, got ${found.kind}`);
  return found;
};

it('on even ground the stages are those of the closed form', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 8, noNaN: true }),
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: -200, max: 200 }),
      (flow_lps, length_m, rise_m) => {
        const needed_m = (0.035 * flow_lps * flow_lps * length_m) / 20 + rise_m;
        const stages =
          1 + Math.max(0, (needed_m - 0.4 * METRES_OF_WATER_PER_MPA) / (0.55 * METRES_OF_WATER_PER_MPA));
        fc.pre(Math.abs(stages - Math.round(stages)) > 1e-6 || stages === 1);
        expect(stagesOf(flow_lps, level(length_m, rise_m)).stages).toBe(Math.ceil(stages));
      },
    ),
  );
});

const hills = fc
  .array(fc.tuple(fc.integer({ min: 10, max: 400 }), fc.integer({ min: -60, max: 60 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((steps) => {
    const profile: ProfilePoint[] = [{ along_m: 0, height_m: 0 }];
    for (const [step_m, rise_m] of steps) {
      const { along_m, height_m } = profile[profile.length - 1];
      profile.push({ along_m: along_m + step_m, height_m: height_m + rise_m });
    }
    return profile;
  });

const heightAt = (profile: ProfilePoint[], at_m: number) => {
  const i = Math.max(
    1,
    profile.findIndex(({ along_m }) => along_m >= at_m),
  );
  const [a, b] = [profile[i - 1], profile[i]];
  return a.height_m + ((at_m - a.along_m) / (b.along_m - a.along_m)) * (b.height_m - a.height_m);
};

it('over any ground the pressure never falls below what must be left', () => {
  fc.assert(
    fc.property(hills, fc.double({ min: 1, max: 8, noNaN: true }), (profile, flow_lps) => {
      const loss_m = (0.035 * flow_lps * flow_lps) / 20;
      const { pump_at_m } = stagesOf(flow_lps, profile);
      const end_m = profile[profile.length - 1].along_m;
      const left_m = (pump: number, at_m: number) =>
        0.6 * METRES_OF_WATER_PER_MPA -
        loss_m * (at_m - pump_at_m[pump]) -
        (heightAt(profile, at_m) - heightAt(profile, pump_at_m[pump]));
      for (let at_m = 0; at_m <= end_m; at_m += 5) {
        const pump = pump_at_m.findLastIndex((place_m) => place_m <= at_m);
        expect(left_m(pump, at_m)).toBeGreaterThanOrEqual(0.05 * METRES_OF_WATER_PER_MPA - 1e-6);
      }
      expect(left_m(pump_at_m.length - 1, end_m)).toBeGreaterThanOrEqual(
        0.2 * METRES_OF_WATER_PER_MPA - 1e-6,
      );
    }),
  );
});

it('and no plan on points 10 m apart does with fewer pumps', () => {
  fc.assert(
    fc.property(hills, fc.double({ min: 3, max: 8, noNaN: true }), (profile, flow_lps) => {
      const loss_m = (0.035 * flow_lps * flow_lps) / 20;
      const end_m = profile[profile.length - 1].along_m;
      const marks = Array.from({ length: Math.floor(end_m / 10) + 1 }, (_, i) => i * 10);
      const places = [...new Set([...marks, ...profile.map(({ along_m }) => along_m)])].sort((a, b) => a - b);
      const lifted = places.map((at_m) => heightAt(profile, at_m) + loss_m * at_m);
      const fewest = new Array<number>(places.length).fill(Infinity);
      fewest[0] = 1;
      let best = Infinity;
      for (let from = 0; from < places.length; from++) {
        for (let to = from + 1; to < places.length; to++) {
          if (lifted[to] > lifted[from] + 0.55 * METRES_OF_WATER_PER_MPA) break;
          fewest[to] = Math.min(fewest[to], fewest[from] + 1);
          const is_end = to === places.length - 1;
          if (is_end && lifted[to] <= lifted[from] + 0.4 * METRES_OF_WATER_PER_MPA) {
            best = Math.min(best, fewest[from]);
          }
        }
      }
      expect(stagesOf(flow_lps, profile).stages).toBeLessThanOrEqual(
        Math.min(best, fewest[places.length - 1]),
      );
    }),
  );
});

it('farther, higher and more never need fewer pumps', () => {
  fc.assert(
    fc.property(
      fc.tuple(fc.double({ min: 0.5, max: 30, noNaN: true }), fc.double({ min: 0.5, max: 30, noNaN: true })),
      fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 })),
      fc.tuple(fc.integer({ min: -50, max: 150 }), fc.integer({ min: -50, max: 150 })),
      (flows, lengths, rises) => {
        const less = (pair: [number, number]) => Math.min(...pair);
        const more = (pair: [number, number]) => Math.max(...pair);
        const flow = less(flows);
        expect(stagesOf(flow, level(more(lengths), more(rises))).pumps).toBeGreaterThanOrEqual(
          stagesOf(flow, level(less(lengths), less(rises))).pumps,
        );
        const one_line = Math.min(8, more(flows));
        expect(stagesOf(one_line, level(more(lengths))).pumps).toBeGreaterThanOrEqual(
          stagesOf(Math.min(flow, one_line), level(more(lengths))).pumps,
        );
      },
    ),
  );
});

describe("whether an area's pumps and hose suffice", () => {
  const four = plan(15, level(800));

  it.each([
    [4, 1600, 'pass'],
    [3, 1600, 'fail'],
    [4, 1599, 'fail'],
    [null, 1600, 'unknown'],
    [4, null, 'unknown'],
    [3, null, 'fail'],
  ])('%s pumps, %s m: %s', (pumps, hose_m, verdict) => {
    expect(relaySuffices(four, pumps, hose_m)).toBe(verdict);
  });

  it('without a plan', () => {
    expect(relaySuffices({ kind: 'impossible', reason: 'pump-too-weak' }, 9, 9000)).toBe('fail');
    expect(relaySuffices({ kind: 'unknown', missing: ['heights'] }, 9, 9000)).toBe('unknown');
  });
});

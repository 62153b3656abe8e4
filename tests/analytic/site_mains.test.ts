import { describe, expect, it } from 'vitest';
import type { RuleSet } from '../../src/lib/domain/rules/rule_set.ts';
import { planHydrants } from '../../src/lib/server/services/siting/site_hydrants.ts';
import { usualCutoff_s } from '../../src/lib/server/services/siting/usual_choice.ts';
import type { SitePlan, SitePlanOptions } from '../../src/lib/server/services/siting/site_plan.ts';
import { POINT_STATES } from '../../src/lib/domain/siting/site_points.ts';
import { gainAt } from '../../src/lib/domain/siting/gain_at.ts';
import { degreesOf, madeTown, RULES, type MadeTown, type Place } from '../support/made_town.ts';

const plan = (made: Partial<MadeTown>, more: Partial<SitePlanOptions> = {}, rules: RuleSet = RULES) =>
  planHydrants(
    madeTown(
      {
        streets: [{ line: [[0, 0] as Place, [1000, 0] as Place], width_m: 6 }],
        stations: [{ at: [0, 0] }],
        buildings: [{ at: [500, 12] }],
        ...made,
      },
      rules,
    ),
    {
      vehicle: 'pumper',
      cutoff_s: 300,
      turnout_s: null,
      in_area: () => true,
      progress: () => undefined,
      ...more,
    },
  );

const withRule = (key: string, value: number): RuleSet => ({
  ...RULES,
  rules: {
    ...RULES.rules,
    [key]: { value, unit: 'm', clause: 'local setting', force: 'setting', confidence: 'L' },
  },
});

/** Metres east and north of the corner, of the candidates from west to east. */
function placesOf({ candidates }: SitePlan): Place[] {
  const [zero, one] = [degreesOf([0, 0]), degreesOf([1, 1])];
  return candidates
    .map(({ lon_deg, lat_deg }): Place => [
      (lon_deg - zero[0]) / (one[0] - zero[0]),
      (lat_deg - zero[1]) / (one[1] - zero[1]),
    ])
    .sort((a, b) => a[0] - b[0]);
}
const near = (place: Place, [x, y]: Place) => {
  expect(place[0]).toBeCloseTo(x, 1);
  expect(place[1]).toBeCloseTo(y, 1);
};
const states = ({ points }: SitePlan) => new Set(points.state);

describe('hydrants along mains', () => {
  it('stand on the main every 20 m where it lies 0.5 to 2 m from the kerb', () => {
    const mains = [{ line: [[440, -4.5] as Place, [500, -4.5] as Place], dead_end: false }];
    const found = plan({ mains }, { along: 'mains' });
    placesOf(found).forEach((place, k) => near(place, [440 + 20 * k, -4.5]));
    expect(found.candidates).toHaveLength(4);
    expect(found.candidates[0]).toMatchObject({ main_id: 1, main_m: 0, wall_m: null });
    expect(found.candidates[0].notes).not.toContain('dead-end-main');
  });

  it('stand at the nearer kerb, on a branch, where it lies under the street or beyond the kerb', () => {
    const under = plan(
      { mains: [{ line: [[440, -1] as Place, [460, -1] as Place], dead_end: true }] },
      { along: 'mains' },
    );
    placesOf(under).forEach((place, k) => near(place, [440 + 20 * k, -3.5]));
    expect(under.candidates[0].main_m).toBeCloseTo(2.5, 1);
    expect(under.candidates[0].notes).toContain('dead-end-main');
    const beyond = plan(
      { mains: [{ line: [[440, 20] as Place, [460, 20] as Place], dead_end: null }] },
      { along: 'mains' },
    );
    placesOf(beyond).forEach((place, k) => near(place, [440 + 20 * k, 3.5]));
    expect(beyond.candidates[0].main_m).toBeCloseTo(16.5, 1);
    expect(beyond.candidates[0].notes).not.toContain('dead-end-main');
  });

  it('are none where no street is within 25 m of the kerb: 28 m from its line', () => {
    const mains = [{ line: [[440, -28.5] as Place, [460, -28.5] as Place], dead_end: false }];
    const found = plan({ mains }, { along: 'mains' });
    expect(found.candidates).toEqual([]);
    const question = {
      points: found.points,
      matrix: { ...found.pairs, weight: Float64Array.of(1) },
      measure: { kind: 'cover' as const, radius: 200, backup_share: 0 },
      rules: { forced: new Uint32Array(), forbidden: new Uint32Array() },
    };
    expect(gainAt(question, [], degreesOf([445, -28.5]))).toMatchObject({
      looked_at: { state: 'no-street' },
      candidate: null,
    });
  });

  it('are none on mains the rule set takes for too small, and noted where nobody knows', () => {
    const mains = [{ line: [[440, -4.5] as Place, [460, -4.5] as Place], dead_end: false }];
    const town = { mains };
    const found = plan(town, { along: 'mains' }, withRule('main.least_diameter_mm', 100));
    expect(found.candidates.map(({ notes }) => notes)).toEqual([
      ['main-diameter-not-recorded'],
      ['main-diameter-not-recorded'],
    ]);
  });
});

describe('hydrants along streets', () => {
  /** Houses on both sides over the whole street, so close that none of the 5 m is kept anywhere. */
  const tight = Array.from({ length: 203 }, (_, k) => [
    { at: [5 * k - 5, 5] as Place },
    { at: [5 * k - 5, -5] as Place },
  ]).flat();

  it('keep the rule or are left out where they are asked to, and say why', () => {
    const open = plan({ buildings: [{ at: [500, 5] }] });
    const strict = plan({ buildings: [{ at: [500, 5] }] }, { strict: true });
    expect(strict.candidates).toEqual(open.candidates);
    const noted = plan({ buildings: tight });
    expect(noted.candidates.length).toBeGreaterThan(40);
    for (const { notes, wall_m } of noted.candidates) {
      expect(notes).toEqual(['near-wall']);
      expect(wall_m).toBeLessThan(3);
    }
    const kept = plan({ buildings: tight }, { strict: true });
    expect(kept.candidates).toEqual([]);
    expect(states(kept)).toEqual(new Set([POINT_STATES.indexOf('near-wall')]));
  });

  it('keep a least distance to those that stand and to one another where the rule set has one', () => {
    const hydrants = [{ at: [500, 3.5] as Place, status: 'broken' as const }];
    const found = plan({ hydrants }, {}, withRule('hydrant.least_distance_m', 50));
    const places = placesOf(found);
    expect(places.length).toBeGreaterThan(3);
    places.forEach(([x], k) => {
      expect(Math.abs(x - 500)).toBeGreaterThan(49.9);
      if (k > 0) expect(x - places[k - 1][0]).toBeGreaterThan(49.9);
    });
  });

  it('lie on the line of the street where the rule set says nothing of kerbs', () => {
    const { 'hydrant.kerb_from_m': from, ...rules } = RULES.rules;
    expect(from.value).toBe(0.5);
    const found = plan({}, {}, { ...RULES, rules });
    for (const [, y] of placesOf(found)) expect(y).toBeCloseTo(0, 2);
  });
});

it('a micro station is to be there in the time of the rule set, and a set without one asks for it', () => {
  expect(usualCutoff_s('micro-station', RULES)).toBe(180);
  const { 'micro.arrival_s': gone, ...rules } = RULES.rules;
  expect(gone.value).toBe(180);
  expect(() => usualCutoff_s('micro-station', { ...RULES, rules })).toThrow(/--cutoff/);
});

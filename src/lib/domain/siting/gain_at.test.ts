import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../tests/support/seeded_random.ts';
import { servedBy } from './facility_check.ts';
import { NO_SITE_RULES, type FacilityMatrix, type SiteRules } from './facility_matrix.ts';
import { gainAt, gainOf } from './gain_at.ts';
import type { SiteMeasure } from './site_measure.ts';
import { sitePoints } from './site_points.ts';

/** One row a demand, one column a site; null cannot serve. */
function matrixOf(rows: (number | null)[][], weight: number[]): FacilityMatrix {
  const first = new Uint32Array(rows.length + 1);
  const site: number[] = [];
  const cost: number[] = [];
  rows.forEach((row, demand) => {
    row.forEach((value, s) => {
      if (value !== null) [site[site.length], cost[cost.length]] = [s, value];
    });
    first[demand + 1] = site.length;
  });
  return {
    demand_count: rows.length,
    site_count: rows[0].length,
    first,
    site: Uint32Array.from(site),
    cost: Float64Array.from(cost),
    weight: Float64Array.from(weight),
  };
}

/** Three houses of 2, 3 and 5 people; sites serve the first two, the last two and the last alone. */
const matrix = matrixOf(
  [
    [1, null, null],
    [4, 3, null],
    [null, 5, 2],
  ],
  [2, 3, 5],
);
const cover: SiteMeasure = { kind: 'cover', radius: 10, backup_share: 0 };

describe('what a candidate adds to a choice', () => {
  it('counts what it would serve, what of that is served, and what is left', () => {
    const gain = gainOf(matrix, cover, NO_SITE_RULES, [0], 1);
    expect(gain).toMatchObject({ serves: [1, 2], served_already: 1, gain_alone: 8, gain_after: 5 });
    expect(gain).toMatchObject({ chosen: false, forbidden: false });
  });

  it('says what a chosen site is worth, and what an exchange for it would change', () => {
    const gain = gainOf(matrix, cover, NO_SITE_RULES, [0, 1], 2);
    expect(gain).toMatchObject({ served_already: 1, gain_after: 0 });
    expect(gain.least).toEqual({ site: 0, gain: 2 });
    expect(gain.instead).toEqual({ site: 1, change: 0 });
  });

  it('exchanges no forced site, and none for a site that is chosen', () => {
    const forced: SiteRules = { forced: Uint32Array.of(0, 1), forbidden: Uint32Array.of(2) };
    expect(gainOf(matrix, cover, forced, [0, 1], 2)).toMatchObject({
      least: null,
      instead: null,
      forbidden: true,
    });
    expect(gainOf(matrix, cover, NO_SITE_RULES, [0, 1], 1)).toMatchObject({
      chosen: true,
      gain_after: 5,
      instead: null,
    });
  });

  it('measures a mean and a worst against what stands', () => {
    const standing = Float64Array.of(6, 6, 6);
    const mean: SiteMeasure = { kind: 'mean', standing };
    expect(gainOf(matrix, mean, NO_SITE_RULES, [0], 1)).toMatchObject({
      serves: [1, 2],
      served_already: 0,
      gain_alone: 3 * 3 + 5 * 1,
      gain_after: 3 * 1 + 5 * 1,
    });
    const worst: SiteMeasure = { kind: 'worst', standing };
    expect(gainOf(matrix, worst, NO_SITE_RULES, [0], 2)).toMatchObject({ gain_alone: 0, gain_after: 2 });
  });

  it('has no gain alone where some demand would have nothing', () => {
    const mean: SiteMeasure = { kind: 'mean', standing: new Float64Array(3).fill(Infinity) };
    expect(gainOf(matrix, mean, NO_SITE_RULES, [0, 2], 1)).toMatchObject({ gain_alone: null, gain_after: 3 });
  });
});

describe('the point a place answers for', () => {
  const points = sitePoints([
    { lon_deg: 10, lat_deg: 50, candidate: 0 },
    { lon_deg: 10.0005, lat_deg: 50, state: 'serves-nobody' },
    { lon_deg: 10.001, lat_deg: 50, candidate: 1 },
  ]);
  const question = { points, matrix, measure: cover, rules: NO_SITE_RULES };

  it('is the nearest that was looked at, and the nearest candidate beside it', () => {
    const { looked_at, candidate } = gainAt(question, [0], [10.0006, 50]);
    expect(looked_at!.state).toBe('serves-nobody');
    expect(looked_at!.distance_m).toBeCloseTo(7.17, 1);
    expect(candidate).toMatchObject({ candidate: 1, lon_deg: 10.001, gain_after: 5 });
    expect(candidate!.distance_m).toBeCloseTo(28.7, 1);
  });

  it('is none far from every street', () => {
    expect(gainAt(question, [0], [10.1, 50])).toEqual({ looked_at: null, candidate: null });
    expect(gainAt(question, [0], [10.0004, 50.0001], 5)).toEqual({ looked_at: null, candidate: null });
  });
});

it.each(Array.from({ length: 60 }, (_, seed) => seed))(
  'agrees with the pairs counted anew, seed %i',
  (seed) => {
    const random = seededRandom(seed);
    const below = (end: number) => Math.floor(random() * end);
    const site_count = 2 + below(7);
    const rows = Array.from({ length: 1 + below(9) }, () =>
      Array.from({ length: site_count }, () => (random() < 0.6 ? below(9) : null)),
    );
    const weight = rows.map(() => below(5));
    const made = matrixOf(rows, weight);
    const chosen = Array.from({ length: site_count }, (_, s) => s).filter(() => random() < 0.4);
    const candidate = below(site_count);
    const others = chosen.filter((site) => site !== candidate);

    const backup_share = seed % 3 === 0 ? 0.5 : 0;
    const covered = (sites: number[]) => {
      const served = servedBy(made, sites, 5);
      return served.covered + backup_share * served.covered_twice;
    };
    const gain = gainOf(made, { kind: 'cover', radius: 5, backup_share }, NO_SITE_RULES, chosen, candidate);
    expect(gain.gain_after).toBeCloseTo(covered([...others, candidate]) - covered(others), 9);
    expect(gain.gain_alone).toBeCloseTo(covered([candidate]), 9);
    if (others.length > 0) {
      const without = (site: number) => others.filter((each) => each !== site);
      const losses = others.map((site) => covered(others) - covered(without(site)));
      expect(gain.least!.gain).toBeCloseTo(Math.min(...losses), 9);
      if (!gain.chosen) {
        const exchanged = others.map((site) => covered([...without(site), candidate]) - covered(others));
        expect(gain.instead!.change).toBeCloseTo(Math.max(...exchanged), 9);
      }
    }

    const standing = Float64Array.from(rows, () => 4 + below(6));
    const withStanding = matrixOf(
      rows.map((row, demand) => [...row, standing[demand]]),
      weight,
    );
    for (const kind of ['mean', 'worst'] as const) {
      const total = (sites: number[]) => {
        const served = servedBy(withStanding, [...sites, site_count], Infinity);
        return kind === 'mean' ? served.weighted_cost : served.largest_cost;
      };
      const nearer = gainOf(made, { kind, standing }, NO_SITE_RULES, chosen, candidate);
      expect(nearer.gain_after).toBeCloseTo(total(others) - total([...others, candidate]), 9);
      expect(nearer.gain_alone).toBeCloseTo(total([]) - total([candidate]), 9);
      if (others.length > 0 && !nearer.chosen) {
        const exchanged = others.map(
          (site) => total(others) - total([...others.filter((each) => each !== site), candidate]),
        );
        expect(nearer.instead!.change).toBeCloseTo(Math.max(...exchanged), 9);
      }
    }
  },
);

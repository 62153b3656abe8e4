import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillSpacing, type Beyond } from './spacing_fill.ts';
import type { Stretch } from './stretch.ts';
import { spacingGaps } from './spacing_gap.ts';

type Street = [start_node: number, end_node: number, length_m: number, hydrants_m?: number[]];
const net = (streets: readonly Street[], spacing_m = 120): Stretch[] =>
  streets.map(([start_node, end_node, length_m, hydrants_m = []]) => ({
    start_node,
    end_node,
    length_m,
    spacing_m,
    hydrants_m,
    group: 0,
    zone: 0,
  }));

/** By trying every way but over itself, again and again: what lies beyond the ends of each stretch. */
function beyondOf(stretches: readonly Stretch[]) {
  return (standing_m: readonly (readonly number[])[]): Beyond[] =>
    stretches.map((own, i) => {
      const best = new Map<number, number>();
      const better = (node: number, at_m: number) => {
        if (at_m >= (best.get(node) ?? Infinity)) return false;
        best.set(node, at_m);
        return true;
      };
      stretches.forEach(({ start_node, end_node, length_m }, other) => {
        if (other === i) return;
        for (const at_m of standing_m[other]) {
          better(start_node, at_m);
          better(end_node, length_m - at_m);
        }
      });
      for (let again = true; again;) {
        again = false;
        for (const stretch of stretches) {
          if (stretch === own) continue;
          const { start_node, end_node, length_m } = stretch;
          const from = (node: number) => (best.get(node) ?? Infinity) + length_m;
          again = better(end_node, from(start_node)) || better(start_node, from(end_node)) || again;
        }
      }
      return {
        start_m: best.get(own.start_node) ?? Infinity,
        end_m: best.get(own.end_node) ?? Infinity,
      };
    });
}

const fill = (streets: readonly Street[], spacing_m = 120) => {
  const stretches = net(streets, spacing_m);
  const { placed_m, bound } = fillSpacing(stretches, [], beyondOf(stretches));
  return {
    placed_m: placed_m.map((at_m) => at_m.map((each) => Math.round(each * 10) / 10)),
    bound: bound.reduce((sum, each) => sum + each, 0),
  };
};

it('a net across zones without a hydrant binds none of them: one at a crossing serves all', () => {
  const [first, ...others] = net([
    [0, 1, 50],
    [1, 2, 60],
    [2, 3, 60],
    [2, 4, 60],
  ]);
  const stretches = [first, ...others.map((stretch) => ({ ...stretch, zone: 1 }))];
  expect(fillSpacing(stretches, [], beyondOf(stretches))).toEqual({
    placed_m: [[], [60], [], []],
    bound: [0, 0, 0, 0],
  });
});

/** Spacing 120 m. n hydrants cut a length into n + 1 parts: n = ceil(length / 120) - 1. */
describe('one street', () => {
  it('160 m between two hydrants: ceil(160 / 120) - 1 = 1, in the middle', () => {
    expect(fill([[0, 1, 400, [60, 180, 340]]])).toEqual({ placed_m: [[260]], bound: 1 });
  });

  it('360 m between two: 3 parts of 120 m, so 2; 361 m: 4 parts, so 3', () => {
    expect(fill([[0, 1, 360, [0, 360]]])).toEqual({ placed_m: [[120, 240]], bound: 2 });
    expect(fill([[0, 1, 361, [0, 361]]])).toEqual({ placed_m: [[90.3, 180.5, 270.8]], bound: 3 });
  });

  it('a dead end counts to its end: 300 m beyond the last hydrant are 3 parts of 100 m, so 2', () => {
    expect(fill([[0, 1, 300, [0]]])).toEqual({ placed_m: [[100, 200]], bound: 2 });
  });

  it('no hydrant at all: a street of 100 m needs one all the same, one of 480 m three', () => {
    expect(fill([[0, 1, 100]])).toEqual({ placed_m: [[50]], bound: 1 });
    expect(fill([[0, 1, 480]])).toEqual({ placed_m: [[120, 240, 360]], bound: 3 });
  });

  it('nothing is put where the rule holds', () => {
    expect(fill([[0, 1, 240, [120]]])).toEqual({ placed_m: [[]], bound: 0 });
  });
});

describe('streets that meet', () => {
  it('a gap round a corner, 80 m + 80 m: one hydrant at the corner or beside it, not one a street', () => {
    const { placed_m } = fill([
      [0, 1, 80, [0]],
      [1, 2, 80, [80]],
    ]);
    expect(placed_m.flat()).toHaveLength(1);
  });

  it('four streets of 100 m that meet: one hydrant at the crossing serves all', () => {
    const { placed_m, bound } = fill([
      [0, 1, 100],
      [0, 2, 100],
      [0, 3, 100],
      [0, 4, 100],
    ]);
    expect(placed_m).toEqual([[0], [], [], []]);
    expect(bound).toBe(1);
  });

  it('a grid of 3 x 3 crossings 100 m apart without hydrants: at most one a crossing', () => {
    const at = (x: number, y: number) => 3 * y + x;
    const streets: Street[] = [];
    for (let y = 0; y < 3; y++) {
      for (let x = 0; x < 3; x++) {
        if (x < 2) streets.push([at(x, y), at(x + 1, y), 100]);
        if (y < 2) streets.push([at(x, y), at(x, y + 1), 100]);
      }
    }
    expect(fill(streets).placed_m.flat().length).toBeLessThanOrEqual(9);
  });
});

describe('the bound', () => {
  // Streets of 100 m: a hydrant helps one only on it or within 120 - 100 = 20 m of its ends
  const row = (...lengths_m: number[]): Street[] => lengths_m.map((length_m, i) => [i, i + 1, length_m]);

  it('counts streets that no one hydrant can serve together', () => {
    // The first is served from itself or from 20 m of the second, the third from itself, the last 20 m of the second, …
    const { placed_m, bound } = fill(row(100, 100, 100, 100, 100));
    expect(bound).toBe(3);
    expect(placed_m.flat().length).toBeGreaterThanOrEqual(bound);
    // 35 m between: 20 m from either side overlap, one hydrant in the middle serves both
    expect(fill(row(100, 35, 100)).bound).toBe(1);
    // 45 m between: they do not
    expect(fill(row(100, 45, 100)).bound).toBe(2);
  });

  it('a hydrant that stands within reach of an end leaves it out', () => {
    expect(
      fill([
        [0, 1, 110, [110]],
        [1, 2, 100],
        [2, 3, 15],
      ]).bound,
    ).toBe(0);
  });
});

it('on any net no gap is left, and no fewer than the bound are put', () => {
  const street = fc.tuple(
    fc.nat(6),
    fc.nat(6),
    fc.integer({ min: 5, max: 600 }),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
  );
  fc.assert(
    fc.property(
      fc.array(street, { minLength: 1, maxLength: 10 }),
      fc.array(fc.constantFrom(60, 120), { minLength: 10, maxLength: 10 }),
      (drawn, spacings_m) => {
        const plain = net(
          drawn.map(([start, end, length_m, shares]): Street => [
            start,
            end,
            length_m,
            shares.map((share) => Math.round(share * length_m * 1000) / 1000),
          ]),
        );
        const stretches = plain.map((stretch, i) => ({ ...stretch, spacing_m: spacings_m[i] }));
        const beyond = beyondOf(stretches);
        const { placed_m, bound } = fillSpacing(stretches, [], beyond);
        const standing_m = stretches.map(({ hydrants_m }, i) =>
          [...hydrants_m, ...placed_m[i]].sort((a, b) => a - b),
        );
        beyond(standing_m).forEach(({ start_m, end_m }, i) => {
          const { length_m, spacing_m } = stretches[i];
          const gaps = spacingGaps(
            { length_m, hydrants_m: standing_m[i], beyond_start_m: start_m, beyond_end_m: end_m },
            spacing_m + 0.005,
          );
          expect(gaps).toEqual([]);
        });
        placed_m.forEach((placed, i) => {
          expect(placed.every((at_m) => at_m >= 0 && at_m <= stretches[i].length_m)).toBe(true);
        });
        expect(placed_m.flat().length).toBeGreaterThanOrEqual(bound.reduce((sum, each) => sum + each, 0));
      },
    ),
    { numRuns: 100, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true },
  );
});

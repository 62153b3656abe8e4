import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureFirst, type OpenBuilding } from './measure_first.ts';

const open = (sources: number[], people: number | null = 1): OpenBuilding => ({ sources, people });

describe('one source is enough', () => {
  it('the one in reach of most goes first, then what is left', () => {
    // 7 is in reach of three; then 5 of one that is left; 9 settles nothing more
    expect(measureFirst([open([7, 9], 4), open([7], 2), open([7, 5], 1), open([5], 3)])).toEqual([
      { source: 7, buildings: 3, people: 7, cumulative: 3 },
      { source: 5, buildings: 1, people: 3, cumulative: 4 },
    ]);
  });

  it('people are told only where everybody is counted', () => {
    expect(measureFirst([open([1], null), open([1], 5)])[0].people).toBeNull();
  });

  it('nothing open, nothing to measure', () => {
    expect(measureFirst([])).toEqual([]);
    expect(measureFirst([open([])])).toEqual([]);
  });
});

it('a school that asks for two hydrants waits for both', () => {
  const school = {
    sources: [1, 2],
    people: 300,
    settledBy: (good: ReadonlySet<number>) => good.has(1) && good.has(2),
  };
  expect(measureFirst([school, open([2], 4)])).toEqual([
    { source: 2, buildings: 1, people: 4, cumulative: 1 },
    { source: 1, buildings: 1, people: 300, cumulative: 2 },
  ]);
});

it('as plain greedy counting does, each step of it', () => {
  const building = fc.record({
    sources: fc.uniqueArray(fc.nat(7), { maxLength: 4 }),
    needs: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(building, { maxLength: 25 }), (drawn) => {
      const buildings = drawn.map(({ sources, needs }): OpenBuilding =>
        needs === 1
          ? open(sources)
          : {
              sources,
              people: 1,
              settledBy: (good) => sources.filter((source) => good.has(source)).length >= needs,
            },
      );
      expect(measureFirst(buildings)).toEqual(plainly(drawn));
    }),
    { numRuns: 300 },
  );
});

/** Counts everything again for every step. */
function plainly(drawn: readonly { sources: number[]; needs: number }[]) {
  const good = new Set<number>();
  const settled = () =>
    drawn.map(({ sources, needs }) => sources.filter((source) => good.has(source)).length >= needs);
  const order = [];
  let cumulative = 0;
  for (;;) {
    const before = settled();
    const left = [...new Set(drawn.flatMap(({ sources }, i) => (before[i] ? [] : sources)))].filter(
      (source) => !good.has(source),
    );
    if (left.length === 0) return order;
    const [best] = left
      .map((source) => {
        good.add(source);
        const gain = settled().filter((now, i) => now && !before[i]).length;
        good.delete(source);
        const reach = drawn.filter(({ sources }, i) => !before[i] && sources.includes(source)).length;
        return { source, gain, reach };
      })
      .sort((a, b) => b.gain - a.gain || b.reach - a.reach || a.source - b.source);
    good.add(best.source);
    cumulative += best.gain;
    order.push({ source: best.source, buildings: best.gain, people: best.gain, cumulative });
  }
}

import { describe, expect, it } from 'vitest';
import { NONE } from '../network/network.ts';
import { kArrivals, type K } from './k_arrivals.ts';
import { LAST_ARRIVAL } from './search.ts';

/** A street of four crossings, 10 s a block, both ways. */
const street = {
  graph: {
    node_count: 4,
    first_arc: Uint32Array.of(0, 1, 3, 5, 6),
    arc_head: Uint32Array.of(1, 0, 2, 1, 3, 2),
  },
  costs: { cost: new Uint32Array(6).fill(10), pass: new Uint8Array(6).fill(2) },
};

const seedsOf = (...rows: [node: number, delay: number, label: number][]) => ({
  node: Uint32Array.from(rows, ([node]) => node),
  delay: Uint32Array.from(rows, ([, delay]) => delay),
  label: Uint32Array.from(rows, ([, , label]) => label),
});

const ranks = (seeds: ReturnType<typeof seedsOf>, k: K, limit?: number) => {
  const found = kArrivals(street.graph, street.costs, seeds, { k, least_pass: 2, limit });
  return Array.from({ length: 4 }, (_, node) =>
    Array.from({ length: k }, (_, r) => [found.arrival[k * node + r], found.label[k * node + r]]),
  );
};

describe('kArrivals', () => {
  it('ranks the facilities at each crossing, the lowest label first where they tie', () => {
    expect(ranks(seedsOf([0, 0, 7], [3, 0, 2], [1, 5, 9]), 2)).toEqual([
      [
        [0, 7],
        [15, 9],
      ],
      [
        [5, 9],
        [10, 7],
      ],
      [
        [10, 2],
        [15, 9],
      ],
      [
        [0, 2],
        [25, 9],
      ],
    ]);
  });

  it('counts a facility once, however many of its exits come first', () => {
    const [first] = ranks(seedsOf([0, 1, 4], [0, 2, 4], [1, 0, 4], [3, 0, 5]), 2);
    expect(first).toEqual([
      [1, 4],
      [30, 5],
    ]);
  });

  it('leaves a rank empty where the limit cuts it off', () => {
    const [first, , , last] = ranks(seedsOf([0, 0, 0], [3, 1, 1]), 2, 30);
    expect(first).toEqual([
      [0, 0],
      [NONE, NONE],
    ]);
    expect(last).toEqual([
      [1, 1],
      [30, 0],
    ]);
  });

  it('refuses an unlimited run whose arrivals do not fit, but not one only passed over', () => {
    const late = LAST_ARRIVAL - 15;
    expect(() => ranks(seedsOf([0, late, 0]), 1)).toThrow(RangeError);
    expect(ranks(seedsOf([0, late, 0], [2, 0, 1], [0, 0, 1]), 1)[3]).toEqual([[10, 1]]);
    expect(ranks(seedsOf([0, late, 0]), 1, LAST_ARRIVAL)[1]).toEqual([[late + 10, 0]]);
  });

  it('finds nothing without facilities', () => {
    expect(ranks(seedsOf(), 1)).toEqual([[[NONE, NONE]], [[NONE, NONE]], [[NONE, NONE]], [[NONE, NONE]]]);
  });
});

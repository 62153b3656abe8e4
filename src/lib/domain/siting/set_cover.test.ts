import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverLeast } from './set_cover.ts';

/** Candidates as lists of the demand they serve. */
const pairs = (lists: readonly (readonly number[])[]) => {
  const first = new Uint32Array(lists.length + 1);
  lists.forEach((list, k) => (first[k + 1] = first[k] + list.length));
  return { first, demand: Uint32Array.from(lists.flat()) };
};
const solve = (lists: readonly (readonly number[])[], demand_count: number) =>
  coverLeast(pairs(lists), demand_count);

describe('coverLeast', () => {
  it('needs nothing for no demand, and names demand nobody serves', () => {
    expect(solve([], 0)).toMatchObject({ chosen: new Uint32Array(0), bound: 0, proven: true });
    expect(solve([[], [1]], 3)).toEqual({
      chosen: Uint32Array.of(1),
      bound: 1,
      uncoverable: Uint32Array.of(0, 2),
      proven: true,
    });
  });

  it('takes the lowest of equal candidates and minds neither order nor repeats', () => {
    expect(solve([[0], [2, 1, 0, 2], [0, 1, 2]], 3).chosen).toEqual(Uint32Array.of(1));
  });

  it('beats plain greedy, which takes the large set first', () => {
    const lists = [
      [0, 1, 2, 3, 4, 5, 6, 7],
      [0, 1, 2, 3, 8, 9, 10],
      [4, 5, 6, 7, 11, 12, 13],
    ];
    expect(solve(lists, 14)).toMatchObject({ chosen: Uint32Array.of(1, 2), bound: 2, proven: true });
  });

  it('proves what prices cannot: three pairs of three need two, though the relaxation says 1.5', () => {
    expect(solve([[0, 1], [1, 2], [0, 2]], 3)).toMatchObject({ bound: 2, proven: true }); // prettier-ignore
    const fano = [[0, 1, 2], [0, 3, 4], [0, 5, 6], [1, 3, 5], [1, 4, 6], [2, 3, 6], [2, 4, 5]]; // prettier-ignore
    expect(solve(fano, 7)).toMatchObject({ bound: 3, proven: true });
  });

  it('refuses indices out of range', () => {
    expect(() => solve([[3]], 3)).toThrow('demand 3, expected less than 3');
    expect(() => coverLeast({ first: Uint32Array.of(0, 2), demand: Uint32Array.of(0) }, 1)).toThrow(
      'end at 2',
    );
  });

  it('serves all demand, between the bound and the truth of brute force', () => {
    const town = fc.integer({ min: 1, max: 14 }).chain((demand_count) =>
      fc.record({
        demand_count: fc.constant(demand_count),
        lists: fc.array(fc.array(fc.nat({ max: demand_count - 1 }), { maxLength: 6 }), { maxLength: 12 }),
      }),
    );
    fc.assert(
      fc.property(town, ({ demand_count, lists }) => {
        const found = solve(lists, demand_count);
        const least = bruteForce(lists, demand_count);
        expect(new Set([...found.chosen].flatMap((c) => lists[c]))).toEqual(new Set(lists.flat()));
        expect([...found.uncoverable]).toEqual(
          Array.from({ length: demand_count }, (_, d) => d).filter((d) => !lists.flat().includes(d)),
        );
        expect(found.bound).toBeLessThanOrEqual(least);
        expect(found.chosen.length).toBeGreaterThanOrEqual(least);
        expect(found.proven).toBe(found.bound === found.chosen.length);
        // So small a town is always searched to its end.
        expect(found.chosen.length).toBe(least);
        expect(found.proven).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('covers a town of 15,000 buildings from 50,000 places within seconds and close to its bound', () => {
    const { lists, demand_count } = hydrantTown(50_000, 15_000, 11);
    const begun_ms = performance.now();
    const found = solve(lists, demand_count);
    expect(performance.now() - begun_ms).toBeLessThan(60_000);
    expect(new Set([...found.chosen].flatMap((c) => lists[c])).size).toBe(
      demand_count - found.uncoverable.length,
    );
    expect(found.bound).toBeLessThanOrEqual(found.chosen.length);
    expect(found.chosen.length / found.bound).toBeLessThan(1.2);
  }, 120_000);
});

it('coverLeast says the same in every run', () => {
  const { lists, demand_count } = hydrantTown(3000, 800, 5);
  expect(solve(lists, demand_count)).toEqual(solve(lists, demand_count));
});

function bruteForce(lists: readonly (readonly number[])[], demand_count: number): number {
  const bits = lists.map((list) => list.reduce((set, d) => set | (1 << d), 0));
  const all = bits.reduce((set, b) => set | b, 0);
  let least = Infinity;
  for (let choice = 0; choice < 1 << lists.length; choice++) {
    let [set, size] = [0, 0];
    for (let c = 0; c < lists.length; c++) {
      if ((choice >> c) & 1) [set, size] = [set | bits[c], size + 1];
    }
    if (set === all) least = Math.min(least, size);
  }
  expect(demand_count).toBeLessThan(31);
  return least;
}

/** Buildings along a grid of streets, candidates every 20 m on them, each serving buildings within 150 m. */
function hydrantTown(candidates: number, demand_count: number, seed: number) {
  let state = seed;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const block_m = 120;
  const side_m = Math.sqrt((candidates * 20 * block_m) / 2);
  const onStreet = () => {
    const along = random() * side_m;
    const street = Math.floor((random() * side_m) / block_m) * block_m;
    return random() < 0.5 ? [along, street] : [street, along];
  };
  const homes = Array.from({ length: demand_count }, () => onStreet().map((v) => v + (random() - 0.5) * 30));
  const cells = new Map<string, number[]>();
  homes.forEach(([x, y], d) => {
    const key = `${Math.floor(x / 150)} ${Math.floor(y / 150)}`;
    cells.set(key, [...(cells.get(key) ?? []), d]);
  });
  const lists = Array.from({ length: candidates }, () => {
    const [x, y] = onStreet();
    const list: number[] = [];
    for (let i = -1; i <= 1; i++) {
      for (let j = -1; j <= 1; j++) {
        for (const d of cells.get(`${Math.floor(x / 150) + i} ${Math.floor(y / 150) + j}`) ?? []) {
          if (Math.hypot(homes[d][0] - x, homes[d][1] - y) <= 150) list.push(d);
        }
      }
    }
    return list;
  });
  return { lists, demand_count };
}

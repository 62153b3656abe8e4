import { describe, expect, it } from 'vitest';
import { hilbertIndex, HILBERT_SIDE } from './hilbert.ts';

describe('the Hilbert curve', () => {
  it('visits each cell of a corner once, a step at a time', () => {
    const side = 64;
    const cells = new Map<number, [number, number]>();
    for (let x = 0; x < side; x++) for (let y = 0; y < side; y++) cells.set(hilbertIndex(x, y), [x, y]);
    expect(cells.size).toBe(side * side);
    for (let index = 1; index < side * side; index++) {
      const [ax, ay] = cells.get(index - 1)!;
      const [bx, by] = cells.get(index)!;
      expect(Math.abs(ax - bx) + Math.abs(ay - by)).toBe(1);
    }
  });

  it('ends within 32 bits', () => {
    expect(hilbertIndex(0, 0)).toBe(0);
    expect(hilbertIndex(HILBERT_SIDE - 1, 0)).toBe(2 ** 32 - 1);
  });
});

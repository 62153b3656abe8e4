import { describe, expect, it } from 'vitest';
import { RowSpool } from './row_spool.ts';

describe('RowSpool', () => {
  it('gives rows back in order by key, also those that waited in a file', () => {
    const spool = new RowSpool();
    const filling = '街'.repeat(9_000);
    for (let i = 0; i < 6000; i++) {
      spool.add(i % 2 === 0 ? 'even' : 'odd', JSON.stringify({ i, filling }), [i, -i - 1]);
    }
    for (const [key, first] of [
      ['even', 0],
      ['odd', 1],
    ] as const) {
      let next: number = first;
      for (const { rows, places_deg } of spool.batches(key)) {
        const parsed = JSON.parse(rows) as { i: number; filling: string }[];
        expect(places_deg).toHaveLength(parsed.length * 2);
        for (const [at, row] of parsed.entries()) {
          expect(row.i).toBe(next);
          expect(row.filling === filling).toBe(true);
          expect(places_deg[at * 2]).toBe(next);
          next += 2;
        }
      }
      expect(next).toBe(6000 + first);
    }
    expect(spool.extent_deg).toEqual([0, -6000, 5999, -1]);
    expect(spool.has('neither')).toBe(false);
    expect([...spool.batches('neither')]).toEqual([]);
    spool.dispose();
  });

  it('has no extent while it is empty', () => {
    expect(new RowSpool().extent_deg).toBeNull();
  });
});

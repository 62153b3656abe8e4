import { describe, expect, it } from 'vitest';
import { endLabels, monthStart, monthTicks } from './trend.ts';

const YEAR = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`);

describe('ticks of months', () => {
  it('are all of few and end with the last of many', () => {
    expect(monthTicks(YEAR.slice(0, 3), 6)).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(monthTicks(YEAR, 6)).toEqual(['2026-02', '2026-04', '2026-06', '2026-08', '2026-10', '2026-12']);
    expect(monthTicks(YEAR, 5).at(-1)).toBe('2026-12');
    expect(monthTicks(YEAR, 5).length).toBeLessThanOrEqual(5);
    expect(monthTicks([], 5)).toEqual([]);
  });

  it('start in universal time, wherever one looks', () => {
    expect(monthStart('2026-11').toISOString()).toBe('2026-11-01T00:00:00.000Z');
  });
});

describe('labels at the end of lines', () => {
  const y = (share: number) => 100 - share * 100;

  it('stand at the latest known figure', () => {
    const [label] = endLabels([{ id: 'rate', name: 'rate', shares: [0.5, 0.75, null] }], y, 15);
    expect(label).toMatchObject({ share: 0.75, at: 25 });
  });

  it('never lie upon each other, and a line nothing is known of has none', () => {
    const labels = endLabels(
      [
        { id: 'tested', name: 'tested', shares: [0.9] },
        { id: 'rate', name: 'rate', shares: [0.95] },
      ],
      y,
      15,
    );
    expect(labels.map(({ id }) => id)).toEqual(['rate', 'tested']);
    expect(labels[1]!.at - labels[0]!.at).toBeGreaterThanOrEqual(15);
    expect(endLabels([{ id: 'rate', name: 'rate', shares: [null, null] }], y, 15)).toEqual([]);
  });
});

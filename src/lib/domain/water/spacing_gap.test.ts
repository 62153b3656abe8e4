import { describe, expect, it } from 'vitest';
import { sidesShort, spacingGaps } from './spacing_gap.ts';

/** GB 50974-2014 7.2.5: not more than 120 m between hydrants; the standard could not be opened: check the official text. */
const gaps = (length_m: number, hydrants_m: number[], beyond_start_m: number, beyond_end_m: number) =>
  spacingGaps({ length_m, hydrants_m, beyond_start_m, beyond_end_m }, 120);
const NOWHERE = Infinity;

describe('gaps along one street', () => {
  it('between hydrants: 120 m is allowed, 121 m is not', () => {
    // 10, 130, 251: 130 - 10 = 120, 251 - 130 = 121
    expect(gaps(260, [251, 10, 130], NOWHERE, NOWHERE)).toEqual([{ from_m: 130, to_m: 251, gap_m: 121 }]);
  });

  it('a dead end is a gap by its own length', () => {
    expect(gaps(200, [80], 30, NOWHERE)).toEqual([]);
    expect(gaps(200, [79], 30, NOWHERE)).toEqual([{ from_m: 79, to_m: 200, gap_m: 121 }]);
  });

  it('cut at a crossing: the gap goes on to the next hydrant', () => {
    // last own hydrant at 10 of 100 m; beyond the end one after 40 m: 90 + 40 = 130
    expect(gaps(100, [10], 20, 40)).toEqual([{ from_m: 10, to_m: 100, gap_m: 130 }]);
    // after 30 m: 90 + 30 = 120, allowed
    expect(gaps(100, [10], 20, 30)).toEqual([]);
  });

  it('without hydrants of its own: from the one side to the other', () => {
    // 30 + 70 + 30 = 130
    expect(gaps(70, [], 30, 30)).toEqual([{ from_m: 0, to_m: 70, gap_m: 130 }]);
    expect(gaps(60, [], 30, 30)).toEqual([]);
    // a dead end of 80 m: 30 + 80 = 110; of 100 m: 130
    expect(gaps(80, [], 30, NOWHERE)).toEqual([]);
    expect(gaps(100, [], 30, NOWHERE)).toEqual([{ from_m: 0, to_m: 100, gap_m: 130 }]);
  });

  it('a hydrant a millimetre from the corner stands at it: the gap beyond is told by the next street', () => {
    expect(gaps(100, [99.999], NOWHERE, 222)).toEqual([]);
    expect(gaps(222, [], 0.001, 0)).toEqual([{ from_m: 0, to_m: 222, gap_m: 222.001 }]);
  });

  it('no hydrant anywhere', () => {
    expect(gaps(50, [], NOWHERE, NOWHERE)).toEqual([{ from_m: 0, to_m: 50, gap_m: Infinity }]);
  });

  it('a street split in its middle is told as the whole is', () => {
    // hydrants at 10 and 190 of 200 m: 180 m; split at 100, each half sees 90 of its own and 90 beyond
    expect(gaps(200, [10, 190], NOWHERE, NOWHERE)).toEqual([{ from_m: 10, to_m: 190, gap_m: 180 }]);
    expect(gaps(100, [10], NOWHERE, 90)).toEqual([{ from_m: 10, to_m: 100, gap_m: 180 }]);
    expect(gaps(100, [90], 90, NOWHERE)).toEqual([{ from_m: 0, to_m: 90, gap_m: 180 }]);
  });
});

describe('both sides of wide roads', () => {
  const rules = { both_sides_width_m: 60, spacing_m: 120 };
  const road = { width_m: 61, length_m: 200, left_m: [50, 150], right_m: [] };

  it('wider than 60 m: the side without hydrants is short along its length', () => {
    expect(sidesShort(road, rules)).toEqual({
      left: [],
      right: [{ from_m: 0, to_m: 200, gap_m: Infinity }],
    });
  });

  it('60 m and less: one side is enough; an unknown width is not judged', () => {
    expect(sidesShort({ ...road, width_m: 60 }, rules)).toEqual({ left: [], right: [] });
    expect(sidesShort({ ...road, width_m: null }, rules)).toBeNull();
  });

  it('staggered on both sides', () => {
    expect(sidesShort({ ...road, right_m: [100] }, rules)).toEqual({ left: [], right: [] });
  });
});

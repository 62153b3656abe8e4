import type { Frontage } from './street_line.ts';

type Range = readonly [low: number, high: number];

/** What stands on a plot along a street of one kind; metres, floors, shares. */
export interface Plot {
  /** How often it is built here, relative to the others of its frontage. */
  weight: number;
  width_m: Range;
  depth_m: Range;
  /** Free ground to the next plot, and between street edge and front. */
  gap_m: Range;
  setback_m: Range;
  floors: Range;
  storey_m: number;
  use: string;
  structure: string | null;
  shape: 'block' | 'corner' | 'courtyard';
}

const plot = (
  use: string,
  structure: string | null,
  width_m: Range,
  depth_m: Range,
  gap_m: Range,
  setback_m: Range,
  floors: Range,
  more: Partial<Plot> = {},
): Plot => ({
  weight: 1,
  storey_m: 3.2,
  shape: 'block',
  use,
  structure,
  width_m,
  depth_m,
  gap_m,
  setback_m,
  floors,
  ...more,
});

const FARMHOUSE = plot('house', '砖混', [9, 13], [9, 12], [2, 7], [1.5, 4], [2, 4], { weight: 6 });
const OLD_HOUSE = plot('house', '砖木', [11, 17], [10, 14], [3, 8], [1.5, 4], [1, 2], {
  weight: 2,
  shape: 'courtyard',
});
const TIMBER_HOUSE = plot('house', '土木', [8, 13], [7, 10], [2, 6], [1, 3], [1, 2], { weight: 1.5 });
const SHED = plot('shed', null, [4, 8], [4, 6], [2, 6], [1, 3], [1, 1], { weight: 1.2, storey_m: 2.8 });

/** The houses of each kind of street. */
export const PLOTS: Record<Frontage, readonly Plot[]> = {
  arcade: [plot('shophouse', '砖木', [4, 5.6], [14, 21], [0.1, 0.2], [0.6, 0.6], [2, 3], { storey_m: 3.6 })],
  town: [
    plot('shophouse', '砖混', [5, 11], [12, 18], [0.2, 0.6], [1.2, 2.4], [3, 6], { weight: 6 }),
    plot('apartments', '砖混', [16, 30], [11, 13], [4, 7], [2.5, 5], [5, 7], { weight: 1.1 }),
    plot('commercial', '框架', [18, 32], [14, 20], [3, 6], [3, 6], [3, 6], { weight: 0.5 }),
    plot('house', '砖木', [8, 12], [9, 13], [1, 3], [0.8, 1.6], [1, 2], { weight: 1.2 }),
  ],
  handshake: [
    plot('rental-house', '砖混', [8, 11.5], [9, 12.5], [0.5, 1.1], [0.3, 0.7], [4, 7], { weight: 8 }),
    plot('rental-house', '砖混', [12, 16], [10, 13], [0.6, 1.4], [0.3, 0.8], [5, 8], { weight: 2 }),
    plot('house', '石', [9, 13], [9, 12], [0.8, 2], [0.4, 0.9], [1, 2], { weight: 1.3 }),
  ],
  core: [plot('house', '石', [9, 14], [9, 12], [0.6, 1.4], [0.3, 0.7], [1, 3])],
  estate: [
    plot('apartments', '框架', [28, 46], [13, 16], [11, 18], [6, 12], [9, 18], { weight: 2.4, storey_m: 3 }),
    plot('apartments', '框架', [24, 44], [12, 14], [8, 13], [5, 10], [6, 7], { weight: 3, storey_m: 3 }),
    plot('commercial', '框架', [20, 44], [14, 22], [5, 9], [5, 8], [2, 4], { weight: 0.8, storey_m: 4 }),
    plot('shed', null, [5, 9], [4, 6], [3, 6], [2, 4], [1, 1], { weight: 0.7 }),
  ],
  suburb: [
    plot('house', '框架', [10, 13], [11, 14], [2, 4], [2, 4], [3, 4], { weight: 6 }),
    plot('house', '框架', [18, 26], [11, 13], [2.5, 4], [2, 4], [3, 4], { weight: 1.5 }),
  ],
  valley: [
    FARMHOUSE,
    { ...FARMHOUSE, gap_m: [1, 3], floors: [3, 5], weight: 6 },
    OLD_HOUSE,
    SHED,
    plot('workshop', '钢结构', [16, 30], [12, 20], [4, 8], [3, 6], [1, 2], { weight: 0.5, storey_m: 5 }),
  ],
  hill: [FARMHOUSE, { ...OLD_HOUSE, weight: 2.5 }, { ...TIMBER_HOUSE, weight: 2.5 }, SHED],
  hamlet: [{ ...FARMHOUSE, weight: 3 }, { ...TIMBER_HOUSE, weight: 3 }, { ...OLD_HOUSE, weight: 2 }, SHED],
  steps: [
    { ...TIMBER_HOUSE, weight: 3 },
    { ...OLD_HOUSE, weight: 2 },
    { ...FARMHOUSE, weight: 1 },
  ],
  workshop: [
    plot('factory', '钢结构', [30, 62], [24, 46], [8, 14], [7, 12], [1, 3], { weight: 3, storey_m: 6 }),
    plot('dormitory', '砖混', [28, 44], [11, 13], [8, 12], [6, 9], [4, 6], { weight: 1 }),
    plot('workshop', '钢结构', [16, 28], [14, 24], [5, 9], [6, 10], [1, 2], { weight: 2, storey_m: 5 }),
  ],
  logistics: [
    plot('warehouse', '钢结构', [26, 44], [18, 30], [7, 12], [7, 12], [1, 1], { weight: 2, storey_m: 9 }),
    plot('workshop', '钢结构', [11, 20], [10, 15], [3, 7], [5, 8], [1, 2], { weight: 3, storey_m: 5 }),
    plot('restaurant', '砖混', [8, 14], [9, 12], [2, 6], [5, 8], [1, 3], { weight: 1.5 }),
  ],
  roadside: [
    { ...FARMHOUSE, gap_m: [12, 70], setback_m: [4, 9] },
    plot('workshop', '钢结构', [14, 26], [12, 18], [20, 90], [6, 12], [1, 2], { weight: 1, storey_m: 5 }),
  ],
};

/** Buildings of each kind of street in the whole town, and whether more stand behind the first row. */
export const QUOTA: Record<Frontage, { buildings: number; behind: number }> = {
  arcade: { buildings: 420, behind: 0 },
  town: { buildings: 1600, behind: 0.3 },
  handshake: { buildings: 1640, behind: 1 },
  core: { buildings: 0, behind: 0 },
  estate: { buildings: 260, behind: 0.2 },
  suburb: { buildings: 330, behind: 0 },
  valley: { buildings: 560, behind: 0.35 },
  hill: { buildings: 1240, behind: 0.35 },
  hamlet: { buildings: 230, behind: 0 },
  steps: { buildings: 80, behind: 0 },
  workshop: { buildings: 70, behind: 0 },
  logistics: { buildings: 36, behind: 0 },
  roadside: { buildings: 60, behind: 0 },
};

import type { Palette } from './palette.ts';

/** A stretch of time in one colour: reached after the band before it and at `until_s` at the latest. */
export interface ArrivalBand {
  until_s: number;
  colour: string;
  /** Share of the full line width: nearer is wider, so that bands are told without colour too. */
  width: number;
}

/** The most bands a picture shows. */
export const MOST_BANDS = 4;

/** Ring times that end before the cutoff, then the cutoff; of more than three rings the first three. */
export function arrivalBands(rings_s: readonly number[], cutoff_s: number, palette: Palette): ArrivalBand[] {
  const before = rings_s.filter((ring_s) => ring_s < cutoff_s).sort((a, b) => a - b);
  const times_s = [...before.slice(0, MOST_BANDS - 1), cutoff_s];
  return times_s.map((until_s, i) => ({ until_s, colour: palette.arrival[i]!, width: 1 - 0.16 * i }));
}

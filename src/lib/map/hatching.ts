import type { Verdict } from '../domain/coverage/verdict.ts';

/** Side of a hatching tile, pixels. */
export const HATCH_SIZE = 8;

/**
 * Strokes laid over each verdict's colour, so that no verdict is told by colour alone; empty leaves it plain.
 * Each path repeats without a seam in a square of HATCH_SIZE.
 */
export const HATCHING: Record<Verdict, string> = {
  covered: '',
  late: 'M0 2H8M0 6H8',
  unreachable: 'M0 0L8 8M8 0L0 8',
  'too-narrow': 'M2 0V8M6 0V8',
  'hose-short': 'M1.4 2h1.2M5.4 6h1.2',
  'no-water': 'M0 0L8 8M-2 6L2 10M6 -2L10 2',
  'weak-water': 'M0 4H2.5M5.5 4H8',
  unknown: 'M0 8L8 0M-2 2L2 -2M6 10L10 6',
};

import type { Verdict } from './verdict.ts';

/** Best first: where several vehicles come, a building has the best verdict any of them gives it. */
export const VERDICT_RANK: Record<Verdict, number> = {
  covered: 0,
  unknown: 1,
  'weak-water': 2,
  'no-water': 3,
  'hose-short': 4,
  late: 5,
  'too-narrow': 6,
  unreachable: 7,
};

interface Judged {
  verdict: Verdict;
  arrival_ms: number | null;
}

/** Whether a smaller vehicle's verdict goes before a larger one's: it is better, or as good and there earlier. */
export const goesBefore = (smaller: Judged, larger: Judged) =>
  (VERDICT_RANK[smaller.verdict] - VERDICT_RANK[larger.verdict] ||
    (smaller.arrival_ms ?? Infinity) - (larger.arrival_ms ?? Infinity)) < 0;

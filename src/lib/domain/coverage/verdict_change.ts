import type { Verdict } from './verdict.ts';

/**
 * What a new verdict comes to. gained, lost: covered or not any more. sooner, later: not covered before nor after, but
 * reached in time or not any more. other: anything else.
 */
export const CHANGES = ['gained', 'lost', 'sooner', 'later', 'other'] as const;
export type Change = (typeof CHANGES)[number];

/** Whether a vehicle is there in time; null where the verdict does not tell. */
const IN_TIME: Record<Verdict, boolean | null> = {
  covered: true,
  late: false,
  unreachable: false,
  'too-narrow': false,
  'hose-short': true,
  'no-water': true,
  'weak-water': true,
  unknown: null,
};

export function changeOf(before: Verdict, after: Verdict): Change {
  if (before === after) return 'other';
  if (after === 'covered') return 'gained';
  if (before === 'covered') return 'lost';
  const [was, is] = [IN_TIME[before], IN_TIME[after]];
  if (was === null || is === null || was === is) return 'other';
  return is ? 'sooner' : 'later';
}

/** One leg of a verdict. Unknown is never counted as good. */
export type Leg = 'pass' | 'fail' | 'unknown';
export type LegName = 'arrive' | 'hose' | 'water';

export const VERDICTS = [
  'covered',
  'late',
  'unreachable',
  'too-narrow',
  'hose-short',
  'no-water',
  'weak-water',
  'unknown',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Why the first leg fails: after the cutoff, shut out by size only, or not connected at all. */
export type ArriveFailure = 'late' | 'too-narrow' | 'unreachable';

export interface Legs {
  arrive: Leg;
  /** Read only where `arrive` is fail. */
  arrive_failure: ArriveFailure;
  hose: Leg;
  water: Leg;
  /** A source too weak stands within reach; read only where `water` is fail. */
  weak_source: boolean;
}

/**
 * The first failing leg, in the order arrive, hose, water, names the verdict; else the first unknown
 * leg gives `unknown` with that leg; else `covered`.
 */
export function verdictOf(legs: Legs): { verdict: Verdict; failing_leg: LegName | '' } {
  if (legs.arrive === 'fail') return { verdict: legs.arrive_failure, failing_leg: 'arrive' };
  if (legs.hose === 'fail') return { verdict: 'hose-short', failing_leg: 'hose' };
  if (legs.water === 'fail') {
    return { verdict: legs.weak_source ? 'weak-water' : 'no-water', failing_leg: 'water' };
  }
  for (const leg of ['arrive', 'hose', 'water'] as const) {
    if (legs[leg] === 'unknown') return { verdict: 'unknown', failing_leg: leg };
  }
  return { verdict: 'covered', failing_leg: '' };
}

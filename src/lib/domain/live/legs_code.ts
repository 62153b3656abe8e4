import type { Leg, LegName } from '../coverage/verdict.ts';

const LEGS = ['pass', 'fail', 'unknown'] as const satisfies readonly Leg[];

/** The three legs of a verdict as one number, 0 to 26. */
export const legsCode = ({ arrive, hose, water }: Record<LegName, Leg>) =>
  9 * LEGS.indexOf(arrive) + 3 * LEGS.indexOf(hose) + LEGS.indexOf(water);

/** The legs by their number. */
export const LEGS_BY_CODE: readonly Record<LegName, Leg>[] = LEGS.flatMap((arrive) =>
  LEGS.flatMap((hose) => LEGS.map((water) => ({ arrive, hose, water }))),
);

import type { Tried, WorkTrial } from './work_trial.ts';

/** Sums looked at: each takes a trial. */
const MOST_GROUPS = 1_000;

/**
 * Broken hydrants that together add to what some building asks for, where it is not served: repaired one by one they may
 * give back nothing. Groups of two and more, each once, indices into the trial's items ascending.
 *
 * @param singles what each item came to alone, null where that was not tried.
 */
export function hydrantGroups(
  trial: WorkTrial,
  candidates: readonly number[],
  singles: readonly (Tried | null)[],
): number[][] {
  const adding = new Map<number, number[]>();
  for (const item of candidates) {
    for (const building of singles[item]?.asking ?? []) {
      if (trial.passes(building)) continue;
      const here = adding.get(building);
      if (here) here.push(item);
      else adding.set(building, [item]);
    }
  }
  const groups = new Map<string, number[]>();
  for (const group of adding.values()) {
    if (group.length > 1) groups.set(group.join(), group);
    if (groups.size >= MOST_GROUPS) break;
  }
  return [...groups.values()];
}

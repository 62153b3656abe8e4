import { NONE } from '../network/network.ts';
import type { StreetStretch } from './street_stretch.ts';
import type { WorkItem } from './work_items.ts';
import type { WorkTrial } from './work_trial.ts';

/** Ways looked at; the town's largest blocks of houses have fewer kinds of them. */
const MOST_GROUPS = 4_000;

/**
 * Obstacles that stand together on the way to some building: each group, cleared as one, opens that way. Found with all
 * of `candidates` cleared: the fastest way there is then to each building that is regained, and the obstacles on it. Groups
 * of two and more, each once, indices into the trial's items ascending. (The fastest way with all sizes
 * ignored would also lead through lanes that clearing does not widen.)
 */
export function obstacleGroups(trial: WorkTrial, candidates: readonly number[]): number[][] {
  if (candidates.length < 2) return [];
  const on_street = byStreet(trial.items, candidates);
  const { better } = trial.try(candidates);
  const groups = new Map<string, number[]>();
  for (const building of better) {
    for (const way of trial.waysOf(building)) {
      const group = standingOn(way, on_street, trial.items);
      if (group.length > 1) groups.set(group.join(), group);
    }
    if (groups.size >= MOST_GROUPS) break;
  }
  return [...groups.values()];
}

function byStreet(items: readonly WorkItem[], candidates: readonly number[]): Map<number, number[]> {
  const on_street = new Map<number, number[]>();
  for (const item of candidates) {
    const { street } = items[item];
    if (street !== NONE) on_street.set(street, [...(on_street.get(street) ?? []), item]);
  }
  return on_street;
}

function standingOn(
  way: readonly StreetStretch[],
  on_street: ReadonlyMap<number, readonly number[]>,
  items: readonly WorkItem[],
): number[] {
  const standing = new Set<number>();
  for (const { street, from_mm, to_mm } of way) {
    for (const item of on_street.get(street) ?? []) {
      const { along_mm } = items[item];
      if (along_mm >= from_mm && along_mm <= to_mm) standing.add(item);
    }
  }
  return [...standing].sort((a, b) => a - b);
}

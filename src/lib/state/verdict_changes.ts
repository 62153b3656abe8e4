import { VERDICTS } from '../domain/coverage/verdict.ts';

const COVERED = VERDICTS.indexOf('covered');

/** Indexes of buildings, ascending, that came to be covered, are covered no more, or changed among the other verdicts. */
export interface VerdictChanges {
  gained: number[];
  lost: number[];
  other: number[];
}

/** Compares two columns of indexes into VERDICTS, one a building. */
export function verdictChanges(before: Uint8Array, after: Uint8Array): VerdictChanges {
  const changes: VerdictChanges = { gained: [], lost: [], other: [] };
  for (let building = 0; building < after.length; building++) {
    if (before[building] === after[building]) continue;
    if (after[building] === COVERED) changes.gained.push(building);
    else if (before[building] === COVERED) changes.lost.push(building);
    else changes.other.push(building);
  }
  return changes;
}

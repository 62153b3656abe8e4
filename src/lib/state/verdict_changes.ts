import { VERDICTS } from '../domain/coverage/verdict.ts';
import { changeOf, type Change } from '../domain/coverage/verdict_change.ts';

/** Indexes of buildings, ascending, by what became of them; those with the same verdict are in none. */
export type VerdictChanges = Record<Change, number[]>;

/** Compares two columns of indexes into VERDICTS, one a building. */
export function verdictChanges(before: Uint8Array, after: Uint8Array): VerdictChanges {
  const changes: VerdictChanges = { gained: [], lost: [], sooner: [], later: [], other: [] };
  for (let building = 0; building < after.length; building++) {
    const [was, is] = [before[building]!, after[building]!];
    if (was !== is) changes[changeOf(VERDICTS[was]!, VERDICTS[is]!)].push(building);
  }
  return changes;
}

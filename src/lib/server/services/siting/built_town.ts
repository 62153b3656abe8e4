import type { Edit } from '../../../domain/live/edit.ts';
import { applyEdits } from '../scenario/apply_edits.ts';
import type { Town } from '../town/load_town.ts';

/** The town with the stations and hydrants that these steps build. */
export function builtTown(town: Town, edits: readonly Edit[]): Town {
  const { stations, hydrants } = applyEdits({ ...town, streets: [] }, edits).rows;
  return { ...town, stations, hydrants };
}

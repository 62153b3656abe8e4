import type { EditProblem } from '../../../contract/api_scenarios.ts';
import type { Edit } from '../../../domain/live/edit.ts';
import type { Town, TownRows } from '../town/load_town.ts';
import { streetColumns, streetLimits } from '../town/street_columns.ts';
import { applyEdits } from './apply_edits.ts';

/** A town after steps: what the steps leave alone is shared with the town before. */
export function editedTown(
  { rows, town }: { rows: TownRows; town: Town },
  edits: readonly Edit[],
): { town: Town; problems: EditProblem[] } {
  const { rows: after, problems } = applyEdits(rows, edits);
  const { stations, obstacles, hydrants, streets, rules } = after;
  return {
    problems,
    town: {
      ...town,
      stations,
      obstacles,
      hydrants,
      ...(streets !== rows.streets && {
        streets: streetColumns(streets, rules),
        street_limits: streetLimits(streets, rules),
      }),
    },
  };
}

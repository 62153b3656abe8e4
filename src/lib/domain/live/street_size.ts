import type { ClearSize } from '../network/cut_parts.ts';
import { lowest } from '../network/obstacle_cells.ts';
import { STREET_CLASSES } from '../network/street_set.ts';
import type { StreetBody } from './edit.ts';
import type { TownData } from './town_data.ts';

/** What a closed street leaves: no vehicle passes it, people on foot do. */
export const CLOSED_WIDTH_MM = 1;

/** The most a column of sizes holds. */
const MOST_MM = 65535;

/** A size in whole millimetres, at least 1 so that a limit of nearly nothing is not taken for "none"; null gives 0. */
export const size_mm = (value_m: number | null) =>
  value_m === null ? 0 : Math.min(MOST_MM, Math.max(1, Math.round(value_m * 1000)));

/** The clear width of a street: the least of carriageway (recorded or estimated) and signed limit, 0 where unknown. */
export const clearWidth_mm = (closed: boolean, width_mm: number, max_width_mm: number) =>
  closed ? CLOSED_WIDTH_MM : lowest(width_mm, max_width_mm);

/** What a street leaves open once changed. A width taken back is estimated from the rule set by class. */
export function editedSize(
  { streets, street_limits, rules }: Pick<TownData, 'streets' | 'street_limits' | 'rules'>,
  street: number,
  body: StreetBody,
): ClearSize {
  const estimated_m = rules.estimated_width_m[STREET_CLASSES[streets.street_class[street]]];
  const old_width_mm = street_limits.width_mm[street];
  const old_max_mm = street_limits.max_width_mm[street];
  const was_closed = streets.clear_width_mm[street] !== lowest(old_width_mm, old_max_mm);
  return {
    clear_width_mm: clearWidth_mm(
      body.closed ?? was_closed,
      body.width_m === undefined ? old_width_mm : size_mm(body.width_m ?? estimated_m),
      body.max_width_m === undefined ? old_max_mm : size_mm(body.max_width_m),
    ),
    clear_height_mm:
      body.max_height_m === undefined ? streets.clear_height_mm[street] : size_mm(body.max_height_m),
  };
}

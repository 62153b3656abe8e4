import { areasUnder } from '../../../domain/siting/areas_under.ts';
import { BadInput } from '../../../contract/errors.ts';
import type { AreaRow } from '../../queries/area_rows.ts';

/**
 * Whether a building's area is in an area or any that lies in it; null the whole town.
 *
 * @throws BadInput where there is no such area.
 */
export function areaFilter(
  areas: readonly AreaRow[],
  area_id: number | null,
): (area_id: number | null) => boolean {
  if (area_id === null) return () => true;
  if (!areas.some(({ id }) => id === area_id)) throw new BadInput('no-area', `There is no area ${area_id}`);
  const inside = areasUnder(areas, area_id);
  return (id) => id !== null && inside.has(id);
}

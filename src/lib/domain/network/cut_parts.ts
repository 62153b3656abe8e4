import { toMillimetres } from './join_vertices.ts';
import { lowest, obstacleCells, type ObstacleCut } from './obstacle_cells.ts';

/** What a street leaves open before any obstacle, mm; 0 unknown width / no height limit. */
export interface ClearSize {
  clear_width_mm: number;
  clear_height_mm: number;
}

/** A part of a stretch of way: from where the part before it ends (or the stretch begins) to `end_mm`. */
export interface CutPart extends ClearSize {
  end_mm: number;
}

/**
 * The parts that obstacles cut a stretch of way between two nodes into, in order; one part where none stands on it.
 * `cuts` are the obstacles of the whole way, of which those on the stretch are taken: the stretch holds its beginning, and
 * its end only where the way ends. Their order decides between obstacles in one place.
 */
export function cutParts(
  cuts: readonly ObstacleCut[],
  from_mm: number,
  to_mm: number,
  way_length_mm: number,
  open: ClearSize,
): CutPart[] {
  const { clear_width_mm, clear_height_mm } = open;
  const parts: CutPart[] = [];
  const here = cuts.filter((cut) => standsOn(cut, from_mm, to_mm, way_length_mm));
  for (const cell of obstacleCells(here, from_mm, to_mm)) {
    if (cell.from_mm > (parts.at(-1)?.end_mm ?? from_mm)) {
      parts.push({ end_mm: cell.from_mm, clear_width_mm, clear_height_mm });
    }
    parts.push({
      end_mm: cell.to_mm,
      clear_width_mm: cell.cut.clear_width_mm && lowest(cell.cut.clear_width_mm, clear_width_mm),
      clear_height_mm: lowest(cell.cut.clear_height_mm, clear_height_mm),
    });
  }
  if ((parts.at(-1)?.end_mm ?? from_mm) < to_mm) {
    parts.push({ end_mm: to_mm, clear_width_mm, clear_height_mm });
  }
  return parts;
}

function standsOn(cut: ObstacleCut, from_mm: number, to_mm: number, way_length_mm: number): boolean {
  const at_mm = Math.min(toMillimetres(cut.along_m), way_length_mm);
  return at_mm >= from_mm && (at_mm < to_mm || (at_mm === to_mm && to_mm === way_length_mm));
}

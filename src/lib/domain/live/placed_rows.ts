import type { FoldedEdits } from './edit.ts';
import type { PlacedRow } from './live_answer.ts';

export type Point = [lon_deg: number, lat_deg: number];

const LAYERS = ['station', 'obstacle', 'hydrant'] as const satisfies readonly PlacedRow['layer'][];

/** The rows that edits added or moved, each where it touches a street or way; without those that touch none. */
export function placedRows(
  folded: FoldedEdits,
  pointOf: Record<PlacedRow['layer'], (row: number) => Point | null>,
): PlacedRow[] {
  return LAYERS.flatMap((layer) =>
    [...folded[layer]].flatMap(([row, { at_deg, removed }]): PlacedRow[] => {
      const point = at_deg && !removed ? pointOf[layer](row) : null;
      return point ? [{ layer, row, lon_deg: point[0], lat_deg: point[1] }] : [];
    }),
  );
}

import type { CoverageCounts } from '../coverage/coverage_counts.ts';
import type { EditLayer } from './edit.ts';

/** What one question comes to. Columns are by building (ascending by id) or by edge of the drive network. */
export interface LiveAnswer {
  all: CoverageCounts;
  /** By area id, '' outside any area. */
  by_area: Map<number | '', CoverageCounts>;
  /** Index into VERDICTS, one a building. */
  verdict: Uint8Array;
  /** Whole ms until the first vehicle is at the building's stop, NONE where none comes. */
  arrival_ms: Uint32Array;
  /** How each street is reached, EDGE_PICTURE_STRIDE floats an edge; for drawing only, verdicts never come from it. */
  edge_picture: Float32Array;
  /** Where what edits added or moved touches a street or way. */
  placed: PlacedRow[];
}

export interface PlacedRow {
  layer: Exclude<EditLayer, 'street'>;
  row: number;
  lon_deg: number;
  lat_deg: number;
}

/**
 * Seconds and shares of an edge of the drive network (base edges, obstacles not counted as ends), in this order:
 * arrival at its start node; at its end node (Infinity: never); cost along it; cost against it (Infinity: shut);
 * share up to which one gets from the start, share down to which one gets from the end (1 and 0 where nothing stands on
 * it); share where a station stands on it (NaN: none) and that station's delay.
 * A share t is reached at the least of start + t * along (t up to the first limit), end + (1 - t) * against (t from the
 * second limit on) and delay + |t - station| * cost.
 */
export const EDGE_PICTURE_STRIDE = 8;

import type { MultiPolygon } from 'geojson';
import type { Gap } from '../../../domain/coverage/gaps.ts';
import { bufferUnion } from './street_buffer.ts';

/** Buildings and the links between them are drawn this wide to either side. */
const GAP_BUFFER_M = 20;

/**
 * The picture of a gap in gaps.geojson: one connected polygon round its buildings and the links that make them one
 * gap. Rejected: the convex hull, which paints covered houses between two arms as gap.
 */
export function gapShape(
  gap: Gap,
  points: { lon_deg: Float64Array; lat_deg: Float64Array },
): Promise<MultiPolygon> {
  const { lon_deg, lat_deg } = points;
  const lines: Float64Array[] = [];
  for (let k = 0; k < gap.links.length; k += 2) {
    const [i, j] = [gap.links[k], gap.links[k + 1]];
    lines.push(Float64Array.of(lon_deg[i], lat_deg[i], lon_deg[j], lat_deg[j]));
  }
  if (lines.length === 0) lines.push(Float64Array.of(lon_deg[gap.members[0]], lat_deg[gap.members[0]]));
  return bufferUnion(lines, GAP_BUFFER_M);
}

import type { Feature, FeatureCollection } from 'geojson';
import { coveredPieces } from '../../domain/live/covered_pieces.ts';
import type { LiveQuestion } from '../../domain/live/live_question.ts';
import type { TownData } from '../../domain/live/town_data.ts';
import { edgeLength_mm, slice } from '../../domain/network/along.ts';
import { ringContour } from './ring_contour.ts';

/** Size of a cell of the raster the rings are drawn from, metres. */
const CELL_M = 10;

/**
 * The band around the street reached within each ring time of the rule set: a picture of a live answer, within 1.5 % of the
 * area of the exact union that files hold.
 */
export function liveRings(
  { drive, streets, rules }: TownData,
  edge_picture: Float32Array,
  vehicle: LiveQuestion['vehicle'],
): FeatureCollection {
  const buffer_m = rules.rules['ring.buffer_m'].value;
  const features = rules.rings_s.map((ring_s): Feature => {
    const lines: Float64Array[] = [];
    for (let edge = 0; edge < drive.edge_count; edge++) {
      const shares = coveredPieces(edge_picture, edge, ring_s);
      const along_m = (share: number) =>
        (drive.edge_start_mm[edge] + share * edgeLength_mm(drive, edge)) / 1000;
      for (let i = 0; i < shares.length; i += 2) {
        const line = slice(streets, drive.edge_street[edge], along_m(shares[i]), along_m(shares[i + 1]));
        lines.push(Float64Array.from(line));
      }
    }
    return {
      type: 'Feature',
      id: ring_s,
      geometry: ringContour(lines, { buffer_m, cell_m: CELL_M }),
      properties: { cutoff_s: ring_s, vehicle },
    };
  });
  return { type: 'FeatureCollection', features };
}

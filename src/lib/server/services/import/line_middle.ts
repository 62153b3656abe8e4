import type { Position } from 'geojson';
import { distance_m } from '../../../domain/geometry/metric.ts';

/** The point halfway along a line, measured in metres. */
export function lineMiddle(line: readonly Position[]): Position {
  let left_m = lineLength_m(line) / 2;
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = line[i - 1];
    const [bx, by] = line[i];
    const piece_m = distance_m(ax, ay, bx, by);
    if (piece_m > 0 && piece_m >= left_m) {
      const share = left_m / piece_m;
      return [ax + share * (bx - ax), ay + share * (by - ay)];
    }
    left_m -= piece_m;
  }
  return line[line.length - 1].slice(0, 2);
}

export function lineLength_m(line: readonly Position[]): number {
  let length_m = 0;
  for (let i = 1; i < line.length; i++) {
    length_m += distance_m(line[i - 1][0], line[i - 1][1], line[i][0], line[i][1]);
  }
  return length_m;
}

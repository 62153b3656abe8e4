import { apart_m, type Place } from './plane.ts';
import type { StreetLine } from './street_line.ts';

/** A water main under one side of a street. There is no table of mains: hydrants are what the product reads. */
export interface Main {
  street: number;
  diameter_mm: number;
  points: Place[];
  /** Left of the street's middle; negative to the right. */
  aside_m: number;
}

/** Mains lie under the carriageway, a metre inside its edge, along every street that has one. */
export function mains(streets: readonly StreetLine[]): Main[] {
  return streets.flatMap(({ main_mm, points, width_m, bridge }, street): Main[] => {
    if (main_mm === undefined || bridge) return [];
    const aside_m = (street % 2 === 0 ? 1 : -1) * Math.max(0.5, (width_m ?? 4) / 2 - 1);
    return [{ street, diameter_mm: main_mm, aside_m, points: beside(points, aside_m) }];
  });
}

function beside(points: readonly Place[], left_m: number): Place[] {
  return points.map((p, i): Place => {
    const a = points[Math.max(0, i - 1)];
    const b = points[Math.min(points.length - 1, i + 1)];
    const length_m = apart_m(a, b);
    return [p[0] - ((b[1] - a[1]) / length_m) * left_m, p[1] + ((b[0] - a[0]) / length_m) * left_m];
  });
}

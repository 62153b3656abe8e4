import { deadEnds } from './dead_ends.ts';
import { apart_m, type Place } from './plane.ts';
import type { StreetLine } from './street_line.ts';
import { villageAt, type VillageId } from './villages.ts';

/** A water main under one side of a street. */
export interface Main {
  street: number;
  diameter_mm: number;
  points: Place[];
  /** Left of the street's middle; negative to the right. */
  aside_m: number;
  /** Null where nobody has the drawings any more. */
  dead_end: boolean | null;
}

const UNRECORDED: VillageId = 'v3';

/** Mains lie under the carriageway, a metre inside its edge, along every street that has one. */
export function mains(streets: readonly StreetLine[]): Main[] {
  const laid = streets.flatMap(({ main_mm, bridge }, street) =>
    main_mm === undefined || bridge ? [] : [{ street, diameter_mm: main_mm }],
  );
  const dead_ends = deadEnds(laid.map(({ street }) => streets[street].points));
  return laid.map(({ street, diameter_mm }, i): Main => {
    const { points, width_m } = streets[street];
    const [first] = points;
    const aside_m = (street % 2 === 0 ? 1 : -1) * Math.max(0.5, (width_m ?? 4) / 2 - 1);
    return {
      street,
      diameter_mm,
      aside_m,
      points: beside(points, aside_m),
      dead_end: villageAt(first)?.id === UNRECORDED ? null : dead_ends[i],
    };
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

import { fromBank_m } from './land.ts';
import { apart_m, Cells, crossing, onSegment, type Place } from './plane.ts';
import type { StreetLine } from './street_line.ts';

/** A street nobody measured is kept free as wide as this. */
const USUAL_WIDTH_M = 3;
const WATER_MARGIN_M = 8;

interface StreetPiece {
  a: Place;
  b: Place;
  half_width_m: number;
}

/** What stands where, so that nothing is built on a street, in the water or on another house. */
export class Ground {
  readonly #streets = new Cells<StreetPiece>(40);
  readonly #taken = new Cells<readonly Place[]>(30);

  constructor(streets: readonly StreetLine[]) {
    for (const { points, width_m } of streets) {
      for (let i = 0; i + 1 < points.length; i++) {
        const piece = { a: points[i], b: points[i + 1], half_width_m: (width_m ?? USUAL_WIDTH_M) / 2 };
        this.#streets.add(piece, [piece.a, piece.b], piece.half_width_m);
      }
    }
  }

  /** Whether a convex outline stands clear of streets, water and what was built. */
  isFree(outline: readonly Place[], street_gap_m: number, gap_m: number): boolean {
    for (const { a, b, half_width_m } of this.#streets.near(outline, street_gap_m))
      if (!isClear(outline, a, b, half_width_m + street_gap_m)) return false;
    for (const other of this.#taken.near(outline, gap_m)) if (!areApart(outline, other, gap_m)) return false;
    return outline.every((p) => fromBank_m(p) > WATER_MARGIN_M);
  }

  take(outline: readonly Place[]): void {
    this.#taken.add(outline, outline);
  }
}

function isClear(outline: readonly Place[], a: Place, b: Place, least_m: number): boolean {
  for (let i = 0; i < outline.length; i++) {
    const c = outline[i];
    const d = outline[(i + 1) % outline.length];
    if (onSegment(c, a, b).distance_m < least_m) return false;
    if (onSegment(a, c, d).distance_m < least_m || onSegment(b, c, d).distance_m < least_m) return false;
    if (crossing([a, b], [c, d])) return false;
  }
  return true;
}

/** Convex outlines at least about `gap_m` apart: some side of one has the other wholly beyond it. */
function areApart(one: readonly Place[], other: readonly Place[], gap_m: number): boolean {
  return hasSideBefore(one, other, gap_m) || hasSideBefore(other, one, gap_m);
}

function hasSideBefore(one: readonly Place[], other: readonly Place[], gap_m: number): boolean {
  return one.some((a, i) => {
    const b = one[(i + 1) % one.length];
    const length_m = apart_m(a, b);
    const beyond_m = ([x, y]: Place) => ((x - a[0]) * (b[1] - a[1]) - (y - a[1]) * (b[0] - a[0])) / length_m;
    return other.every((p) => beyond_m(p) >= gap_m - 1e-6);
  });
}

import type { Ground } from './ground.ts';
import { Curve, rectangle, type Place } from './plane.ts';
import { FOOT, type StreetLine } from './street_line.ts';

/** Free places beside streets, for what is put up along them. */
export class Spots {
  readonly #streets: readonly { street: number; line: Curve; width_m: number; drivable: boolean }[];
  readonly #ground: Ground;

  constructor(streets: readonly StreetLine[], ground: Ground) {
    this.#streets = streets.map(({ points, width_m, street_class }, street) => ({
      street,
      line: new Curve(points),
      width_m: width_m ?? 3,
      drivable: !FOOT.has(street_class) && street_class !== 'trunk',
    }));
    this.#ground = ground;
  }

  /** The street vehicles use nearest a place, at least this wide, and how far along it. */
  street(near: Place, least_width_m = 0) {
    let best = { street: -1, along_m: 0, distance_m: Infinity };
    for (const { street, line, width_m, drivable } of this.#streets) {
      if (!drivable || width_m < least_width_m) continue;
      const hit = line.nearest(near);
      if (hit.distance_m < best.distance_m) best = { street, ...hit };
    }
    return best;
  }

  /** A free square of this size beside the street nearest a place; its middle. */
  beside(near: Place, size_m: number, least_width_m = 2.8): Place {
    const { street, along_m } = this.street(near, least_width_m);
    const { line, width_m } = this.#streets[street];
    for (let k = 0; k < 60; k++) {
      const s = Math.min(line.length_m - 1, Math.max(1, along_m + (k % 2 === 0 ? k : -k) * 4));
      const { place, along } = line.at(s);
      for (const side of [1, -1] as const) {
        const facing: Place = side === 1 ? along : [-along[0], -along[1]];
        const back_m = width_m / 2 + 1;
        const front: Place = [place[0] - facing[1] * back_m, place[1] + facing[0] * back_m];
        const square = rectangle(front, facing, size_m, size_m);
        if (!this.#ground.isFree(square, 0.4, 0.2)) continue;
        this.#ground.take(square);
        return [(square[0][0] + square[2][0]) / 2, (square[0][1] + square[2][1]) / 2];
      }
    }
    throw new Error(`no free ground of ${size_m} m beside a street near ${near.join(', ')}`);
  }
}

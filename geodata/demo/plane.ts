/** Metres east and north of the town's south-west corner. */
export type Place = readonly [x_m: number, y_m: number];
export type Segment = readonly [Place, Place];

export function apart_m(a: Place, b: Place): number {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  return Math.sqrt(dx * dx + dy * dy);
}

export const between = ([ax, ay]: Place, [bx, by]: Place, t: number): Place => [
  ax + (bx - ax) * t,
  ay + (by - ay) * t,
];

/** The point of a segment nearest a place: its share along the segment and the distance to it. */
export function onSegment(p: Place, a: Place, b: Place): { t: number; distance_m: number } {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared;
  const t = along < 0 ? 0 : along > 1 ? 1 : along;
  const away_x = p[0] - a[0] - t * dx;
  const away_y = p[1] - a[1] - t * dy;
  return { t, distance_m: Math.sqrt(away_x * away_x + away_y * away_y) };
}

/** Shares along both segments where they cross; null where they do not. */
export function crossing([a, b]: Segment, [c, d]: Segment): { t: number; u: number } | null {
  const [rx, ry] = [b[0] - a[0], b[1] - a[1]];
  const [sx, sy] = [d[0] - c[0], d[1] - c[1]];
  const turn = rx * sy - ry * sx;
  if (Math.abs(turn) < 1e-9) return null;
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / turn;
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / turn;
  return t < 0 || t > 1 || u < 0 || u > 1 ? null : { t, u };
}

export function isInside(p: Place, ring: readonly Place[]): boolean {
  const x = p[0];
  const y = p[1];
  let inside = false;
  let before = ring[ring.length - 1];
  for (const here of ring) {
    if (here[1] > y !== before[1] > y) {
      const at = ((before[0] - here[0]) * (y - here[1])) / (before[1] - here[1]) + here[0];
      if (x < at) inside = !inside;
    }
    before = here;
  }
  return inside;
}

/** A rectangle standing with its front on a line: `front` is the middle of it, `along` the line's direction. */
export function rectangle(front: Place, along: Place, width_m: number, depth_m: number): Place[] {
  const [ux, uy] = along;
  const at = (a: number, d: number): Place => [front[0] + ux * a - uy * d, front[1] + uy * a + ux * d];
  const half = width_m / 2;
  return [at(-half, 0), at(half, 0), at(half, depth_m), at(-half, depth_m)];
}

/** A line with distances along it. */
export class Curve {
  readonly points: readonly Place[];
  readonly #along_m: number[] = [0];

  constructor(points: readonly Place[]) {
    this.points = points;
    for (let i = 1; i < points.length; i++)
      this.#along_m.push(this.#along_m[i - 1] + apart_m(points[i - 1], points[i]));
  }

  get length_m(): number {
    return this.#along_m[this.#along_m.length - 1];
  }

  /** The point at a distance along, and the unit direction there. */
  at(along_m: number): { place: Place; along: Place } {
    let low = 0;
    let high = this.points.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#along_m[middle] <= along_m) low = middle;
      else high = middle - 1;
    }
    const [a, b] = [this.points[low], this.points[low + 1]];
    const length_m = this.#along_m[low + 1] - this.#along_m[low];
    const t = (along_m - this.#along_m[low]) / length_m;
    return { place: between(a, b, t), along: [(b[0] - a[0]) / length_m, (b[1] - a[1]) / length_m] };
  }

  /** A place `left_m` to the left of the point at `along_m`, the direction taken over 60 m so that it turns gently. */
  beside(along_m: number, left_m: number): Place {
    const { place } = this.at(along_m);
    const a = this.at(along_m - 30).place;
    const b = this.at(along_m + 30).place;
    const length_m = apart_m(a, b);
    return [place[0] - ((b[1] - a[1]) / length_m) * left_m, place[1] + ((b[0] - a[0]) / length_m) * left_m];
  }

  nearest([px, py]: Place): { along_m: number; distance_m: number } {
    let squared = Infinity;
    let along_m = 0;
    for (let i = 0; i + 1 < this.points.length; i++) {
      const [ax, ay] = this.points[i];
      const [bx, by] = this.points[i + 1];
      const [dx, dy] = [bx - ax, by - ay];
      const t = Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy)));
      const here = (ax + t * dx - px) ** 2 + (ay + t * dy - py) ** 2;
      if (here >= squared) continue;
      squared = here;
      along_m = this.#along_m[i] + t * (this.#along_m[i + 1] - this.#along_m[i]);
    }
    return { along_m, distance_m: Math.sqrt(squared) };
  }
}

/** A smooth line through the places given (Catmull-Rom), a vertex about every `step_m`. */
export function smooth(through: readonly Place[], step_m: number): Place[] {
  const result: Place[] = [through[0]];
  for (let i = 0; i + 1 < through.length; i++) {
    const [p1, p2] = [through[i], through[i + 1]];
    const p0 = through[i - 1] ?? between(p2, p1, 2);
    const p3 = through[i + 2] ?? between(p1, p2, 2);
    const steps = Math.max(1, Math.round(apart_m(p1, p2) / step_m));
    for (let k = 1; k <= steps; k++) {
      const t = k / steps;
      const axis = (n: 0 | 1) =>
        0.5 *
        (2 * p1[n] +
          (p2[n] - p0[n]) * t +
          (2 * p0[n] - 5 * p1[n] + 4 * p2[n] - p3[n]) * t * t +
          (3 * p1[n] - p0[n] - 3 * p2[n] + p3[n]) * t * t * t);
      result.push([axis(0), axis(1)]);
    }
  }
  return result;
}

/** Boxes of things by the cells of a grid they touch. */
export class Cells<T> {
  readonly #size_m: number;
  readonly #cells = new Map<number, T[]>();

  constructor(size_m: number) {
    this.#size_m = size_m;
  }

  add(item: T, places: readonly Place[], margin_m = 0): void {
    for (const key of this.#keys(places, margin_m)) {
      const here = this.#cells.get(key);
      if (here) here.push(item);
      else this.#cells.set(key, [item]);
    }
  }

  near(places: readonly Place[], margin_m = 0): Set<T> {
    const found = new Set<T>();
    for (const key of this.#keys(places, margin_m))
      for (const item of this.#cells.get(key) ?? []) found.add(item);
    return found;
  }

  *#keys(places: readonly Place[], margin_m: number): Generator<number> {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of places) {
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    }
    const cell = (v: number) => Math.floor(v / this.#size_m) + 1000;
    for (let i = cell(west - margin_m); i <= cell(east + margin_m); i++)
      for (let j = cell(south - margin_m); j <= cell(north + margin_m); j++) yield i * 100_000 + j;
  }
}

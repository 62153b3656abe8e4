import { metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import { pointToSegment, segmentToSegment, type Nearest } from '../geometry/nearest.ts';

/** Reused by every query. */
const trial: Nearest = { squared: Infinity, t: 0, x: 0, y: 0 };

/** A point, line or footprint in metres around its own middle. */
export class Shape {
  readonly min_lon: number = Infinity;
  readonly min_lat: number = Infinity;
  readonly max_lon: number = -Infinity;
  readonly max_lat: number = -Infinity;
  /** Its middle, the origin of the frame. */
  readonly lon_deg: number;
  readonly lat_deg: number;
  /** Metres in a degree of longitude and of latitude there. */
  readonly kx: number;
  readonly ky: number;
  /** x,y of all vertices. */
  readonly #xy_m: Float64Array;
  readonly #ring_start: ArrayLike<number>;

  constructor(coords_deg: ArrayLike<number>, ring_start: ArrayLike<number>) {
    for (let i = 0; i < coords_deg.length; i += 2) {
      this.min_lon = Math.min(this.min_lon, coords_deg[i]);
      this.max_lon = Math.max(this.max_lon, coords_deg[i]);
      this.min_lat = Math.min(this.min_lat, coords_deg[i + 1]);
      this.max_lat = Math.max(this.max_lat, coords_deg[i + 1]);
    }
    if (!(this.max_lon - this.min_lon < Infinity && this.max_lat - this.min_lat < Infinity)) {
      throw new RangeError('snap: expected a place with finite coordinates');
    }
    this.lon_deg = (this.min_lon + this.max_lon) / 2;
    this.lat_deg = (this.min_lat + this.max_lat) / 2;
    this.kx = metresPerLonDegree(this.lat_deg);
    this.ky = metresPerLatDegree(this.lat_deg);
    this.#ring_start = ring_start;
    this.#xy_m = new Float64Array(coords_deg.length);
    for (let i = 0; i < coords_deg.length; i += 2) {
      this.#xy_m[i] = (coords_deg[i] - this.lon_deg) * this.kx;
      this.#xy_m[i + 1] = (coords_deg[i + 1] - this.lat_deg) * this.ky;
    }
  }

  /**
   * The nearest pair between a segment (lon,lat of both ends from `at` on) and the shape, if within `bound_m`; else
   * `out.squared` is Infinity. `out.t` counts along the segment, `out.x,y` is the shape's point.
   */
  toSegment(ends_deg: Float64Array, at: number, bound_m: number, out: Nearest): void {
    const ax = (ends_deg[at] - this.lon_deg) * this.kx;
    const ay = (ends_deg[at + 1] - this.lat_deg) * this.ky;
    const bx = (ends_deg[at + 2] - this.lon_deg) * this.kx;
    const by = (ends_deg[at + 3] - this.lat_deg) * this.ky;
    out.squared = Infinity;
    if (this.#holds(ax, ay)) {
      out.squared = out.t = 0;
      out.x = ax;
      out.y = ay;
      return;
    }
    const xy = this.#xy_m;
    const reach_x = [Math.min(ax, bx) - bound_m, Math.max(ax, bx) + bound_m];
    const reach_y = [Math.min(ay, by) - bound_m, Math.max(ay, by) + bound_m];
    for (let ring = 0; ring + 1 < this.#ring_start.length; ring++) {
      const first = this.#ring_start[ring];
      const last = this.#ring_start[ring + 1] - 1;
      if (first === last) {
        const px = xy[2 * first];
        const py = xy[2 * first + 1];
        pointToSegment(px, py, ax, ay, bx, by, trial);
        keepNearer(trial, out);
      }
      for (let v = first; v < last; v++) {
        const cx = xy[2 * v];
        const cy = xy[2 * v + 1];
        const dx = xy[2 * v + 2];
        const dy = xy[2 * v + 3];
        if (Math.max(cx, dx) < reach_x[0] || Math.min(cx, dx) > reach_x[1]) continue;
        if (Math.max(cy, dy) < reach_y[0] || Math.min(cy, dy) > reach_y[1]) continue;
        segmentToSegment(ax, ay, bx, by, cx, cy, dx, dy, trial);
        keepNearer(trial, out);
      }
    }
  }

  /** Whether a point lies inside the closed rings, even-odd. */
  #holds(px: number, py: number): boolean {
    const xy = this.#xy_m;
    let inside = false;
    for (let ring = 0; ring + 1 < this.#ring_start.length; ring++) {
      const first = this.#ring_start[ring];
      const last = this.#ring_start[ring + 1] - 1;
      if (last - first < 3 || xy[2 * first] !== xy[2 * last] || xy[2 * first + 1] !== xy[2 * last + 1])
        continue;
      for (let v = first; v < last; v++) {
        const ay = xy[2 * v + 1];
        const by = xy[2 * v + 3];
        if (ay > py === by > py) continue;
        if (px < xy[2 * v] + ((py - ay) / (by - ay)) * (xy[2 * v + 2] - xy[2 * v])) inside = !inside;
      }
    }
    return inside;
  }
}

function keepNearer(candidate: Nearest, out: Nearest): void {
  const { squared, t } = candidate;
  if (squared > out.squared || (squared === out.squared && t >= out.t)) return;
  out.squared = squared;
  out.t = t;
  out.x = candidate.x;
  out.y = candidate.y;
}

import Flatbush from 'flatbush';
import { metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import { pointToSegment, segmentToSegment, type Nearest } from '../geometry/nearest.ts';
import { edgeSegments, type EdgeSegments } from './edge_segments.ts';
import { NONE, type Network } from './network.ts';
import type { StreetSet } from './street_set.ts';

/** The point of a network nearest to something. */
export interface Snap {
  edge: number;
  /** Distance of the point from the way's first vertex, mm, not rounded. */
  along_mm: number;
  /** The same as a share of the edge along its vertices, 0-1. */
  t: number;
  distance_m: number;
  /** The point on the way, degrees. */
  lon: number;
  lat: number;
}

/** The nearest way point of a footprint, and the footprint's point facing it. */
export interface FootprintSnap extends Snap {
  door_lon: number;
  door_lat: number;
}

/**
 * Nearest edges, at any distance. Metres are measured in the local frame of the place asked about. Distances equal
 * to the micrometre go to the lowest edge, then the point nearest the edge's start.
 *
 * An R-tree over segments: the segment nearest in degrees gives a bound, one box search within it the answer.
 */
export class SnapIndex {
  readonly #network: Network;
  readonly #segments: EdgeSegments;
  readonly #boxes: Flatbush;

  /** `include` says which edges may be snapped to; there must be one at least (RangeError). */
  constructor(network: Network, streets: StreetSet, include: (edge: number) => boolean = () => true) {
    const segments = edgeSegments(network, streets, include);
    if (segments.count === 0) throw new RangeError('snap: expected at least one edge to snap to, got none');
    this.#network = network;
    this.#segments = segments;
    this.#boxes = new Flatbush(segments.count);
    for (let i = 0; i < segments.count; i++) {
      const [ax, ay, bx, by] = segments.ends_deg.subarray(4 * i, 4 * i + 4);
      this.#boxes.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
    }
    this.#boxes.finish();
  }

  /** The nearest point of the network to a place. */
  nearest(lon: number, lat: number): Snap {
    const shape = new Shape([lon, lat], [0, 1]);
    const { edge, along_mm, t, distance_m, lon: on_lon, lat: on_lat } = this.#nearestTo(shape);
    return { edge, along_mm, t, distance_m, lon: on_lon, lat: on_lat };
  }

  /**
   * The nearest point of the network to a footprint of one or more rings (lon,lat pairs; ring i has vertices
   * [ring_start[i], ring_start[i+1])). Closed rings enclose area, even-odd, so that holes and several
   * parts are given alike; open ones are lines. A way that enters the footprint has distance 0: the snap and the door
   * are then the first point of the way inside it.
   */
  nearestToFootprint(coords_deg: ArrayLike<number>, ring_start: ArrayLike<number>): FootprintSnap {
    return this.#nearestTo(new Shape(coords_deg, ring_start));
  }

  #nearestTo(shape: Shape): FootprintSnap {
    const best = new Best();
    const { ends_deg, edge, start_mm, end_mm } = this.#segments;
    const consider = (i: number): boolean => {
      shape.toSegment(ends_deg, 4 * i, best.bound_m, found);
      if (found.squared !== Infinity) {
        best.offer(found, i, edge[i], start_mm[i] + found.t * (end_mm[i] - start_mm[i]));
      }
      return false;
    };
    const [first] = this.#boxes.neighbors(shape.lon_deg, shape.lat_deg, 1);
    consider(first);
    const reach_m = best.bound_m;
    this.#boxes.search(
      shape.min_lon - reach_m / shape.kx,
      shape.min_lat - reach_m / shape.ky,
      shape.max_lon + reach_m / shape.kx,
      shape.max_lat + reach_m / shape.ky,
      consider,
    );
    return this.#snapOf(best, shape);
  }

  #snapOf(best: Best, shape: Shape): FootprintSnap {
    const { ends_deg, start_mm, end_mm } = this.#segments;
    const { edge_start_mm, edge_end_mm } = this.#network;
    const { segment, edge, along_mm } = best;
    const length_mm = end_mm[segment] - start_mm[segment];
    const share = length_mm === 0 ? 0 : (along_mm - start_mm[segment]) / length_mm;
    const [ax, ay, bx, by] = ends_deg.subarray(4 * segment, 4 * segment + 4);
    const edge_mm = edge_end_mm[edge] - edge_start_mm[edge];
    return {
      edge,
      along_mm,
      t: Math.min(1, Math.max(0, (along_mm - edge_start_mm[edge]) / edge_mm)),
      distance_m: best.distance_m,
      lon: ax + share * (bx - ax),
      lat: ay + share * (by - ay),
      door_lon: shape.lon_deg + best.x / shape.kx,
      door_lat: shape.lat_deg + best.y / shape.ky,
    };
  }
}

/** Reused by every query: the nearest pair on one segment. */
const found: Nearest = { squared: Infinity, t: 0, x: 0, y: 0 };
const trial: Nearest = { squared: Infinity, t: 0, x: 0, y: 0 };

/** Two distances that round to the same micrometre are equal. */
const MICROMETRE_M = 1e-6;

/** The best point so far, in the order (distance, edge, along). */
class Best {
  segment = NONE;
  edge = NONE;
  along_mm = Infinity;
  distance_m = Infinity;
  /** The facing point of the shape, metres in its frame. */
  x = 0;
  y = 0;
  #distance_um = Infinity;

  /** Nothing farther than this can win. */
  get bound_m(): number {
    return this.distance_m + 2 * MICROMETRE_M;
  }

  offer({ squared, x, y }: Nearest, segment: number, edge: number, along_mm: number): void {
    const distance_m = Math.sqrt(squared);
    const distance_um = Math.round(distance_m / MICROMETRE_M);
    const wins =
      distance_um !== this.#distance_um
        ? distance_um < this.#distance_um
        : edge !== this.edge
          ? edge < this.edge
          : along_mm < this.along_mm;
    if (!wins) return;
    this.#distance_um = distance_um;
    this.distance_m = distance_m;
    this.segment = segment;
    this.edge = edge;
    this.along_mm = along_mm;
    this.x = x;
    this.y = y;
  }
}

/** A point, line or footprint in metres around its own middle. */
class Shape {
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

import Flatbush from 'flatbush';
import type { Nearest } from '../geometry/nearest.ts';
import { edgeSegments, type EdgeSegments } from './edge_segments.ts';
import { NONE, type Network } from './network.ts';
import type { LiveNetwork } from './live_network.ts';
import { Shape } from './snap_shape.ts';
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
    return pointOf(this.#nearestTo(shape));
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

  /**
   * The nearest point, among the parts a live network has now, of those `passable` lets through: the answer that an index
   * of the network packed with the same obstacles gives over the same parts. `edge` and `t` are those of the part. Null
   * where no part is passable. The index must hold every edge of the network `live` was laid over.
   */
  nearestPart(live: LiveNetwork, lon: number, lat: number, passable: (part: number) => boolean): Snap | null {
    const shape = new Shape([lon, lat], [0, 1]);
    const best = new Best();
    const whole = this.#segments;
    const passes = (base_edge: number) => {
      let part = base_edge;
      while (part !== NONE && !passable(part)) part = live.next_part[part];
      return part !== NONE;
    };
    const seen = new Set<number>();
    const consider = (i: number): boolean => {
      const edge = whole.edge[i];
      const cut = live.segmentsOf(edge);
      if (!cut) {
        if (passable(edge)) offer(best, shape, whole, i, edge, 0);
      } else if (!seen.has(edge)) {
        seen.add(edge);
        for (let k = 0, order = 0; k < cut.count; k++) {
          if (k > 0 && cut.edge[k] !== cut.edge[k - 1]) order++;
          if (passable(cut.edge[k])) offer(best, shape, cut, k, edge, order);
        }
      }
      return false;
    };
    const [first] = this.#boxes.neighbors(lon, lat, 1, Infinity, (i) => passes(whole.edge[i]));
    if (first === undefined) return null;
    consider(first);
    this.#within(shape, best.bound_m, consider);
    return pointOf(this.#snapOf(best, shape, live.network));
  }

  #nearestTo(shape: Shape): FootprintSnap {
    const best = new Best();
    const segments = this.#segments;
    const consider = (i: number): boolean => {
      offer(best, shape, segments, i, segments.edge[i], 0);
      return false;
    };
    const [first] = this.#boxes.neighbors(shape.lon_deg, shape.lat_deg, 1);
    consider(first);
    this.#within(shape, best.bound_m, consider);
    return this.#snapOf(best, shape, this.#network);
  }

  #within(shape: Shape, reach_m: number, consider: (i: number) => boolean): void {
    this.#boxes.search(
      shape.min_lon - reach_m / shape.kx,
      shape.min_lat - reach_m / shape.ky,
      shape.max_lon + reach_m / shape.kx,
      shape.max_lat + reach_m / shape.ky,
      consider,
    );
  }

  #snapOf(best: Best, shape: Shape, { edge_start_mm, edge_end_mm }: Network): FootprintSnap {
    const { ends_deg, start_mm, end_mm } = best.segments;
    const { segment, along_mm } = best;
    const edge = best.segments.edge[segment];
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

const pointOf = ({ edge, along_mm, t, distance_m, lon, lat }: FootprintSnap): Snap => ({
  edge,
  along_mm,
  t,
  distance_m,
  lon,
  lat,
});

/** Measures one segment; `edge` and `part` are its place in the order of ties. */
function offer(
  best: Best,
  shape: Shape,
  segments: EdgeSegments,
  i: number,
  edge: number,
  part: number,
): void {
  const { ends_deg, start_mm, end_mm } = segments;
  shape.toSegment(ends_deg, 4 * i, best.bound_m, found);
  if (found.squared === Infinity) return;
  best.offer(found, segments, i, edge, part, start_mm[i] + found.t * (end_mm[i] - start_mm[i]));
}

/** Reused by every query: the nearest pair on one segment. */
const found: Nearest = { squared: Infinity, t: 0, x: 0, y: 0 };

/** Two distances that round to the same micrometre are equal. */
const MICROMETRE_M = 1e-6;

/** The best point so far, in the order (distance, edge, part of the edge, along). */
class Best {
  segments: EdgeSegments = NO_SEGMENTS;
  segment = NONE;
  along_mm = Infinity;
  distance_m = Infinity;
  /** The facing point of the shape, metres in its frame. */
  x = 0;
  y = 0;
  #edge = NONE;
  #part = NONE;
  #distance_um = Infinity;

  /** Nothing farther than this can win. */
  get bound_m(): number {
    return this.distance_m + 2 * MICROMETRE_M;
  }

  offer(
    { squared, x, y }: Nearest,
    segments: EdgeSegments,
    segment: number,
    edge: number,
    part: number,
    along_mm: number,
  ): void {
    const distance_m = Math.sqrt(squared);
    const distance_um = Math.round(distance_m / MICROMETRE_M);
    const ahead =
      distance_um - this.#distance_um || edge - this.#edge || part - this.#part || along_mm - this.along_mm;
    if (!(ahead < 0)) return;
    this.#distance_um = distance_um;
    this.#edge = edge;
    this.#part = part;
    this.distance_m = distance_m;
    this.segments = segments;
    this.segment = segment;
    this.along_mm = along_mm;
    this.x = x;
    this.y = y;
  }
}

const NO_SEGMENTS: EdgeSegments = {
  count: 0,
  edge: new Uint32Array(0),
  ends_deg: new Float64Array(0),
  start_mm: new Float64Array(0),
  end_mm: new Float64Array(0),
};

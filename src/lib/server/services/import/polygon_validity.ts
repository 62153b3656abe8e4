import Flatbush from 'flatbush';
import type { Position } from 'geojson';
import { orient2d } from 'robust-predicates';

/** Below this many segments comparing all pairs is faster than building an index. */
const INDEX_FROM_SEGMENTS = 48;

type Ring = readonly Position[];
type Polygon = readonly Position[][];

/** A piece of a ring between two different vertices, numbered along its ring. */
interface Segment {
  polygon: number;
  ring: number;
  place: number;
  ring_length: number;
  ax: number;
  ay: number;
  bx: number;
  by: number;
}

/**
 * What makes a multipolygon of closed rings invalid in the sense of OGC Simple Features, as a short phrase, or null
 * where it is valid. Exact: orientations are computed with adaptive precision, so that every driver and machine
 * finds the same. Stricter in one point: rings of one polygon that touch in a chain closing on itself are invalid.
 */
export function polygonFault(polygons: readonly Polygon[]): string | null {
  const segments: Segment[] = [];
  let ring_number = 0;
  for (const [polygon, rings] of polygons.entries()) {
    for (const ring of rings) {
      const vertices = withoutRepeats(ring);
      if (vertices.length < 3) return 'a ring with fewer than three different points';
      pushSegments(segments, vertices, polygon, ring_number++);
    }
  }
  return crossingFault(segments) ?? nestingFault(polygons);
}

/** The ring's vertices without the closing one and without immediate repeats. */
function withoutRepeats(ring: Ring): Position[] {
  const vertices: Position[] = [];
  for (let i = 0; i < ring.length - 1; i++) {
    const next = ring[i + 1];
    if (ring[i][0] !== next[0] || ring[i][1] !== next[1]) vertices.push(ring[i]);
  }
  return vertices;
}

function pushSegments(segments: Segment[], vertices: Position[], polygon: number, ring: number) {
  const ring_length = vertices.length;
  for (const [place, [ax, ay]] of vertices.entries()) {
    const [bx, by] = vertices[(place + 1) % ring_length];
    segments.push({ polygon, ring, place, ring_length, ax, ay, bx, by });
  }
}

function crossingFault(segments: Segment[]): string | null {
  const touches = new RingTouches();
  if (segments.length < INDEX_FROM_SEGMENTS) {
    for (let i = 0; i < segments.length; i++) {
      for (let j = i + 1; j < segments.length; j++) {
        const fault = pairFault(segments[i], segments[j], touches);
        if (fault !== null) return fault;
      }
    }
    return null;
  }
  const index = new Flatbush(segments.length);
  for (const { ax, ay, bx, by } of segments) {
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  index.finish();
  for (const [i, s] of segments.entries()) {
    const near = index.search(
      Math.min(s.ax, s.bx),
      Math.min(s.ay, s.by),
      Math.max(s.ax, s.bx),
      Math.max(s.ay, s.by),
      (j) => j > i,
    );
    for (const j of near.sort((a, b) => a - b)) {
      const fault = pairFault(s, segments[j], touches);
      if (fault !== null) return fault;
    }
  }
  return null;
}

function pairFault(s: Segment, t: Segment, touches: RingTouches): string | null {
  if (
    Math.max(s.ax, s.bx) < Math.min(t.ax, t.bx) ||
    Math.max(t.ax, t.bx) < Math.min(s.ax, s.bx) ||
    Math.max(s.ay, s.by) < Math.min(t.ay, t.by) ||
    Math.max(t.ay, t.by) < Math.min(s.ay, s.by)
  ) {
    return null;
  }
  const same_ring = s.ring === t.ring;
  if (same_ring && (s.place + 1) % s.ring_length === t.place) return foldFault(s.ax, s.ay, t);
  if (same_ring && (t.place + 1) % t.ring_length === s.place) return foldFault(t.ax, t.ay, s);

  const a = Math.sign(orient2d(t.ax, t.ay, t.bx, t.by, s.ax, s.ay));
  const b = Math.sign(orient2d(t.ax, t.ay, t.bx, t.by, s.bx, s.by));
  const c = Math.sign(orient2d(s.ax, s.ay, s.bx, s.by, t.ax, t.ay));
  const d = Math.sign(orient2d(s.ax, s.ay, s.bx, s.by, t.bx, t.by));
  if (a === b && a !== 0) return null;
  if (c === d && c !== 0) return null;
  if (a * b < 0 && c * d < 0) return at('rings cross', s.ax, s.ay);

  const shared: Position[] = [];
  if (a === 0 && within(t, s.ax, s.ay)) shared.push([s.ax, s.ay]);
  if (b === 0 && within(t, s.bx, s.by)) shared.push([s.bx, s.by]);
  if (c === 0 && within(s, t.ax, t.ay)) shared.push([t.ax, t.ay]);
  if (d === 0 && within(s, t.bx, t.by)) shared.push([t.bx, t.by]);
  if (shared.length === 0) return null;
  const [x, y] = shared[0];
  if (shared.some((p) => p[0] !== x || p[1] !== y)) return at('rings run along each other', x, y);
  if (same_ring) return at('a ring touches itself', x, y);
  if (s.polygon === t.polygon && !touches.allows(s.ring, t.ring, x, y)) {
    return at('rings touch more than once', x, y);
  }
  return null;
}

/** A segment that runs back over the one before it; (px, py) is where that one begins. */
function foldFault(px: number, py: number, next: Segment): string | null {
  const back = (px - next.ax) * (next.bx - next.ax) + (py - next.ay) * (next.by - next.ay) > 0;
  return back && orient2d(px, py, next.ax, next.ay, next.bx, next.by) === 0
    ? at('a ring runs back over itself', next.ax, next.ay)
    : null;
}

const at = (what: string, lon: number, lat: number) => `${what} at ${lon} ${lat}`;

const within = (s: Segment, x: number, y: number) =>
  x >= Math.min(s.ax, s.bx) &&
  x <= Math.max(s.ax, s.bx) &&
  y >= Math.min(s.ay, s.by) &&
  y <= Math.max(s.ay, s.by);

/** Points where rings of one polygon touch: a second way from ring to ring would cut the inside in two. */
class RingTouches {
  readonly #points = new Map<string, number[]>();
  readonly #group = new Map<number, number>();

  allows(ring_a: number, ring_b: number, x: number, y: number): boolean {
    const key = `${x} ${y}`;
    const rings = this.#points.get(key) ?? [];
    this.#points.set(key, rings);
    if (rings.includes(ring_a) && rings.includes(ring_b)) return true;
    const connected = this.#find(ring_a) === this.#find(ring_b);
    if (!rings.includes(ring_a)) rings.push(ring_a);
    if (!rings.includes(ring_b)) rings.push(ring_b);
    if (connected) return rings.length > 2;
    this.#group.set(this.#find(ring_a), this.#find(ring_b));
    return true;
  }

  #find(ring: number): number {
    const parent = this.#group.get(ring);
    return parent === undefined ? ring : this.#find(parent);
  }
}

/** Rings are known not to cross here, so one point off the other ring's line decides. */
function nestingFault(polygons: readonly Polygon[]): string | null {
  for (const [shell, ...holes] of polygons) {
    for (const [i, hole] of holes.entries()) {
      if (placeOfRing(hole, shell) !== 'inside')
        return at('a hole outside its shell', hole[0][0], hole[0][1]);
      for (let j = 0; j < holes.length; j++) {
        if (i !== j && placeOfRing(hole, holes[j]) === 'inside') {
          return at('a hole inside a hole', hole[0][0], hole[0][1]);
        }
      }
    }
  }
  for (let i = 0; i < polygons.length; i++) {
    for (let j = 0; j < polygons.length; j++) {
      if (i !== j && liesIn(polygons[i][0], polygons[j])) {
        return at('polygons overlap', polygons[i][0][0][0], polygons[i][0][0][1]);
      }
    }
  }
  return null;
}

function liesIn(shell: Ring, [outer, ...holes]: Polygon): boolean {
  if (!boxesMeet(shell, outer) || placeOfRing(shell, outer) === 'outside') return false;
  return !holes.some((hole) => placeOfRing(shell, hole) !== 'outside');
}

function boxesMeet(a: Ring, b: Ring): boolean {
  const [a_west, a_south, a_east, a_north] = boxOf(a);
  const [b_west, b_south, b_east, b_north] = boxOf(b);
  return a_west <= b_east && b_west <= a_east && a_south <= b_north && b_south <= a_north;
}

function boxOf(ring: Ring): [number, number, number, number] {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (const [x, y] of ring) {
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return [west, south, east, north];
}

/** Where a ring that does not cross `outer` lies: decided by its first vertex that is not on outer's line. */
function placeOfRing(ring: Ring, outer: Ring): 'inside' | 'outside' | 'on' {
  for (const [x, y] of ring) {
    const place = placeOfPoint(x, y, outer);
    if (place !== 'on') return place;
  }
  return 'on';
}

function placeOfPoint(x: number, y: number, ring: Ring): 'inside' | 'outside' | 'on' {
  let inside = false;
  for (let i = 0; i < ring.length - 1; i++) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[i + 1];
    if ((x === ax && y === ay) || (ay === y && by === y && x >= Math.min(ax, bx) && x <= Math.max(ax, bx))) {
      return 'on';
    }
    if (ay > y === by > y) continue;
    const side = orient2d(ax, ay, bx, by, x, y);
    if (side === 0) return 'on';
    if (side > 0 === by > ay) inside = !inside;
  }
  return inside ? 'inside' : 'outside';
}

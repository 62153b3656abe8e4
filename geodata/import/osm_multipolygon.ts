import type { MultiPolygon, Polygon, Position } from 'geojson';

/** A member way: its node ids and where they lie, both of one length. */
export interface MemberLine {
  refs: Float64Array;
  positions: Position[];
}

export type Assembled =
  | { kind: 'area'; geometry: Polygon | MultiPolygon }
  /** The lines do not close; `node` is where one of them ends alone. */
  | { kind: 'open'; node: number }
  | { kind: 'empty' };

interface Ring {
  positions: Position[];
  /** Positive where wound counter-clockwise, in square degrees. */
  area_deg2: number;
  bbox: [west: number, south: number, east: number, north: number];
  /** Its vertices as text, filled when first asked for. */
  vertices: Set<string> | null;
}

/**
 * Joins the member ways of a multipolygon relation into rings by their shared end nodes, and the rings into polygons
 * by even-odd nesting: a ring within an odd number of others is a hole of the smallest of them. Member roles are
 * not trusted, for they are often missing or wrong and the nesting alone decides what is inside.
 */
export function assembleMultipolygon(lines: readonly MemberLine[]): Assembled {
  const joined = joinRings(lines.filter((line) => line.refs.length >= 2));
  if (joined.kind === 'open') return joined;
  const rings = joined.rings.map(toRing).filter((ring) => ring.area_deg2 !== 0);
  if (rings.length === 0) return { kind: 'empty' };
  const coordinates = nest(rings);
  const geometry: Polygon | MultiPolygon =
    coordinates.length === 1
      ? { type: 'Polygon', coordinates: coordinates[0] }
      : { type: 'MultiPolygon', coordinates };
  return { kind: 'area', geometry };
}

/** The polygon of one closed line, wound counter-clockwise; null where it encloses nothing. */
export function polygonOf(positions: Position[]): Polygon | null {
  if (positions.length < 4) return null;
  const area_deg2 = signedArea(positions);
  if (area_deg2 === 0) return null;
  return { type: 'Polygon', coordinates: [area_deg2 > 0 ? positions : positions.toReversed()] };
}

type Joined = { kind: 'rings'; rings: Position[][] } | { kind: 'open'; node: number };

/**
 * Walks from line to line over shared end nodes. Whenever the walk comes back to a node it has passed, the loop
 * behind it is cut off as a ring, so rings that touch in a node stay apart.
 */
function joinRings(lines: readonly MemberLine[]): Joined {
  const lines_at = new Map<number, number[]>();
  lines.forEach((line, i) => {
    for (const node of [line.refs[0], line.refs[line.refs.length - 1]]) {
      const list = lines_at.get(node);
      if (list) list.push(i);
      else lines_at.set(node, [i]);
    }
  });
  const rings: Position[][] = [];
  const used = new Uint8Array(lines.length);
  for (let start = 0; start < lines.length; start++) {
    if (used[start]) continue;
    const path: { from: number; positions: Position[] }[] = [];
    /** Where on the path each node is left. */
    const left_at = new Map<number, number>();
    let node = lines[start].refs[0];
    do {
      const i = lines_at.get(node)?.find((line) => !used[line]);
      if (i === undefined) return { kind: 'open', node };
      used[i] = 1;
      const { refs, positions } = lines[i];
      const forward = refs[0] === node;
      left_at.set(node, path.length);
      path.push({ from: node, positions: forward ? positions : positions.toReversed() });
      node = forward ? refs[refs.length - 1] : refs[0];
      const loop_start = left_at.get(node);
      if (loop_start === undefined) continue;
      const loop = path.splice(loop_start);
      for (const piece of loop) left_at.delete(piece.from);
      rings.push(loop.flatMap((piece, k) => (k === 0 ? piece.positions : piece.positions.slice(1))));
    } while (path.length > 0);
  }
  return { kind: 'rings', rings: rings.filter((ring) => ring.length >= 4) };
}

function toRing(positions: Position[]): Ring {
  const bbox: Ring['bbox'] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of positions) {
    bbox[0] = Math.min(bbox[0], lon);
    bbox[1] = Math.min(bbox[1], lat);
    bbox[2] = Math.max(bbox[2], lon);
    bbox[3] = Math.max(bbox[3], lat);
  }
  return { positions, area_deg2: signedArea(positions), bbox, vertices: null };
}

/** Outer rings counter-clockwise, holes clockwise. */
function nest(rings: Ring[]): Position[][][] {
  const by_size = rings.toSorted((a, b) => Math.abs(b.area_deg2) - Math.abs(a.area_deg2));
  const polygon_of = new Map<Ring, Position[][]>();
  by_size.forEach((ring, i) => {
    const around = by_size.slice(0, i).filter((other) => isWithin(ring, other));
    const is_hole = around.length % 2 === 1;
    const ccw = ring.area_deg2 > 0;
    const positions = ccw === is_hole ? ring.positions.toReversed() : ring.positions;
    if (!is_hole) polygon_of.set(ring, [positions]);
    else polygon_of.get(around[around.length - 1])?.push(positions);
  });
  return [...polygon_of.values()];
}

/** Whether the smaller ring lies within the larger; vertices on the larger one's line say nothing. */
function isWithin(small: Ring, large: Ring): boolean {
  if (
    small.bbox[0] < large.bbox[0] ||
    small.bbox[1] < large.bbox[1] ||
    small.bbox[2] > large.bbox[2] ||
    small.bbox[3] > large.bbox[3]
  )
    return false;
  const shared = (large.vertices ??= new Set(large.positions.map(([lon, lat]) => `${lon} ${lat}`)));
  const free = small.positions.find(([lon, lat]) => !shared.has(`${lon} ${lat}`));
  if (free) return isInside(free, large.positions);
  return small.positions.slice(1).every(([lon, lat], i) => {
    const [lon0, lat0] = small.positions[i];
    return (
      isInside([(lon + lon0) / 2, (lat + lat0) / 2], large.positions) || isEdge(small.positions, i, large)
    );
  });
}

/** Whether edge i of the positions is an edge of the ring, in either direction. */
function isEdge(positions: Position[], i: number, ring: Ring): boolean {
  const same = (a: Position, b: Position) => a[0] === b[0] && a[1] === b[1];
  const [a, b] = [positions[i], positions[i + 1]];
  return ring.positions.some((p, k) => {
    const q = ring.positions[k + 1];
    return q !== undefined && ((same(p, a) && same(q, b)) || (same(p, b) && same(q, a)));
  });
}

function isInside([lon, lat]: Position, ring: Position[]): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [lon0, lat0] = ring[i - 1];
    const [lon1, lat1] = ring[i];
    if (lat0 > lat !== lat1 > lat && lon < ((lon1 - lon0) * (lat - lat0)) / (lat1 - lat0) + lon0)
      inside = !inside;
  }
  return inside;
}

/** The shoelace sum taken from the first vertex, so that small rings far from 0,0 keep their digits. */
function signedArea(positions: readonly Position[]): number {
  const [lon0, lat0] = positions[0];
  let twice = 0;
  for (let i = 1; i < positions.length; i++) {
    const [ax, ay] = positions[i - 1];
    const [bx, by] = positions[i];
    twice += (ax - lon0) * (by - lat0) - (bx - lon0) * (ay - lat0);
  }
  return twice / 2;
}

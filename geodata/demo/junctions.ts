import { apart_m, between, Cells, crossing, onSegment, type Place, type Segment } from './plane.ts';
import { FOOT, type StreetLine } from './street_line.ts';

/** A lane that ends this near another was meant to meet it. */
const MEET_M = 4;

/** Lanes that meet a street from both sides this near each other meet it in one place. */
const ONE_JUNCTION_M = 3.5;

interface Piece {
  line: number;
  index: number;
  a: Place;
  b: Place;
}

/** Identity of a vertex: lines meet where these are equal. */
export const vertexKey = ([x, y]: Place) => `${Math.round(x * 50)} ${Math.round(y * 50)}`;

/**
 * Gives lines that meet or cross a vertex in common. Bridges meet others at their ends only. Lines that hang
 * together with no other are left out, so that the streets vehicles use are one component, and so are all ways.
 */
export function withJunctions(lines: readonly StreetLine[]): StreetLine[] {
  const joined = insertCrossings(insertEnds(lines));
  const drivable = mainComponent(joined.filter(({ street_class }) => !FOOT.has(street_class)));
  const ways = [...drivable, ...joined.filter(({ street_class }) => FOOT.has(street_class))];
  const whole = mainComponent(ways);
  return joined
    .filter((line) => whole.has(line))
    .filter((line) => drivable.has(line) || FOOT.has(line.street_class));
}

function piecesOf(lines: readonly StreetLine[]): { cells: Cells<Piece>; pieces: Piece[] } {
  const cells = new Cells<Piece>(40);
  const pieces: Piece[] = [];
  lines.forEach(({ points }, line) => {
    for (let index = 0; index + 1 < points.length; index++) {
      const piece = { line, index, a: points[index], b: points[index + 1] };
      pieces.push(piece);
      cells.add(piece, [piece.a, piece.b]);
    }
  });
  return { cells, pieces };
}

/**
 * Ends are moved onto the line they were meant to meet, which gets a vertex there. An end that another line was
 * moved to stays where it is; one that was moved takes those that meet it along.
 */
function insertEnds(lines: readonly StreetLine[]): StreetLine[] {
  const { cells } = piecesOf(lines);
  const moved = lines.map(({ points }) => [...points]);
  const inserted = lines.map((): Insertion[] => []);
  const met = new Set<string>();
  const went = new Map<string, Place>();
  lines.forEach(({ points, bridge }, line) => {
    for (const end of [0, points.length - 1]) {
      const p = points[end];
      const key = vertexKey(p);
      const before = went.get(key);
      if (before) moved[line][end] = before;
      if (before || met.has(key)) continue;
      const best = nearestPiece(p, line, lines, cells);
      if (!best) continue;
      const { piece, t } = best;
      const length_m = apart_m(piece.a, piece.b);
      const vertex = t * length_m < 2 ? piece.a : (1 - t) * length_m < 2 ? piece.b : null;
      if (vertex && vertexKey(vertex) === key) met.add(key);
      if ((vertex && vertexKey(vertex) === key) || (bridge && !vertex)) continue;
      const exact = vertex ? (went.get(vertexKey(vertex)) ?? vertex) : between(piece.a, piece.b, t);
      const taken = inserted[piece.line].find(({ place }) => apart_m(place, exact) < ONE_JUNCTION_M);
      const place = taken?.place ?? exact;
      moved[line][end] = place;
      went.set(key, place);
      if (vertex) met.add(vertexKey(vertex));
      else if (!taken) inserted[piece.line].push({ index: piece.index, t, place });
    }
  });
  return lines.map((line, i) => ({ ...line, points: insert(moved[i], inserted[i]) }));
}

function nearestPiece(p: Place, line: number, lines: readonly StreetLine[], cells: Cells<Piece>) {
  let best: { piece: Piece; t: number; distance_m: number } | null = null;
  for (const piece of cells.near([p], MEET_M)) {
    if (piece.line === line || lines[piece.line].bridge) continue;
    const { t, distance_m } = onSegment(p, piece.a, piece.b);
    if (distance_m < MEET_M && (!best || distance_m < best.distance_m)) best = { piece, t, distance_m };
  }
  return best;
}

function insertCrossings(lines: readonly StreetLine[]): StreetLine[] {
  const { cells, pieces } = piecesOf(lines);
  const inserted = lines.map((): Insertion[] => []);
  for (const one of pieces) {
    if (lines[one.line].bridge) continue;
    for (const other of cells.near([one.a, one.b])) {
      if (other.line <= one.line || lines[other.line].bridge) continue;
      const hit = crossing([one.a, one.b], [other.a, other.b]);
      if (!hit) continue;
      const place = between(one.a, one.b, hit.t);
      const near = [one.a, one.b, other.a, other.b].find((end) => apart_m(end, place) < 0.6);
      const at = near ?? place;
      if (at !== one.a && at !== one.b) inserted[one.line].push({ index: one.index, t: hit.t, place: at });
      if (at !== other.a && at !== other.b)
        inserted[other.line].push({ index: other.index, t: hit.u, place: at });
    }
  }
  return lines.map((line, i) => ({ ...line, points: insert(line.points, inserted[i]) }));
}

interface Insertion {
  index: number;
  t: number;
  place: Place;
}

function insert(points: readonly Place[], insertions: readonly Insertion[]): Place[] {
  const result: Place[] = [];
  points.forEach((p, index) => {
    result.push(p);
    const here = insertions.filter((insertion) => insertion.index === index).sort((a, b) => a.t - b.t);
    for (const { place } of here) result.push(place);
  });
  return result.filter((p, i) => i === 0 || vertexKey(p) !== vertexKey(result[i - 1]));
}

function mainComponent(lines: readonly StreetLine[]): Set<StreetLine> {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    let top = key;
    for (let up = parent.get(top); up !== undefined && up !== top; up = parent.get(top)) top = up;
    parent.set(key, top);
    return top;
  };
  for (const { points } of lines) {
    const first = root(vertexKey(points[0]));
    for (const p of points) parent.set(root(vertexKey(p)), first);
  }
  const count = new Map<string, number>();
  for (const { points } of lines) {
    const top = root(vertexKey(points[0]));
    count.set(top, (count.get(top) ?? 0) + points.length);
  }
  const [main] = [...count].sort((a, b) => b[1] - a[1])[0];
  return new Set(lines.filter(({ points }) => root(vertexKey(points[0])) === main));
}

/** Segments of lines by place, for asking what is near. */
export function segmentCells(lines: readonly { points: readonly Place[] }[]): Cells<Segment> {
  const cells = new Cells<Segment>(60);
  for (const { points } of lines)
    for (let i = 0; i + 1 < points.length; i++)
      cells.add([points[i], points[i + 1]], [points[i], points[i + 1]]);
  return cells;
}

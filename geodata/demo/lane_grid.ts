import type { Chance } from './chance.ts';
import { apart_m, between, onSegment, type Cells, type Curve, type Place, type Segment } from './plane.ts';
import type { StreetLine } from './street_line.ts';

export interface LaneGrid {
  /** The grid is laid along this line: rows run beside it, columns lead away from it. */
  base: Curve;
  from_m: number;
  to_m: number;
  /** Distances of the rows to the left of the base; negative to the right. */
  rows_m: readonly number[];
  /** Mean distance of the columns, and how far a column may stand from its place. */
  column_m: number;
  jitter_m: number;
  /** How far a lane swings from its course. */
  swing_m: number;
  /** Share of columns that run on through the next band of blocks; the others meet the row in a T. */
  through: number;
  /** Share of column pieces left out, and of row pieces. */
  missing: number;
  row_missing: number;
  lane: (kind: 'row' | 'column', index: number, chance: Chance) => Omit<StreetLine, 'points'>;
  /** Where lanes may run. */
  allowed: (p: Place) => boolean;
}

const STEP_M = 11;
/** Shorter leftovers are no lane. */
const SHORTEST_M = 16;
/** Lanes nearer to a road and running along with it would be a second carriageway. */
const BESIDE_M = 17;

/** The lanes of a settlement: a grid bent along its base, shaken, thinned, and cut where no lane may run. */
export function laneGrid(grid: LaneGrid, roads: Cells<Segment>, chance: Chance): StreetLine[] {
  const lines: StreetLine[] = [];
  const phase = chance.between(0, 100);
  const at = (s: number, n: number): Place => {
    const [x, y] = grid.base.beside(s, n);
    return [
      x + grid.swing_m * (Math.sin(y / 83 + phase) + 0.5 * Math.sin(x / 57 + y / 41 + phase)),
      y + grid.swing_m * (Math.sin(x / 97 + phase * 2) + 0.5 * Math.sin(x / 47 - y / 61 + phase)),
    ];
  };
  const draw = (kind: 'row' | 'column', index: number, ends: [number, number], to: [number, number]) => {
    const length_m = Math.max(Math.abs(to[0] - ends[0]), Math.abs(to[1] - ends[1]));
    const steps = Math.max(2, Math.round(length_m / STEP_M));
    const points = Array.from({ length: steps + 1 }, (_, k) => {
      const [s, n] = between(ends, to, k / steps);
      return at(s, n);
    });
    for (const piece of cut(points, grid.allowed, roads))
      lines.push({ ...grid.lane(kind, index, chance), points: piece });
  };

  const rows_m = [...grid.rows_m].sort((a, b) => a - b);
  const shaken = rows_m.map((n) => n + (n === 0 ? 0 : chance.between(-1, 1) * grid.jitter_m * 0.4));
  shaken.forEach((n, row) => {
    if (n === 0) return;
    let from_m = grid.from_m + chance.between(-1, 1) * grid.jitter_m;
    const end_m = grid.to_m + chance.between(-1, 1) * grid.jitter_m;
    while (from_m < end_m) {
      const to_m = chance.yes(grid.row_missing) ? from_m + chance.between(4, 9) * grid.column_m : end_m;
      draw('row', row, [from_m, n], [Math.min(to_m, end_m), n]);
      from_m = to_m + grid.column_m * 1.1;
    }
  });
  let columns_m: number[] = [];
  for (let band = 0; band + 1 < shaken.length; band++) {
    columns_m = nextColumns(grid, columns_m, chance);
    for (const [index, s] of columns_m.entries()) {
      if (chance.yes(grid.missing)) continue;
      const end = chance.yes(0.08) ? 0.55 : 1;
      const lean_m = chance.between(-1, 1) * grid.jitter_m * 0.25;
      draw(
        'column',
        index,
        [s, shaken[band]],
        [s + lean_m * end, shaken[band] + (shaken[band + 1] - shaken[band]) * end],
      );
    }
  }
  return lines;
}

function nextColumns(grid: LaneGrid, before_m: readonly number[], chance: Chance): number[] {
  const columns_m: number[] = [];
  for (let s = grid.from_m + grid.column_m * 0.5; s < grid.to_m; s += grid.column_m) {
    const wanted_m = s + chance.between(-1, 1) * grid.jitter_m;
    const straight = before_m.find((other) => Math.abs(other - wanted_m) < grid.column_m * 0.5);
    columns_m.push(straight !== undefined && chance.yes(grid.through) ? straight : wanted_m);
  }
  return columns_m.filter((s, i) => i === 0 || s - columns_m[i - 1] > grid.column_m * 0.3);
}

/** The pieces of a line that lie where lanes may run, cut exactly at the limit, and do not run beside a road. */
export function cut(
  points: readonly Place[],
  allowed: (p: Place) => boolean,
  roads: Cells<Segment>,
): Place[][] {
  const good = points.map((p, i) => {
    if (!allowed(p)) return false;
    const [a, b] = [points[Math.max(0, i - 1)], points[Math.min(points.length - 1, i + 1)]];
    return !runsBeside(p, a, b, roads);
  });
  const pieces: Place[][] = [];
  let piece: Place[] = [];
  for (let i = 0; i < points.length; i++) {
    if (good[i]) {
      if (piece.length === 0 && i > 0 && !allowed(points[i - 1]))
        piece.push(limit(points[i], points[i - 1], allowed));
      piece.push(points[i]);
      continue;
    }
    if (piece.length > 0 && !allowed(points[i])) piece.push(limit(points[i - 1], points[i], allowed));
    pieces.push(piece);
    piece = [];
  }
  pieces.push(piece);
  return pieces.filter((p) => length_m(p) > SHORTEST_M);
}

function runsBeside(p: Place, a: Place, b: Place, roads: Cells<Segment>): boolean {
  for (const [c, d] of roads.near([p], BESIDE_M)) {
    if (onSegment(p, c, d).distance_m > BESIDE_M) continue;
    const dot = (b[0] - a[0]) * (d[0] - c[0]) + (b[1] - a[1]) * (d[1] - c[1]);
    if (Math.abs(dot) > 0.72 * apart_m(a, b) * apart_m(c, d)) return true;
  }
  return false;
}

function limit(inside: Place, outside: Place, allowed: (p: Place) => boolean): Place {
  let [near, far] = [inside, outside];
  for (let k = 0; k < 24; k++) {
    const middle = between(near, far, 0.5);
    if (allowed(middle)) near = middle;
    else far = middle;
  }
  return near;
}

const length_m = (points: readonly Place[]) =>
  points.slice(1).reduce((sum, p, i) => sum + apart_m(points[i], p), 0);

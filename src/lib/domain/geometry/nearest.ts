/** Nearest points in a plane; all coordinates of one call share one unit and frame. */

/** The nearest points found, reused between calls: `t` on the first segment, `x,y` on the second shape. */
export interface Nearest {
  squared: number;
  /** Share along the first segment, 0-1. */
  t: number;
  /** The point of the second shape. */
  x: number;
  y: number;
}

/** Point p against segment a-b. Writes to `out` and returns the squared distance. */
export function pointToSegment(
  px: number,
  py: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  out: Nearest,
): number {
  const t = shareNearest(px, py, ax, ay, bx, by);
  const dx = px - along(ax, bx, t);
  const dy = py - along(ay, by, t);
  out.t = t;
  out.x = px;
  out.y = py;
  return (out.squared = dx * dx + dy * dy);
}

/**
 * Segment a-b against segment c-d: the nearest pair of points, the one of lowest `t` among equals. Segments that
 * cross or touch have distance 0. Writes to `out` and returns the squared distance.
 */
export function segmentToSegment(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
  out: Nearest,
): number {
  out.squared = Infinity;
  const rx = bx - ax;
  const ry = by - ay;
  const sx = dx - cx;
  const sy = dy - cy;
  const cross = rx * sy - ry * sx;
  if (cross !== 0) {
    const t = ((cx - ax) * sy - (cy - ay) * sx) / cross;
    const u = ((cx - ax) * ry - (cy - ay) * rx) / cross;
    if (t >= 0 && t <= 1 && u >= 0 && u <= 1) {
      out.t = t;
      out.x = along(cx, dx, u);
      out.y = along(cy, dy, u);
      return (out.squared = 0);
    }
  }
  offerEnd(ax, ay, 0, cx, cy, dx, dy, out);
  offerEnd(bx, by, 1, cx, cy, dx, dy, out);
  offerPoint(ax, ay, bx, by, cx, cy, out);
  offerPoint(ax, ay, bx, by, dx, dy, out);
  return out.squared;
}

function offerEnd(
  px: number,
  py: number,
  t: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
  out: Nearest,
): void {
  const u = shareNearest(px, py, cx, cy, dx, dy);
  offer(px, py, t, along(cx, dx, u), along(cy, dy, u), out);
}

function offerPoint(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  px: number,
  py: number,
  out: Nearest,
): void {
  const t = shareNearest(px, py, ax, ay, bx, by);
  offer(along(ax, bx, t), along(ay, by, t), t, px, py, out);
}

function offer(px: number, py: number, t: number, x: number, y: number, out: Nearest): void {
  const squared = (px - x) * (px - x) + (py - y) * (py - y);
  if (squared > out.squared || (squared === out.squared && t >= out.t)) return;
  out.squared = squared;
  out.t = t;
  out.x = x;
  out.y = y;
}

/** Share of segment a-b nearest to p, 0-1; 0 for a segment without length. */
function shareNearest(px: number, py: number, ax: number, ay: number, bx: number, by: number): number {
  const rx = bx - ax;
  const ry = by - ay;
  const squared = rx * rx + ry * ry;
  if (squared === 0) return 0;
  return Math.min(1, Math.max(0, ((px - ax) * rx + (py - ay) * ry) / squared));
}

/** a + t (b - a), exactly b at t = 1. */
const along = (a: number, b: number, t: number) => (t === 1 ? b : a + t * (b - a));

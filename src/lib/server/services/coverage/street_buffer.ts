import loadClipper from 'clipper2-wasm/dist/es/clipper2z.js';
import type { MultiPolygon } from 'geojson';
import { metresPerLatDegree, metresPerLonDegree } from '../../../domain/geometry/metric.ts';
import { assemblePolygons, type GridRing } from './polygon_assembly.ts';

type Clipper = Awaited<ReturnType<typeof loadClipper>>;
type Paths = InstanceType<Clipper['Paths64']>;
type Path = InstanceType<Clipper['Path64']>;

/** A buffer's arcs stay this near the true circle, and a line is thinned by no more. */
const ARC_TOLERANCE_MM = 50;
const THINNING_MM = 50;
/** Lines offset in one go before pairs of results are united. */
const LINES_A_LEAF = 16;
/** The output grid: seven decimals of a degree. */
const PER_DEGREE = 1e7;

let clipper: Promise<Clipper> | undefined;

/**
 * The union of round-capped buffers of polylines (flat lon,lat pairs, WGS 84 degrees; one pair alone gives a
 * disc), as a valid MultiPolygon with seven decimals, shells counter-clockwise. The same input gives the same
 * output, byte for byte; no input gives an empty MultiPolygon.
 *
 * Worked in whole millimetres in a plane round the middle of the data, so the radius is true there and off by
 * the change of a degree's length elsewhere (0.3 % at 20 km north or south of it in middle latitudes).
 * Neighbours are united first, in a tree: sweeping 15,600 streets at once took 48 s in TypeScript, the tree
 * 11.5 s, the tree in WASM 3.1 s.
 */
export async function bufferUnion(
  lines_deg: readonly Float64Array[],
  radius_m: number,
): Promise<MultiPolygon> {
  if (!(radius_m > 0 && radius_m < Infinity)) {
    throw new RangeError(`bufferUnion: radius_m is ${radius_m}, expected > 0`);
  }
  const given = lines_deg.filter((line) => line.length >= 2);
  if (given.length === 0) return { type: 'MultiPolygon', coordinates: [] };
  const plane = planeOf(given);
  const lines = given.map((line) => thinned(toPlane(line, plane)));
  clipper ??= loadClipper();
  const united = uniteTree(await clipper, lines, radius_m * 1000);
  return assemblePolygons(onGrid(await clipper, united, plane), PER_DEGREE, plane);
}

/** A local plane: millimetres from `lon_deg, lat_deg`. */
export interface Plane {
  lon_deg: number;
  lat_deg: number;
  mm_per_lon: number;
  mm_per_lat: number;
}

/** The origin is put on the output grid, so that a shift by whole grid steps stays exact. */
function planeOf(lines: readonly Float64Array[]): Plane {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let k = 0; k < line.length; k += 2) {
      if (!Number.isFinite(line[k]) || !Number.isFinite(line[k + 1])) {
        throw new RangeError(`bufferUnion: vertex ${line[k]}, ${line[k + 1]}, expected WGS 84 degrees`);
      }
      west = Math.min(west, line[k]);
      east = Math.max(east, line[k]);
      south = Math.min(south, line[k + 1]);
      north = Math.max(north, line[k + 1]);
    }
  }
  const lat_deg = Math.round(((south + north) / 2) * PER_DEGREE) / PER_DEGREE;
  return {
    lon_deg: Math.round(((west + east) / 2) * PER_DEGREE) / PER_DEGREE,
    lat_deg,
    mm_per_lon: metresPerLonDegree(lat_deg) * 1000,
    mm_per_lat: metresPerLatDegree(lat_deg) * 1000,
  };
}

/** Whole millimetres, x then y. */
function toPlane(line: Float64Array, plane: Plane): Float64Array {
  const out = new Float64Array(line.length);
  for (let k = 0; k < line.length; k += 2) {
    out[k] = Math.round((line[k] - plane.lon_deg) * plane.mm_per_lon);
    out[k + 1] = Math.round((line[k + 1] - plane.lat_deg) * plane.mm_per_lat);
  }
  return out;
}

/** Douglas-Peucker; the ends stay. */
function thinned(line: Float64Array): Float64Array {
  const last = line.length / 2 - 1;
  if (last < 2) return line;
  const keep = new Uint8Array(last + 1);
  keep[0] = keep[last] = 1;
  const open: [number, number][] = [[0, last]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    const { vertex, distance } = farthest(line, from, to);
    if (distance <= THINNING_MM) continue;
    keep[vertex] = 1;
    open.push([from, vertex], [vertex, to]);
  }
  return line.filter((_, k) => keep[k >> 1] === 1);
}

function farthest(line: Float64Array, from: number, to: number): { vertex: number; distance: number } {
  const [ax, ay] = [line[2 * from], line[2 * from + 1]];
  const [dx, dy] = [line[2 * to] - ax, line[2 * to + 1] - ay];
  const length2 = dx * dx + dy * dy;
  let [vertex, distance] = [from, -1];
  for (let k = from + 1; k < to; k++) {
    const [px, py] = [line[2 * k] - ax, line[2 * k + 1] - ay];
    const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length2));
    const d = Math.hypot(px - t * dx, py - t * dy);
    if (d > distance) [vertex, distance] = [k, d];
  }
  return { vertex, distance };
}

/** Splits the lines at the median of the longer side until few are left, then unites upwards. */
function uniteTree(module: Clipper, lines: readonly Float64Array[], radius_mm: number): Paths {
  const middle_x = lines.map((line) => line[2 * (line.length >> 2)]);
  const middle_y = lines.map((line) => line[2 * (line.length >> 2) + 1]);
  const extent = (values: number[], items: number[]) => {
    let [least, greatest] = [Infinity, -Infinity];
    for (const i of items) {
      least = Math.min(least, values[i]);
      greatest = Math.max(greatest, values[i]);
    }
    return greatest - least;
  };
  const unite = (items: number[]): Paths => {
    if (items.length <= LINES_A_LEAF) {
      return offset(
        module,
        items.map((i) => lines[i]),
        radius_mm,
      );
    }
    const along = extent(middle_x, items) > extent(middle_y, items) ? middle_x : middle_y;
    items.sort((a, b) => along[a] - along[b] || a - b);
    const half = items.length >> 1;
    const lower = unite(items.slice(0, half));
    const upper = unite(items.slice(half));
    return uniteNeighbours(module, lower, upper);
  };
  return unite(lines.map((_, i) => i));
}

/**
 * The union of two sets of rings. Only rings that come near the other set are swept; what lies aside, such as the
 * blocks inside either half of a town, is handed on as it is: whatever lies inside such a ring lies aside too.
 */
function uniteNeighbours(module: Clipper, lower: Paths, upper: Paths): Paths {
  const lower_boxes = boxesOf(lower);
  const upper_boxes = boxesOf(upper);
  const lower_parts = partedBy(module, lower, lower_boxes, aroundAll(upper_boxes));
  const upper_parts = partedBy(module, upper, upper_boxes, aroundAll(lower_boxes));
  const united = module.Union64(lower_parts.near, upper_parts.near, module.FillRule.NonZero);
  for (const { near, aside } of [lower_parts, upper_parts]) {
    for (const ring of aside) {
      united.push_back(ring);
      ring.delete();
    }
    near.delete();
  }
  return united;
}

type Box = [west: number, south: number, east: number, north: number];

function boxesOf(paths: Paths): Box[] {
  return Array.from({ length: paths.size() }, (_, i) => {
    const path = paths.get(i);
    const view = path.view();
    const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let k = 0; k < view.length; k += 3) {
      const [x, y] = [Number(view[k]), Number(view[k + 1])];
      if (x < box[0]) box[0] = x;
      if (y < box[1]) box[1] = y;
      if (x > box[2]) box[2] = x;
      if (y > box[3]) box[3] = y;
    }
    path.delete();
    return box;
  });
}

function aroundAll(boxes: readonly Box[]): Box {
  const all: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [west, south, east, north] of boxes) {
    all[0] = Math.min(all[0], west);
    all[1] = Math.min(all[1], south);
    all[2] = Math.max(all[2], east);
    all[3] = Math.max(all[3], north);
  }
  return all;
}

/** Takes the rings apart: those whose box meets the other's, and those aside. */
function partedBy(
  module: Clipper,
  paths: Paths,
  boxes: readonly Box[],
  other: Box,
): { near: Paths; aside: Path[] } {
  const near = new module.Paths64();
  const aside: Path[] = [];
  for (const [i, [west, south, east, north]] of boxes.entries()) {
    const path = paths.get(i);
    if (west > other[2] || east < other[0] || south > other[3] || north < other[1]) aside.push(path);
    else {
      near.push_back(path);
      path.delete();
    }
  }
  paths.delete();
  return { near, aside };
}

function offset(module: Clipper, lines: Float64Array[], radius_mm: number): Paths {
  const { JoinType, EndType } = module;
  const paths = toPaths(module, lines);
  const grown = module.InflatePaths64(paths, radius_mm, JoinType.Round, EndType.Round, 2, ARC_TOLERANCE_MM);
  paths.delete();
  return grown;
}

/**
 * Moves rings from the plane onto the output grid and unites them there, twice: rounding may let neighbouring
 * edges cross, and a union's own crossing points are rounded once more.
 */
function onGrid(module: Clipper, united: Paths, plane: Plane): GridRing[] {
  const lon_step = PER_DEGREE / plane.mm_per_lon;
  const lat_step = PER_DEGREE / plane.mm_per_lat;
  const rounded = fromPaths(united).map((ring) =>
    ring.map((value, k) => Math.round(value * (k % 2 === 0 ? lon_step : lat_step))),
  );
  let paths = toPaths(module, rounded);
  for (let pass = 0; pass < 2; pass++) {
    const clean = module.UnionSelf64(paths, module.FillRule.Positive);
    paths.delete();
    paths = clean;
  }
  return fromPaths(paths);
}

function toPaths(module: Clipper, lines: readonly Float64Array[]): Paths {
  const paths = new module.Paths64();
  for (const line of lines) {
    const path = new module.Path64();
    path.assign(BigInt64Array.from({ length: (line.length / 2) * 3 }, (_, k) => coordinate(line, k)));
    paths.push_back(path);
    path.delete();
  }
  return paths;
}

/** The library's vertices are x, y, z. */
const coordinate = (line: Float64Array, k: number) =>
  k % 3 === 2 ? 0n : BigInt(line[2 * Math.floor(k / 3) + (k % 3)]);

/** Reads the rings out and frees them. */
function fromPaths(paths: Paths): Float64Array[] {
  const rings: Float64Array[] = [];
  for (let i = 0; i < paths.size(); i++) {
    const path = paths.get(i);
    const view = path.view();
    const ring = new Float64Array((view.length / 3) * 2);
    for (let v = 0; v < ring.length / 2; v++) {
      ring[2 * v] = Number(view[3 * v]);
      ring[2 * v + 1] = Number(view[3 * v + 1]);
    }
    rings.push(ring);
    path.delete();
  }
  paths.delete();
  return rings;
}

import { metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';

/** The buildings of one run as columns of equal length. Positions are WGS 84 degrees. */
export interface GapPoints {
  lon_deg: Float64Array;
  lat_deg: Float64Array;
  /** The leg that names the verdict, as a small code of the caller's; NO_LEG where the building is covered. */
  leg: Uint8Array;
  /** Verdict code, lower codes first where two are as frequent in one gap. */
  verdict: Uint8Array;
  /** Smallest area around the building; NaN where it lies in none, which counts as an area of its own. */
  area: Float64Array;
  people: Float64Array;
  /** NaN where no arrival is known. */
  arrival_s: Float64Array;
}

/** "Covered: no leg fails" in GapPoints.leg. */
export const NO_LEG = 255;

/** Not-covered buildings with one failing leg in one area, each within the link distance of another. */
export interface Gap {
  /** Indices into GapPoints, ascending. */
  members: Uint32Array;
  /** Pairs of indices, no further apart than the link distance, that join all members: a spanning tree to draw. */
  links: Uint32Array;
  leg: number;
  /** NaN where the members lie in no area. */
  area: number;
  /** The most frequent verdict of the members. */
  verdict: number;
  /** Buildings by verdict code. */
  verdict_counts: Map<number, number>;
  buildings: number;
  people: number;
  /** The greatest known arrival; NaN where no member has one. */
  worst_arrival_s: number;
}

/**
 * Finds the gaps, most people first, then most buildings, then the one holding the lowest index. Linking is
 * single linkage: A and C belong together when B lies within `link_m` (inclusive) of both. Rejected:
 * DBSCAN with a minimum of neighbours, which would leave the lone farm out of the list.
 *
 * Buildings are sorted into square cells whose diagonal is at most `link_m`, so a cell links itself and only pairs
 * of nearby cells not yet joined are measured. Distances are taken in the plane of the two points' own latitude:
 * exact to the millimetre at 100 m. Points either side of the antimeridian are not linked.
 */
export function findGaps(points: GapPoints, link_m: number): Gap[] {
  const size = points.lon_deg.length;
  for (const [name, column] of Object.entries(points) as [string, ArrayLike<number>][]) {
    if (column.length !== size) {
      throw new RangeError(`findGaps: ${name} has ${column.length} values, expected ${size}`);
    }
  }
  if (!(link_m > 0 && link_m < Infinity)) throw new RangeError(`findGaps: link_m is ${link_m}, expected > 0`);

  const open: number[] = [];
  for (let i = 0; i < size; i++) if (points.leg[i] !== NO_LEG) open.push(i);
  if (open.length === 0) return [];

  const plane = planeOf(points, open);
  const cells = cellsOf(points, open, plane, link_m);
  return gather(points, open, linkCells(points, plane, cells, link_m));
}

interface Plane {
  /** Metres a degree of longitude and of latitude is worth at each point. */
  m_per_lon: Float64Array;
  m_per_lat: Float64Array;
  /** The least and greatest of them over the open points. */
  least_m_per_lon: number;
  greatest_m_per_lon: number;
  least_m_per_lat: number;
}

function planeOf(points: GapPoints, open: number[]): Plane {
  const size = points.lon_deg.length;
  const plane: Plane = {
    m_per_lon: new Float64Array(size),
    m_per_lat: new Float64Array(size),
    least_m_per_lon: Infinity,
    greatest_m_per_lon: 0,
    least_m_per_lat: Infinity,
  };
  for (const i of open) {
    const lat = points.lat_deg[i];
    if (!(Math.abs(lat) <= 90 && Math.abs(points.lon_deg[i]) <= 180)) {
      throw new RangeError(
        `findGaps: point ${i} is at ${points.lon_deg[i]}, ${lat}, expected WGS 84 degrees`,
      );
    }
    const lon_m = Math.max(1, metresPerLonDegree(lat));
    const lat_m = metresPerLatDegree(lat);
    plane.m_per_lon[i] = lon_m;
    plane.m_per_lat[i] = lat_m;
    plane.least_m_per_lon = Math.min(plane.least_m_per_lon, lon_m);
    plane.greatest_m_per_lon = Math.max(plane.greatest_m_per_lon, lon_m);
    plane.least_m_per_lat = Math.min(plane.least_m_per_lat, lat_m);
  }
  return plane;
}

interface Cells {
  /** Point indices, sorted by group, row, column. */
  order: Uint32Array;
  /** Cell c holds order[first[c]] up to order[first[c + 1]]. */
  first: number[];
  group: number[];
  row: number[];
  column: number[];
  /** Points within link_m of each other lie at most this many rows and columns apart. */
  span: number;
}

/**
 * Columns are measured with the least metres a degree, so that no pair lies further apart in cells than on the ground;
 * the cell is made smaller by as much as that understates the widest degree.
 */
function cellsOf(points: GapPoints, open: number[], plane: Plane, link_m: number): Cells {
  const stretch = plane.greatest_m_per_lon / plane.least_m_per_lon;
  const side_m = link_m / Math.sqrt(stretch * stretch + 1.03);
  const group = groupsOf(points, open);
  const row = new Map<number, number>();
  const column = new Map<number, number>();
  for (const i of open) {
    row.set(i, Math.floor(((points.lat_deg[i] + 90) * plane.least_m_per_lat) / side_m));
    column.set(i, Math.floor(((points.lon_deg[i] + 180) * plane.least_m_per_lon) / side_m));
  }
  const at = (key: Map<number, number>, i: number) => key.get(i)!;
  const order = Uint32Array.from(open).sort(
    (a, b) =>
      at(group, a) - at(group, b) || at(row, a) - at(row, b) || at(column, a) - at(column, b) || a - b,
  );
  const cells: Cells = {
    order,
    first: [],
    group: [],
    row: [],
    column: [],
    span: Math.ceil(link_m / side_m),
  };
  order.forEach((i, k) => {
    const c = cells.first.length - 1;
    const same =
      c >= 0 &&
      cells.group[c] === at(group, i) &&
      cells.row[c] === at(row, i) &&
      cells.column[c] === at(column, i);
    if (same) return;
    cells.first.push(k);
    cells.group.push(at(group, i));
    cells.row.push(at(row, i));
    cells.column.push(at(column, i));
  });
  cells.first.push(order.length);
  return cells;
}

/** Numbers the pairs of leg and area; NaN areas are one area. */
function groupsOf(points: GapPoints, open: number[]): Map<number, number> {
  const numbers = new Map<string, number>();
  const group = new Map<number, number>();
  for (const i of open) {
    const key = `${points.leg[i]} ${points.area[i]}`;
    let number = numbers.get(key);
    if (number === undefined) numbers.set(key, (number = numbers.size));
    group.set(i, number);
  }
  return group;
}

interface Forest {
  parent: Uint32Array;
  /** Pairs of indices: the link behind each join. */
  links: number[];
}

function linkCells(points: GapPoints, plane: Plane, cells: Cells, link_m: number): Forest {
  const { order, first } = cells;
  const parent = Uint32Array.from({ length: points.lon_deg.length }, (_, i) => i);
  const links: number[] = [];
  const link = (i: number, j: number) => {
    join(parent, i, j);
    links.push(i, j);
  };
  const cell_count = cells.group.length;
  for (let c = 0; c < cell_count; c++) {
    for (let k = first[c] + 1; k < first[c + 1]; k++) link(order[first[c]], order[k]);
  }
  const limit_m2 = link_m * link_m;
  const near = (i: number, j: number) => {
    const dx = (points.lon_deg[i] - points.lon_deg[j]) * 0.5 * (plane.m_per_lon[i] + plane.m_per_lon[j]);
    const dy = (points.lat_deg[i] - points.lat_deg[j]) * 0.5 * (plane.m_per_lat[i] + plane.m_per_lat[j]);
    return dx * dx + dy * dy <= limit_m2;
  };
  const linkWhereNear = (a: number, b: number) => {
    for (let p = first[a]; p < first[a + 1]; p++) {
      for (let q = first[b]; q < first[b + 1]; q++) {
        if (near(order[p], order[q])) return link(order[p], order[q]);
      }
    }
  };
  const visit = (c: number, d: number) => {
    if (find(parent, order[first[c]]) !== find(parent, order[first[d]])) linkWhereNear(c, d);
  };

  for (let up = 0; up <= cells.span; up++) {
    let from = 0;
    for (let c = 0; c < cell_count; c++) {
      const row = cells.row[c] + up;
      const least_column = up === 0 ? cells.column[c] + 1 : cells.column[c] - cells.span;
      while (from < cell_count && before(cells, from, cells.group[c], row, least_column)) from++;
      for (let d = from; d < cell_count; d++) {
        if (cells.group[d] !== cells.group[c] || cells.row[d] !== row) break;
        if (cells.column[d] > cells.column[c] + cells.span) break;
        visit(c, d);
      }
    }
  }
  return { parent, links };
}

function before(cells: Cells, c: number, group: number, row: number, column: number): boolean {
  if (cells.group[c] !== group) return cells.group[c] < group;
  if (cells.row[c] !== row) return cells.row[c] < row;
  return cells.column[c] < column;
}

function find(parent: Uint32Array, i: number): number {
  while (parent[i] !== i) i = parent[i] = parent[parent[i]];
  return i;
}

/** The lower index becomes the root. */
function join(parent: Uint32Array, i: number, j: number): void {
  const a = find(parent, i);
  const b = find(parent, j);
  if (a < b) parent[b] = a;
  else parent[a] = b;
}

function gather(points: GapPoints, open: number[], { parent, links }: Forest): Gap[] {
  const linked = new Map<number, number[]>();
  for (let k = 0; k < links.length; k += 2) {
    const root = find(parent, links[k]);
    const list = linked.get(root);
    if (list) list.push(links[k], links[k + 1]);
    else linked.set(root, [links[k], links[k + 1]]);
  }
  const members = new Map<number, number[]>();
  for (const i of open) {
    const root = find(parent, i);
    const list = members.get(root);
    if (list) list.push(i);
    else members.set(root, [i]);
  }
  return [...members]
    .map(([root, list]) => gapOf(points, list, linked.get(root) ?? []))
    .sort((a, b) => b.people - a.people || b.buildings - a.buildings || a.members[0] - b.members[0]);
}

function gapOf(points: GapPoints, list: number[], links: number[]): Gap {
  const verdict_counts = new Map<number, number>();
  let people = 0;
  let worst_arrival_s = NaN;
  for (const i of list) {
    const code = points.verdict[i];
    verdict_counts.set(code, (verdict_counts.get(code) ?? 0) + 1);
    people += points.people[i];
    if (!(points.arrival_s[i] <= worst_arrival_s) && !Number.isNaN(points.arrival_s[i])) {
      worst_arrival_s = points.arrival_s[i];
    }
  }
  const [verdict] = [...verdict_counts].reduce((best, next) =>
    next[1] > best[1] || (next[1] === best[1] && next[0] < best[0]) ? next : best,
  );
  return {
    members: Uint32Array.from(list),
    links: Uint32Array.from(links),
    leg: points.leg[list[0]],
    area: points.area[list[0]],
    verdict,
    verdict_counts,
    buildings: list.length,
    people,
    worst_arrival_s,
  };
}

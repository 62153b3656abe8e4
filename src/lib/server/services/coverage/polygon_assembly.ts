import type { MultiPolygon, Position } from 'geojson';

/** A ring on an integer grid: x,y pairs, not closed. Counter-clockwise rings are shells, clockwise ones holes. */
export type GridRing = Float64Array;

/** Shells and holes of less area are dust of the rounding. */
const LEAST_RING_M2 = 0.25;

/**
 * Builds a valid MultiPolygon of rings that do not cross but may touch: a ring that passes twice through one vertex is cut
 * there, a hole that shares a vertex with another ring gives it up, every hole goes to the
 * smallest shell around it. Rings start at their lowest vertex and stand in the order of it.
 */
export function assemblePolygons(
  rings: readonly GridRing[],
  per_degree: number,
  plane: { lon_deg: number; lat_deg: number; mm_per_lon: number; mm_per_lat: number },
): MultiPolygon {
  const m2_per_cell = (plane.mm_per_lon * plane.mm_per_lat) / 1e6 / per_degree ** 2;
  const large = (ring: GridRing) => Math.abs(signedArea(ring)) * m2_per_cell >= LEAST_RING_M2;
  const simple = cutAtRepeats(rings).filter(large);
  const shells = simple.filter((ring) => signedArea(ring) > 0).map(fromLowest);
  const holes = apart(simple, shells)
    .filter((ring) => ring.length >= 6 && large(ring))
    .map(fromLowest);
  shells.sort(byFirstVertex);
  holes.sort(byFirstVertex);

  const polygons = shells.map((shell) => [shell]);
  const around = new ShellFinder(shells);
  for (const hole of holes) {
    const shell = around.smallestAround(hole);
    if (shell !== null) polygons[shell].push(hole);
  }
  const x0 = Math.round(plane.lon_deg * per_degree);
  const y0 = Math.round(plane.lat_deg * per_degree);
  const degrees = (ring: GridRing) => closed(ring, (x, y) => [(x + x0) / per_degree, (y + y0) / per_degree]);
  return { type: 'MultiPolygon', coordinates: polygons.map((polygon) => polygon.map(degrees)) };
}

function closed(ring: GridRing, place: (x: number, y: number) => Position): Position[] {
  const out: Position[] = [];
  for (let k = 0; k < ring.length; k += 2) out.push(place(ring[k], ring[k + 1]));
  out.push(out[0]);
  return out;
}

function signedArea(ring: GridRing): number {
  const [x0, y0] = ring;
  let twice = 0;
  for (let k = 2; k + 3 < ring.length; k += 2) {
    twice += (ring[k] - x0) * (ring[k + 3] - y0) - (ring[k + 2] - x0) * (ring[k + 1] - y0);
  }
  return twice / 2;
}

/** Numbers the vertices of all rings, equal places alike. */
function placeNumbers(rings: readonly GridRing[]): { numbers: Uint32Array[]; count: number } {
  const columns = new Map<number, Map<number, number>>();
  let count = 0;
  const numberOf = (x: number, y: number) => {
    let column = columns.get(x);
    if (!column) columns.set(x, (column = new Map()));
    let number = column.get(y);
    if (number === undefined) column.set(y, (number = count++));
    return number;
  };
  const numbers = rings.map((ring) =>
    Uint32Array.from({ length: ring.length / 2 }, (_, v) => numberOf(ring[2 * v], ring[2 * v + 1])),
  );
  return { numbers, count };
}

/** Cuts every ring at vertices it passes more than once; drops what has fewer than three. */
function cutAtRepeats(rings: readonly GridRing[]): GridRing[] {
  const { numbers, count } = placeNumbers(rings);
  const stands_at = new Int32Array(count).fill(-1);
  const out: GridRing[] = [];
  rings.forEach((ring, r) => {
    const path: number[] = [];
    const take = (vertices: number[]) => {
      if (vertices.length < 3) return;
      out.push(
        Float64Array.from({ length: vertices.length * 2 }, (_, k) => ring[2 * vertices[k >> 1] + (k & 1)]),
      );
    };
    for (let v = 0; v < numbers[r].length; v++) {
      const seen = stands_at[numbers[r][v]];
      if (seen >= 0) {
        const loop = path.splice(seen);
        for (const u of loop) stands_at[numbers[r][u]] = -1;
        take(loop);
      }
      stands_at[numbers[r][v]] = path.length;
      path.push(v);
    }
    for (const u of path) stands_at[numbers[r][u]] = -1;
    take(path);
  });
  return out;
}

/** The holes, without the vertices they share with another ring where leaving them out makes the hole smaller. */
function apart(rings: readonly GridRing[], shells: readonly GridRing[]): GridRing[] {
  const holes = rings.filter((ring) => signedArea(ring) < 0);
  const { numbers, count } = placeNumbers([...shells, ...holes]);
  const uses = new Uint32Array(count);
  for (const ring of numbers) for (const number of ring) uses[number]++;
  return holes.map((hole, h) => {
    const number = numbers[shells.length + h];
    const size = number.length;
    const shared = (v: number) => uses[number[v]] > 1 && turn(hole, v) < 0;
    return hole.filter((_, k) => size <= 3 || !shared(k >> 1));
  });
}

/** Above 0 where the ring turns left at vertex v. */
function turn(ring: GridRing, v: number): number {
  const size = ring.length / 2;
  const a = 2 * ((v + size - 1) % size);
  const b = 2 * v;
  const c = 2 * ((v + 1) % size);
  return (
    (ring[b] - ring[a]) * (ring[c + 1] - ring[b + 1]) - (ring[b + 1] - ring[a + 1]) * (ring[c] - ring[b])
  );
}

function fromLowest(ring: GridRing): GridRing {
  let low = 0;
  for (let k = 2; k < ring.length; k += 2) {
    if (ring[k] < ring[low] || (ring[k] === ring[low] && ring[k + 1] < ring[low + 1])) low = k;
  }
  const turned = new Float64Array(ring.length);
  turned.set(ring.subarray(low));
  turned.set(ring.subarray(0, low), ring.length - low);
  return turned;
}

const byFirstVertex = (a: GridRing, b: GridRing) => a[0] - b[0] || a[1] - b[1] || a.length - b.length;

/** Finds the shell around a hole by casting a ray east over edges sorted into bands of y. */
class ShellFinder {
  readonly #shells: readonly GridRing[];
  readonly #area: number[];
  readonly #bands: { shell: number; k: number }[][];
  readonly #south: number = Infinity;
  readonly #band_height: number;

  constructor(shells: readonly GridRing[]) {
    this.#shells = shells;
    this.#area = shells.map(signedArea);
    let north = -Infinity;
    let edges = 0;
    for (const shell of shells) {
      edges += shell.length / 2;
      for (let k = 1; k < shell.length; k += 2) {
        this.#south = Math.min(this.#south, shell[k]);
        north = Math.max(north, shell[k]);
      }
    }
    const band_count = Math.max(1, Math.min(4096, edges >> 3));
    this.#band_height = Math.max(1, (north - this.#south + 1) / band_count);
    this.#bands = Array.from({ length: band_count + 1 }, () => []);
    shells.forEach((ring, shell) => {
      for (let k = 0; k < ring.length; k += 2) {
        const [y, next_y] = [ring[k + 1], ring[(k + 3) % ring.length]];
        const last = this.#band(Math.max(y, next_y));
        for (let b = this.#band(Math.min(y, next_y)); b <= last; b++) this.#bands[b].push({ shell, k });
      }
    });
  }

  #band(y: number): number {
    return Math.floor((y - this.#south) / this.#band_height);
  }

  /** Null where the hole lies in no shell. A point just inside the hole's first, convex corner stands for it. */
  smallestAround(hole: GridRing): number | null {
    const last = hole.length - 2;
    const x = (hole[0] + hole[2] + hole[last]) / 3;
    const y = (hole[1] + hole[3] + hole[last + 1]) / 3;
    const px = hole[0] + (x - hole[0]) * 1e-3;
    const py = hole[1] + (y - hole[1]) * 1e-3;
    const crossings = new Map<number, number>();
    for (const { shell, k } of this.#bands[this.#band(py)] ?? []) {
      const ring = this.#shells[shell];
      const [ax, ay] = [ring[k], ring[k + 1]];
      const next = (k + 2) % ring.length;
      const [bx, by] = [ring[next], ring[next + 1]];
      if (ay > py === by > py || px >= ax + ((py - ay) / (by - ay)) * (bx - ax)) continue;
      crossings.set(shell, (crossings.get(shell) ?? 0) + 1);
    }
    const around = [...crossings].filter(([, times]) => times % 2 === 1).map(([shell]) => shell);
    if (around.length === 0) return null;
    return around.reduce((best, shell) => (this.#area[shell] < this.#area[best] ? shell : best));
  }
}

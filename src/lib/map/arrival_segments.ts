/** Straight pieces of streets, one value a segment; a pair of values where two are named. */
export interface SegmentColumns {
  count: number;
  /** lon, lat where a segment begins, then where it ends: 4 a segment, WGS 84 degrees. */
  ends_deg: ArrayLike<number>;
  /** Share of its edge where a segment begins and where it ends: 2 a segment. */
  shares: ArrayLike<number>;
  /** Edge a segment is part of. */
  edge: ArrayLike<number>;
}

/** A run of segments near one another, and the box around them in local units. */
export interface SegmentChunk {
  first: number;
  count: number;
  west: number;
  north: number;
  east: number;
  south: number;
}

/**
 * Segments as the rows of a texture: SEGMENT_FLOATS a segment, from x y, to x y, two shares, edge (whole numbers to 2^24
 * are exact), 0. Positions are web Mercator from `origin` (0 to 1 over the world, y down) times UNITS, so that float32
 * holds them to a centimetre within a town.
 */
export interface PackedSegments {
  origin: readonly [x: number, y: number];
  /** SEGMENTS_PER_ROW segments a row, the last one filled up. */
  values: Float32Array;
  rows: number;
  count: number;
  chunks: SegmentChunk[];
}

export const SEGMENT_FLOATS = 8;
export const SEGMENTS_PER_ROW = 1024;
/** Local units in the width of the world: about 1.2 m each at the equator. */
export const UNITS = 2 ** 25;

/** Cells of the grid that chunks are made of, each way. */
const CELLS = 16;

export const mercatorX = (lon_deg: number) => (lon_deg + 180) / 360;
export const mercatorY = (lat_deg: number) =>
  0.5 - Math.log(Math.tan(Math.PI / 4 + (lat_deg * Math.PI) / 360)) / (2 * Math.PI);

/** Packs segments cell by cell of a grid over them, so that what lies out of sight need not be drawn. */
export function packSegments({ count, ends_deg, shares, edge }: SegmentColumns): PackedSegments {
  const x = new Float64Array(2 * count);
  const y = new Float64Array(2 * count);
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < 2 * count; i++) {
    x[i] = mercatorX(ends_deg[2 * i]!);
    y[i] = mercatorY(ends_deg[2 * i + 1]!);
    west = Math.min(west, x[i]!);
    east = Math.max(east, x[i]!);
    north = Math.min(north, y[i]!);
    south = Math.max(south, y[i]!);
  }
  const origin = count > 0 ? ([(west + east) / 2, (north + south) / 2] as const) : ([0.5, 0.5] as const);
  const cellOf = (value: number, least: number, most: number) =>
    most > least ? Math.min(CELLS - 1, Math.floor(((value - least) / (most - least)) * CELLS)) : 0;
  const cell = new Uint16Array(count);
  const first = new Uint32Array(CELLS * CELLS + 1);
  for (let i = 0; i < count; i++) {
    cell[i] = cellOf(y[2 * i]!, north, south) * CELLS + cellOf(x[2 * i]!, west, east);
    first[cell[i]! + 1]!++;
  }
  for (let c = 0; c < CELLS * CELLS; c++) first[c + 1]! += first[c]!;

  const rows = Math.max(1, Math.ceil(count / SEGMENTS_PER_ROW));
  const values = new Float32Array(rows * SEGMENTS_PER_ROW * SEGMENT_FLOATS);
  const chunks = Array.from({ length: CELLS * CELLS }, (_, c): SegmentChunk => ({
    first: first[c]!,
    count: 0,
    west: Infinity,
    north: Infinity,
    east: -Infinity,
    south: -Infinity,
  }));
  for (let i = 0; i < count; i++) {
    const chunk = chunks[cell[i]!]!;
    const at = (chunk.first + chunk.count++) * SEGMENT_FLOATS;
    for (const end of [0, 1]) {
      const local_x = (x[2 * i + end]! - origin[0]) * UNITS;
      const local_y = (y[2 * i + end]! - origin[1]) * UNITS;
      values[at + 2 * end] = local_x;
      values[at + 2 * end + 1] = local_y;
      values[at + 4 + end] = shares[2 * i + end]!;
      chunk.west = Math.min(chunk.west, local_x);
      chunk.east = Math.max(chunk.east, local_x);
      chunk.north = Math.min(chunk.north, local_y);
      chunk.south = Math.max(chunk.south, local_y);
    }
    values[at + 6] = edge[i]!;
  }
  return { origin, values, rows, count, chunks: chunks.filter((chunk) => chunk.count > 0) };
}

/** Segments to draw for a box in local units, neighbours joined: first and count of each run. */
export function runsInSight(
  chunks: readonly SegmentChunk[],
  box: Pick<SegmentChunk, 'west' | 'north' | 'east' | 'south'>,
): { first: number; count: number }[] {
  const runs: { first: number; count: number }[] = [];
  for (const chunk of chunks) {
    const apart =
      chunk.east < box.west || chunk.west > box.east || chunk.south < box.north || chunk.north > box.south;
    if (apart) continue;
    const last = runs.at(-1);
    if (last && last.first + last.count === chunk.first) last.count += chunk.count;
    else runs.push({ first: chunk.first, count: chunk.count });
  }
  return runs;
}

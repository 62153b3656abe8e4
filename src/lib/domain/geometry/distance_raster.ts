import { metresPerLatDegree, metresPerLonDegree } from './metric.ts';

/** A grid over lines, its first cell in the south-west corner, row after row northwards. */
export interface DistanceRaster {
  columns: number;
  rows: number;
  /** South-west corner of the first cell, WGS 84 degrees. */
  west_deg: number;
  south_deg: number;
  /** Size of a cell in degrees, and in metres in the middle of the data. */
  cell_lon_deg: number;
  cell_lat_deg: number;
  cell_m: number;
  /**
   * How deep each cell's middle lies in the band of `reach_m` around the lines, metres: reach_m less the distance to
   * the nearest line, 0 outside. The band of a smaller buffer is where this is at least reach_m - buffer_m.
   */
  depth_m: Float32Array;
  reach_m: number;
}

/** More cells than this take longer than a hand waits: the cells are made larger instead. */
const MOST_CELLS = 16_000_000;

/** Room beyond the buffer, in cells: neighbours differ by one cell at most, so both sides of its edge hold a distance. */
const MARGIN_CELLS = 1;

/**
 * Distance to the nearest of many polylines (flat lon,lat pairs, WGS 84 degrees) within `buffer_m`, on cells of
 * `cell_m` or, where the lines spread over more than 16 million of those, as much larger as it takes. Null where
 * there is no line. Measured in the frame of the middle of the data: 0.3 % off 20 km north or south of it.
 */
export function distanceRaster(
  lines_deg: readonly Float64Array[],
  { buffer_m, cell_m }: { buffer_m: number; cell_m: number },
): DistanceRaster | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines_deg) {
    for (let k = 0; k < line.length; k += 2) {
      if (line[k] < west) west = line[k];
      if (line[k] > east) east = line[k];
      if (line[k + 1] < south) south = line[k + 1];
      if (line[k + 1] > north) north = line[k + 1];
    }
  }
  if (west > east) return null;
  const middle_deg = (south + north) / 2;
  const lon_m = metresPerLonDegree(middle_deg);
  const lat_m = metresPerLatDegree(middle_deg);
  const cellsOf = (size_m: number) => {
    const reach_m = buffer_m + MARGIN_CELLS * size_m;
    const cells = (span_m: number) => Math.ceil((span_m + 2 * reach_m) / size_m) + 1;
    return { reach_m, columns: cells((east - west) * lon_m), rows: cells((north - south) * lat_m) };
  };
  let size_m = cell_m;
  while (cellsOf(size_m).columns * cellsOf(size_m).rows > MOST_CELLS) size_m *= 1.25;
  const { reach_m, columns, rows } = cellsOf(size_m);
  const reach = reach_m / size_m;
  const squared = new Float32Array(columns * rows).fill(reach * reach);
  const west_deg = west - reach_m / lon_m;
  const south_deg = south - reach_m / lat_m;
  for (const line of lines_deg) {
    for (let k = 0; k + 1 < line.length; k += 2) {
      const next = Math.min(k + 2, line.length - 2);
      drawCapsule(
        squared,
        columns,
        rows,
        reach,
        ((line[k] - west_deg) * lon_m) / size_m,
        ((line[k + 1] - south_deg) * lat_m) / size_m,
        ((line[next] - west_deg) * lon_m) / size_m,
        ((line[next + 1] - south_deg) * lat_m) / size_m,
      );
    }
  }
  for (let cell = 0; cell < squared.length; cell++) {
    squared[cell] = Math.max(0, reach_m - Math.sqrt(squared[cell]) * size_m);
  }
  return {
    columns,
    rows,
    west_deg,
    south_deg,
    cell_lon_deg: size_m / lon_m,
    cell_lat_deg: size_m / lat_m,
    cell_m: size_m,
    depth_m: squared,
    reach_m,
  };
}

/** Lowers the squared distance, in cells, of every cell middle within reach of one segment, row by row. */
function drawCapsule(
  squared: Float32Array,
  columns: number,
  rows: number,
  reach: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): void {
  const dx = bx - ax;
  const dy = by - ay;
  const length_squared = dx * dx + dy * dy;
  const per_length = length_squared > 0 ? 1 / length_squared : 0;
  const first_row = Math.max(0, Math.floor(Math.min(ay, by) - reach));
  const last_row = Math.min(rows - 1, Math.ceil(Math.max(ay, by) + reach));
  for (let row = first_row; row <= last_row; row++) {
    const y = row + 0.5;
    const off_y = y - ay;
    let from_x = Math.min(ax, bx);
    let to_x = Math.max(ax, bx);
    if (dy !== 0) {
      const [below, above] = [(y - reach - ay) / dy, (y + reach - ay) / dy];
      const from = Math.max(0, Math.min(below, above));
      const to = Math.min(1, Math.max(below, above));
      if (from > to) continue;
      const [x_from, x_to] = [ax + from * dx, ax + to * dx];
      from_x = Math.min(x_from, x_to);
      to_x = Math.max(x_from, x_to);
    }
    const last = Math.min(columns - 1, Math.ceil(to_x + reach));
    for (let column = Math.max(0, Math.floor(from_x - reach)); column <= last; column++) {
      const x = column + 0.5 - ax;
      const dot = x * dx + off_y * dy;
      let here: number;
      if (dot <= 0) here = x * x + off_y * off_y;
      else if (dot >= length_squared) here = (x - dx) * (x - dx) + (off_y - dy) * (off_y - dy);
      else {
        const cross = x * dy - off_y * dx;
        here = cross * cross * per_length;
      }
      const cell = row * columns + column;
      if (here < squared[cell]) squared[cell] = here;
    }
  }
}

import { distance_m, metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import { NONE } from './network.ts';

export interface NearVertex {
  vertex: number;
  gap_m: number;
}

/** Vertices added one by one, found again by distance: a grid of cells no narrower than the distance asked for. */
export class VertexGrid {
  readonly #coords_deg: Float64Array;
  readonly #within_m: number;
  readonly #min_lon: number;
  readonly #min_lat: number;
  readonly #cell_lon_deg: number;
  readonly #cell_lat_deg: number;
  readonly #columns: number;
  /** The vertex added last in a cell; `#older` leads on to those before it. */
  readonly #newest = new Map<number, number>();
  readonly #older: Uint32Array;

  constructor(coords_deg: Float64Array, within_m: number) {
    this.#coords_deg = coords_deg;
    this.#within_m = within_m;
    this.#older = new Uint32Array(coords_deg.length / 2);
    let [min_lon, min_lat, max_lon, max_lat] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < coords_deg.length; i += 2) {
      min_lon = Math.min(min_lon, coords_deg[i]);
      max_lon = Math.max(max_lon, coords_deg[i]);
      min_lat = Math.min(min_lat, coords_deg[i + 1]);
      max_lat = Math.max(max_lat, coords_deg[i + 1]);
    }
    this.#min_lon = min_lon;
    this.#min_lat = min_lat;
    const cell_m = Math.max(within_m, 0.001) * 1.001;
    const farthest_deg = Math.min(89, Math.max(Math.abs(min_lat), Math.abs(max_lat)));
    this.#cell_lon_deg = cell_m / metresPerLonDegree(farthest_deg);
    this.#cell_lat_deg = cell_m / metresPerLatDegree(0);
    this.#columns = Math.ceil((max_lon - min_lon) / this.#cell_lon_deg) + 3;
  }

  add(vertex: number): void {
    const cell = this.#cellOf(vertex);
    this.#older[vertex] = this.#newest.get(cell) ?? NONE;
    this.#newest.set(cell, vertex);
  }

  /** The vertices added so far within the distance of a vertex, inclusive. */
  near(vertex: number): NearVertex[] {
    const coords_deg = this.#coords_deg;
    const lon = coords_deg[2 * vertex];
    const lat = coords_deg[2 * vertex + 1];
    const middle = this.#cellOf(vertex);
    const found: NearVertex[] = [];
    for (let i = 0; i < 9; i++) {
      const cell = middle + (Math.floor(i / 3) - 1) * this.#columns + (i % 3) - 1;
      for (let other = this.#newest.get(cell) ?? NONE; other !== NONE; other = this.#older[other]) {
        const gap_m = distance_m(coords_deg[2 * other], coords_deg[2 * other + 1], lon, lat);
        if (gap_m <= this.#within_m) found.push({ vertex: other, gap_m });
      }
    }
    return found;
  }

  #cellOf(vertex: number): number {
    const column = Math.floor((this.#coords_deg[2 * vertex] - this.#min_lon) / this.#cell_lon_deg) + 1;
    const row = Math.floor((this.#coords_deg[2 * vertex + 1] - this.#min_lat) / this.#cell_lat_deg) + 1;
    return row * this.#columns + column;
  }
}

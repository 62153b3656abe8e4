import { distance_m, metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import { NONE } from './network.ts';

export interface NearVertex {
  vertex: number;
  gap_m: number;
}

/** Cells are so many times wider than the distance asked for that a vertex rarely has to look into its neighbours. */
const CELL_DISTANCES = 8;

/** Vertices added one by one, found again by distance. */
export class VertexGrid {
  readonly #coords_deg: Float64Array;
  readonly #within_m: number;
  readonly #min_lon: number;
  readonly #min_lat: number;
  /** At least the distance, anywhere in the data. */
  readonly #within_lon_deg: number;
  readonly #within_lat_deg: number;
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
    const reach_m = Math.max(within_m, 0.001) * 1.001;
    const farthest_deg = Math.min(89, Math.max(Math.abs(min_lat), Math.abs(max_lat)));
    this.#within_lon_deg = reach_m / metresPerLonDegree(farthest_deg);
    this.#within_lat_deg = reach_m / metresPerLatDegree(0);
    this.#columns = this.#column(max_lon + this.#within_lon_deg) + 1;
  }

  add(vertex: number): void {
    const lon = this.#coords_deg[2 * vertex];
    const lat = this.#coords_deg[2 * vertex + 1];
    const cell = this.#row(lat) * this.#columns + this.#column(lon);
    this.#older[vertex] = this.#newest.get(cell) ?? NONE;
    this.#newest.set(cell, vertex);
  }

  /** The vertices added so far within the distance of a vertex, inclusive. */
  near(vertex: number): NearVertex[] {
    const coords_deg = this.#coords_deg;
    const lon = coords_deg[2 * vertex];
    const lat = coords_deg[2 * vertex + 1];
    const [west, east] = [this.#column(lon - this.#within_lon_deg), this.#column(lon + this.#within_lon_deg)];
    const [south, north] = [this.#row(lat - this.#within_lat_deg), this.#row(lat + this.#within_lat_deg)];
    const found: NearVertex[] = [];
    for (let row = south; row <= north; row++) {
      for (let column = west; column <= east; column++) {
        let other = this.#newest.get(row * this.#columns + column) ?? NONE;
        for (; other !== NONE; other = this.#older[other]) {
          const gap_m = distance_m(coords_deg[2 * other], coords_deg[2 * other + 1], lon, lat);
          if (gap_m <= this.#within_m) found.push({ vertex: other, gap_m });
        }
      }
    }
    return found;
  }

  #column(lon_deg: number): number {
    return Math.floor((lon_deg - this.#min_lon) / (CELL_DISTANCES * this.#within_lon_deg)) + 1;
  }

  #row(lat_deg: number): number {
    return Math.floor((lat_deg - this.#min_lat) / (CELL_DISTANCES * this.#within_lat_deg)) + 1;
  }
}

import type { Position } from 'geojson';

/** Coordinates are kept as integers of 1e-7 degree, the precision of OpenStreetMap itself. */
const E7 = 1e7;
const START_CAPACITY = 1 << 16;

/** Neighbouring nodes of a way that the file holds, two or more. */
export interface NodeRun {
  ids: number[];
  positions: Position[];
}

/**
 * Where every node lies: 16 bytes a node, no object a node. Fill with `add`, then `freeze`, then look up by id.
 * Ids may be negative and above 2^32, and may come in any order.
 */
export class OsmNodes {
  #count = 0;
  #ids = new Float64Array(START_CAPACITY);
  #lon_e7 = new Int32Array(START_CAPACITY);
  #lat_e7 = new Int32Array(START_CAPACITY);
  #is_ascending = true;
  #last_hit = -1;

  get count() {
    return this.#count;
  }

  /** lon_e7 within ±180e7, lat_e7 within ±90e7. */
  add(id: number, lon_e7: number, lat_e7: number) {
    const i = this.#count++;
    if (i === this.#ids.length) this.#grow();
    this.#is_ascending &&= i === 0 || id > this.#ids[i - 1];
    this.#ids[i] = id;
    this.#lon_e7[i] = lon_e7;
    this.#lat_e7[i] = lat_e7;
  }

  /** Sorts by id where needed; of nodes with one id the last added stays. */
  freeze() {
    if (this.#is_ascending) return;
    const ids = this.#ids;
    const order = new Uint32Array(this.#count).map((_, i) => i).sort((a, b) => ids[a] - ids[b] || a - b);
    const kept = order.filter((at, i) => i + 1 === order.length || ids[order[i + 1]] !== ids[at]);
    const lon_e7 = this.#lon_e7;
    const lat_e7 = this.#lat_e7;
    this.#ids = Float64Array.from(kept, (at) => ids[at]);
    this.#lon_e7 = Int32Array.from(kept, (at) => lon_e7[at]);
    this.#lat_e7 = Int32Array.from(kept, (at) => lat_e7[at]);
    this.#count = kept.length;
    this.#is_ascending = true;
  }

  /**
   * Index of the node, or -1. Neighbouring vertices of a way were mostly drawn one after the other, so the place
   * behind the last hit is looked at before the binary search.
   */
  find(id: number): number {
    const ids = this.#ids;
    const next = this.#last_hit + 1;
    if (next < this.#count && ids[next] === id) return (this.#last_hit = next);
    let low = 0;
    let high = this.#count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const seen = ids[middle];
      if (seen === id) return (this.#last_hit = middle);
      if (seen < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  /**
   * Cuts a way at the nodes the file does not hold (an extract's border). The same node twice in a row counts
   * once. `is_cut` is true where any node was missing.
   */
  runs(refs: Float64Array): { runs: NodeRun[]; is_cut: boolean } {
    const runs: NodeRun[] = [];
    let is_cut = false;
    let run: NodeRun = { ids: [], positions: [] };
    const close = () => {
      if (run.ids.length >= 2) runs.push(run);
      run = { ids: [], positions: [] };
    };
    for (const ref of refs) {
      if (run.ids.length > 0 && run.ids[run.ids.length - 1] === ref) continue;
      const at = this.find(ref);
      if (at < 0) {
        is_cut = true;
        close();
        continue;
      }
      run.ids.push(ref);
      run.positions.push([this.#lon_e7[at] / E7, this.#lat_e7[at] / E7]);
    }
    close();
    return { runs, is_cut };
  }

  #grow() {
    const capacity = this.#ids.length * 2;
    this.#ids = grown(this.#ids, new Float64Array(capacity));
    this.#lon_e7 = grown(this.#lon_e7, new Int32Array(capacity));
    this.#lat_e7 = grown(this.#lat_e7, new Int32Array(capacity));
  }
}

function grown<T extends Float64Array | Int32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

import { EDGE_PICTURE_STRIDE } from '../domain/live/live_answer.ts';

/** Edges in a row of the texture: two RGBA texels each, 2048 texels, which every WebGL2 device holds. */
export const EDGES_PER_ROW = 1024;

const ROW = EDGES_PER_ROW * EDGE_PICTURE_STRIDE;
/** Stands for "never": shaders need not know Infinity. */
const NEVER_S = 1e9;
/** Stands for "no station on this edge": shaders need not know NaN. */
const NO_STATION = -1;

/** An edge picture as the rows of a texture, with word of which rows changed. */
export class EdgeTexels {
  readonly rows: number;
  readonly values: Float32Array;

  constructor(edges: number) {
    this.rows = Math.max(1, Math.ceil(edges / EDGES_PER_ROW));
    this.values = new Float32Array(this.rows * ROW).fill(NEVER_S);
  }

  /** Takes over a picture; the runs of rows that differ from the one before, as first and count. */
  write(picture: Float32Array): { first: number; count: number }[] {
    if (picture.length > this.values.length) {
      throw new RangeError(`expected at most ${this.values.length} floats, got ${picture.length}`);
    }
    const { values } = this;
    const runs: { first: number; count: number }[] = [];
    for (let row = 0; row * ROW < picture.length; row++) {
      const end = Math.min(picture.length, (row + 1) * ROW);
      let changed = false;
      for (let i = row * ROW; i < end; i++) {
        const seen = picture[i]!;
        const value = seen !== seen ? NO_STATION : seen > NEVER_S ? NEVER_S : seen;
        if (values[i] === value) continue;
        values[i] = value;
        changed = true;
      }
      if (!changed) continue;
      const last = runs.at(-1);
      if (last && last.first + last.count === row) last.count++;
      else runs.push({ first: row, count: 1 });
    }
    return runs;
  }

  row(first: number, count: number): Float32Array {
    return this.values.subarray(first * ROW, (first + count) * ROW);
  }
}

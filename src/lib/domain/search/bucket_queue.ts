import { NONE } from '../network/network.ts';

/**
 * Arrivals within 2^10 share a bucket; wide buckets stay exact because a node that improves is taken up again.
 * Where the row would get too long the buckets double, up to 2^14.
 */
const WIDTH_BITS = 10;
const MOST_WIDTH_BITS = 14;
const MOST_BUCKETS = 2048;

/** The widest spread of arrivals the queue takes: 9.3 hours in ms, 33 km in mm. */
export const WIDEST_SPAN = (MOST_BUCKETS - 2) << MOST_WIDTH_BITS;

/**
 * A circular row of buckets of nodes by arrival. Inside a bucket the order is first in, first out. An entry whose node
 * has meanwhile arrived in an earlier bucket is dropped when met.
 */
export class BucketQueue {
  /** First and last entry of each bucket; NONE where empty. */
  #head = new Uint32Array(256).fill(NONE);
  #tail = new Uint32Array(256).fill(NONE);
  /** Entries: their node and the next one in the bucket; free ones are chained from #free. */
  #node = new Uint32Array(256);
  #next = chain(new Uint32Array(256), 0);
  #free = 0;
  #size = 0;
  #base = 0;
  #bits = WIDTH_BITS;
  #mask = 0;
  #at = 0;

  get byte_length(): number {
    return this.#head.byteLength + this.#tail.byteLength + this.#node.byteLength + this.#next.byteLength;
  }

  /** Empties the queue for arrivals from `base` on, of which no two in it are ever more than `span` apart. */
  begin(base: number, span: number): void {
    while (this.#size > 0) this.#take();
    if (span > WIDEST_SPAN) throw new RangeError(`bucket queue: span ${span}, at most ${WIDEST_SPAN}`);
    let bits = WIDTH_BITS;
    while (span > (MOST_BUCKETS - 2) << bits) bits++;
    let buckets = 2;
    while (buckets < (span >>> bits) + 2) buckets *= 2;
    if (buckets > this.#head.length) {
      this.#head = new Uint32Array(buckets).fill(NONE);
      this.#tail = new Uint32Array(buckets).fill(NONE);
    }
    this.#base = base;
    this.#bits = bits;
    this.#mask = buckets - 1;
    this.#at = 0;
  }

  push(node: number, arrival: number): void {
    if (this.#free === NONE) this.#grow();
    const entry = this.#free;
    this.#free = this.#next[entry];
    this.#node[entry] = node;
    this.#next[entry] = NONE;
    const bucket = this.#bucketOf(arrival);
    if (this.#head[bucket] === NONE) this.#head[bucket] = entry;
    else this.#next[this.#tail[bucket]] = entry;
    this.#tail[bucket] = entry;
    this.#size++;
  }

  /** A node of the earliest bucket that is not empty, NONE where all are. */
  pop(arrival: Uint32Array | Float64Array): number {
    while (this.#size > 0) {
      const node = this.#take();
      if (this.#bucketOf(arrival[node]) === this.#at) return node;
    }
    return NONE;
  }

  /** `>>>` counts modulo 2^32, a whole number of turns of the row: right for arrivals beyond 2^32 too. */
  #bucketOf(arrival: number): number {
    return ((arrival - this.#base) >>> this.#bits) & this.#mask;
  }

  #take(): number {
    while (this.#head[this.#at] === NONE) this.#at = (this.#at + 1) & this.#mask;
    const entry = this.#head[this.#at];
    this.#head[this.#at] = this.#next[entry];
    this.#next[entry] = this.#free;
    this.#free = entry;
    this.#size--;
    return this.#node[entry];
  }

  #grow(): void {
    const count = this.#node.length;
    const node = new Uint32Array(2 * count);
    const next = new Uint32Array(2 * count);
    node.set(this.#node);
    next.set(this.#next);
    this.#node = node;
    this.#next = chain(next, count);
    this.#free = count;
  }
}

/** Chains the entries from `first` on: each leads to the one after it, the last to none. */
function chain(next: Uint32Array, first: number): Uint32Array {
  for (let i = first; i < next.length; i++) next[i] = i + 1 < next.length ? i + 1 : NONE;
  return next;
}

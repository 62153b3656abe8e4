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
 * A circular row of buckets of nodes by arrival. Its columns are open because the search takes and adds entries itself.
 * It takes a bucket whole and then what has meanwhile come into it, round by round: with the last in first out,
 * short arcs could make it take the same nodes up exponentially often.
 *
 * The bucket of an arrival is `((arrival - base) >>> bits) & mask`. `>>>` counts modulo 2^32, a whole number
 * of turns of the row: right for arrivals beyond 2^32 too.
 */
export class BucketQueue {
  /** First entry of each bucket, NONE where it is empty. */
  first = new Uint32Array(256).fill(NONE);
  /** Entry e: its node at [2e], the next entry of the bucket, or of the free ones, at [2e+1]; NONE after the last. */
  entries = chain(new Uint32Array(512), 0);
  /** The first free entry. */
  free = 0;
  /** Entries in the buckets. */
  size = 0;
  bits = WIDTH_BITS;
  mask = 0;
  #base = 0;

  get byte_length(): number {
    return this.first.byteLength + this.entries.byteLength;
  }

  /** Lays the empty queue out for arrivals from `base` on, of which no two in it are ever more than `span` apart. */
  begin(base: number, span: number): void {
    if (span > WIDEST_SPAN) throw new RangeError(`bucket queue: span ${span}, at most ${WIDEST_SPAN}`);
    let bits = WIDTH_BITS;
    while (span > (MOST_BUCKETS - 2) << bits) bits++;
    let buckets = 2;
    while (buckets < (span >>> bits) + 2) buckets *= 2;
    if (buckets > this.first.length) this.first = new Uint32Array(buckets).fill(NONE);
    this.#base = base;
    this.bits = bits;
    this.mask = buckets - 1;
  }

  push(node: number, arrival: number): void {
    if (this.free === NONE) this.grow();
    const entry = this.free;
    this.free = this.entries[2 * entry + 1];
    const bucket = ((arrival - this.#base) >>> this.bits) & this.mask;
    this.entries[2 * entry] = node;
    this.entries[2 * entry + 1] = this.first[bucket];
    this.first[bucket] = entry;
    this.size++;
  }

  /** Gives back an entry taken out of its bucket; the entry that followed it. */
  release(entry: number): number {
    const following = this.entries[2 * entry + 1];
    this.entries[2 * entry + 1] = this.free;
    this.free = entry;
    this.size--;
    return following;
  }

  /** Twice the entries, called where none is free. */
  grow(): void {
    const count = this.entries.length >>> 1;
    const entries = new Uint32Array(4 * count);
    entries.set(this.entries);
    this.entries = chain(entries, count);
    this.free = count;
  }
}

/** Chains the entries from `first` on: each leads to the one after it, the last to none. */
function chain(entries: Uint32Array, first: number): Uint32Array {
  const count = entries.length >>> 1;
  for (let e = first; e < count; e++) entries[2 * e + 1] = e + 1 < count ? e + 1 : NONE;
  return entries;
}

import type { LeastPass } from '../network/costs.ts';
import { NONE } from '../network/network.ts';
import type { SearchCosts, SearchGraph, Seeds } from './search.ts';

/** The longest limit of an area: 6.2 days in ms, 536 km in mm. */
export const WIDEST_AREA = (1 << 29) - 1;

/** The arcs one vehicle passes, laid out to be searched again and again. */
export interface PreparedArcs {
  node_count: number;
  /** Where the arcs of node n begin and end in `arcs`: [first[n], first[n + 1]). Length node_count + 1. */
  first: Int32Array;
  /** Head and cost of each arc, side by side. */
  arcs: Int32Array;
  /** Cost of the longest arc, at most WIDEST_AREA. */
  longest: number;
}

/** Lays the arcs out, without those that let too little through or are longer than any area. */
export function prepareArcs(
  { node_count, first_arc, arc_head }: SearchGraph,
  { cost, pass }: SearchCosts,
  least_pass: LeastPass,
): PreparedArcs {
  const passes = (arc: number) => pass[arc] >= least_pass && cost[arc] <= WIDEST_AREA;
  const first = new Int32Array(node_count + 1);
  for (let node = 0; node < node_count; node++) {
    let count = 0;
    for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) if (passes(arc)) count++;
    first[node + 1] = first[node] + 2 * count;
  }
  const arcs = new Int32Array(first[node_count]);
  let longest = 0;
  let at = 0;
  for (let arc = 0; arc < first_arc[node_count]; arc++) {
    if (!passes(arc)) continue;
    arcs[at++] = arc_head[arc];
    arcs[at++] = cost[arc];
    longest = Math.max(longest, cost[arc]);
  }
  return { node_count, first, arcs, longest };
}

/** Buckets are 2^10 wide, wider where there would be more than these. */
const WIDTH_BITS = 10;
const MOST_BUCKETS = 2048;
const NEVER = 0x7fffffff;
/** An entry of the queue: node, offset of the next entry, arrival, and one left over: cheaper than a step of three. */
const STRIDE = 4;

/**
 * What is reached from one facility within a limit, on prepared arcs: about half the time of a Searcher, which also
 * tells facilities apart. The same arrivals, exactly.
 *
 * Where the time goes (3,000 nodes in 0.07 ms): an arc improves its head about every second time, which a processor
 * cannot foresee, so the arc's loop has no branch: a mask of all ones or none decides what is kept. Entries beyond the
 * limit are queued and never taken. Runs count down from 2^31, so that what an earlier one left behind is later
 * than anything a new one finds and nothing has to be cleared. Wide buckets stay exact: a node that improves in its
 * bucket is taken up again.
 */
export class AreaSearcher {
  readonly #arcs: PreparedArcs;
  /** Base + arrival - origin, of this run or, greater, of earlier ones. */
  readonly #arrival: Int32Array;
  #first: Int32Array = new Int32Array(256);
  #entries = new Int32Array(STRIDE * 1024);
  #reached = new Uint32Array(1024);
  #base = NEVER;
  /** The first stored arrival beyond the limit. */
  #beyond = 0;
  /** The least delay of the run. */
  #origin = 0;

  constructor(arcs: PreparedArcs) {
    this.#arcs = arcs;
    this.#arrival = new Int32Array(arcs.node_count).fill(NEVER);
  }

  /** Arrival of the last run at a node, NONE where it was not reached. */
  arrivalAt(node: number): number {
    const stored = this.#arrival[node];
    return stored < this.#beyond ? stored - this.#base + this.#origin : NONE;
  }

  /**
   * The nodes reached within the limit, inclusive, each once, about in the order of their arrival: valid until the
   * next run. Labels of the seeds are not read.
   */
  run(seeds: Pick<Seeds, 'node' | 'delay'>, limit: number): Uint32Array {
    let origin = Infinity;
    for (let i = 0; i < seeds.delay.length; i++) origin = Math.min(origin, seeds.delay[i]);
    if (!(origin <= limit)) {
      this.#beyond = 0;
      return this.#reached.subarray(0, 0);
    }
    const reach = limit - origin;
    if (reach > WIDEST_AREA) throw new RangeError(`area: limit ${reach}, at most ${WIDEST_AREA}`);
    const bits = this.#begin(reach);
    this.#origin = origin;

    const base = this.#base;
    const arrival = this.#arrival;
    const buckets = this.#first;
    const mask = (1 << (32 - Math.clz32(reach >>> bits))) - 1;
    this.#room(STRIDE * (seeds.node.length + 1));
    let entries = this.#entries;
    let used = 0;
    for (let i = 0; i < seeds.node.length; i++) {
      const there = base + seeds.delay[i] - origin;
      const node = seeds.node[i];
      if (there >= this.#beyond || there >= arrival[node]) continue;
      arrival[node] = there;
      const into = (there >> bits) & mask;
      entries[used] = node;
      entries[used + 1] = buckets[into];
      entries[used + 2] = there;
      buckets[into] = used;
      used += STRIDE;
    }
    const { first, arcs } = this.#arcs;
    const beyond = this.#beyond;
    let reached = this.#reached;
    let count = 0;
    for (let bucket = 0; bucket <= reach >> bits; bucket++) {
      const begun = count;
      let rounds = 0;
      for (let entry = buckets[bucket]; entry >= 0; entry = buckets[bucket]) {
        buckets[bucket] = -1;
        rounds++;
        while (entry >= 0) {
          const node = entries[entry];
          const here = entries[entry + 2];
          entry = entries[entry + 1];
          if (arrival[node] !== here || here >= beyond) continue;
          reached[count++] = node;
          const end = first[node + 1];
          const begin = first[node];
          if (used + (STRIDE >> 1) * (end - begin) + STRIDE > entries.length) {
            this.#room(used + (STRIDE >> 1) * (end - begin) + STRIDE);
            entries = this.#entries;
            reached = this.#reached;
          }
          for (let arc = begin; arc < end; arc += 2) {
            const head = arcs[arc];
            const there = (here + arcs[arc + 1]) | 0;
            const known = arrival[head];
            const gain = (there - known) | 0;
            const better = gain >> 31; // all ones or none
            arrival[head] = known + (better & gain);
            const into = (there >> bits) & mask;
            const next = buckets[into];
            entries[used] = head;
            entries[used + 1] = next;
            entries[used + 2] = there;
            buckets[into] = next + (better & (used - next));
            used += better & STRIDE;
          }
        }
      }
      if (rounds > 1) count = once(reached, begun, count, arrival);
    }
    return reached.subarray(0, count);
  }

  /** Lays out the buckets and a base below all earlier runs; the bits of a bucket's width. */
  #begin(reach: number): number {
    let bits = WIDTH_BITS;
    while (reach >>> bits >= MOST_BUCKETS) bits++;
    const span = 1 << (bits + 32 - Math.clz32(reach >>> bits));
    // A base that is a whole number of turns of the row puts the first arrivals into bucket 0.
    const below = (from: number) => Math.floor((from - reach - this.#arcs.longest - 1) / span) * span;
    let base = below(this.#base);
    if (base < 0) {
      this.#arrival.fill(NEVER);
      base = below(NEVER);
    }
    this.#base = base;
    this.#beyond = base + reach + 1;
    const count = span >> bits;
    if (this.#first.length < count) this.#first = new Int32Array(count);
    this.#first.fill(-1);
    return bits;
  }

  /** Makes room for entries up to an offset, and for as many nodes: a node is taken once for each of its entries. */
  #room(offset: number): void {
    let length = this.#entries.length;
    while (length < offset) length *= 2;
    if (length === this.#entries.length) return;
    const entries = new Int32Array(length);
    entries.set(this.#entries);
    const reached = new Uint32Array(length / STRIDE);
    reached.set(this.#reached);
    this.#entries = entries;
    this.#reached = reached;
  }
}

/** Drops what stands twice among the nodes [begin, end); the new end. A sign marks those seen. */
function once(nodes: Uint32Array, begin: number, end: number, arrival: Int32Array): number {
  let kept = begin;
  for (let i = begin; i < end; i++) {
    const node = nodes[i];
    if (arrival[node] < 0) continue;
    arrival[node] = ~arrival[node];
    nodes[kept++] = node;
  }
  for (let i = begin; i < kept; i++) arrival[nodes[i]] = ~arrival[nodes[i]];
  return kept;
}

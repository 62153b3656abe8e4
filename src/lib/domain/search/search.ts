import type { LeastPass } from '../network/costs.ts';
import type { Network } from '../network/network.ts';
import { NONE } from '../network/network.ts';
import { ArrivalHeap } from './arrival_heap.ts';
import { BucketQueue, WIDEST_SPAN } from './bucket_queue.ts';

/** The part of a network a search reads. */
export type SearchGraph = Pick<Network, 'node_count' | 'first_arc' | 'arc_head'>;

/** Cost of every arc in whole units (ms for driving, mm for hose) and what it lets through, see costs.ts. */
export interface SearchCosts {
  cost: Uint32Array;
  pass: Uint8Array;
}

/** Where a search starts: parallel columns. `label` names the source; the lowest wins a tie. */
export interface Seeds {
  node: Uint32Array;
  delay: Uint32Array;
  label: Uint32Array;
}

export interface SearchOptions {
  /** Nodes reached at exactly the limit are in; without it everything reachable is settled. */
  limit?: number;
  /** Arcs whose pass is below this are skipped. */
  least_pass: LeastPass;
}

/** The searcher's own columns, one value a node: valid until its next run. */
export interface SearchResult<Arrival extends Uint32Array | Float64Array = Uint32Array> {
  /** NONE where not reached (Infinity in a wide search). */
  arrival: Arrival;
  /** Label of the source the arrival comes from, NONE where not reached. */
  label: Uint32Array;
  /** The nodes reached, each once, in no particular order. */
  reached: Uint32Array;
}

/** The columns of a result on their own, safe to keep over the next run. */
export function copy<Columns extends Partial<SearchResult>>(result: Columns): Columns {
  const columns = Object.entries(result).map(([name, column]) => [name, column.slice()]);
  return Object.fromEntries(columns) as Columns;
}

/** The latest arrival a Searcher can hold: 49.7 days in ms. */
export const LAST_ARRIVAL = NONE - 1;

/**
 * Least arrival and nearest source of every node, resident: building one takes memory for the whole graph once, a
 * bounded run touches only what it reaches. Exact in the order (arrival, label): of equal arrivals the lowest
 * label, through zero costs and ties too.
 *
 * A bucket queue 1,024 wide that takes a node up again when it improves inside the bucket; a 4-ary heap where arcs
 * are so long that buckets do not pay (2.7 times slower, same answers). An unlimited run throws a RangeError
 * where something would arrive after LAST_ARRIVAL; WideSearcher goes on to 2^53.
 */
export class Searcher {
  readonly #state: SearchState<Uint32Array>;

  constructor(graph: SearchGraph) {
    this.#state = new SearchState(graph, new Uint32Array(graph.node_count).fill(NONE), NONE);
  }

  /** Bytes of the state it keeps between runs. */
  get byte_length(): number {
    return this.#state.byte_length;
  }

  run(costs: SearchCosts, seeds: Seeds, options: SearchOptions): SearchResult {
    const limit = Math.min(options.limit ?? LAST_ARRIVAL, LAST_ARRIVAL);
    const result = this.#state.run(costs, seeds, limit, options.least_pass);
    if (
      (options.limit ?? Infinity) > LAST_ARRIVAL &&
      this.#state.leavesOut(costs, seeds, options.least_pass)
    ) {
      throw new RangeError(`search: arrivals beyond ${LAST_ARRIVAL}, give a limit or use a WideSearcher`);
    }
    return result;
  }
}

/** The same search with arrivals up to 2^53, exact, at twice the memory for them. */
export class WideSearcher {
  readonly #state: SearchState<Float64Array>;

  constructor(graph: SearchGraph) {
    this.#state = new SearchState(graph, new Float64Array(graph.node_count).fill(Infinity), Infinity);
  }

  run(costs: SearchCosts, seeds: Seeds, options: SearchOptions): SearchResult<Float64Array> {
    const limit = Math.min(options.limit ?? Infinity, Number.MAX_SAFE_INTEGER);
    return this.#state.run(costs, seeds, limit, options.least_pass);
  }
}

class SearchState<Arrival extends Uint32Array | Float64Array> {
  /** Whether the last run met an arrival beyond its limit at a node without one, which it may have come to in time later. */
  #overran = false;

  readonly #graph: SearchGraph;
  readonly #arrival: Arrival;
  /** What `arrival` holds where nothing has arrived. */
  readonly #never: number;
  readonly #label: Uint32Array;
  /** Nodes with an arrival, to be reset before the next run. */
  #touched: Uint32Array;
  #touched_count = 0;
  #buckets: BucketQueue | null = null;

  constructor(graph: SearchGraph, arrival: Arrival, never: number) {
    this.#graph = graph;
    this.#arrival = arrival;
    this.#never = never;
    this.#label = new Uint32Array(graph.node_count).fill(NONE);
    this.#touched = new Uint32Array(Math.min(1024, graph.node_count));
  }

  get byte_length(): number {
    const queue = this.#buckets?.byte_length ?? 0;
    return this.#arrival.byteLength + this.#label.byteLength + this.#touched.byteLength + queue;
  }

  run(costs: SearchCosts, seeds: Seeds, limit: number, least_pass: number): SearchResult<Arrival> {
    this.#reset();
    const first_delay = leastOf(seeds.delay);
    const span = Math.min(limit - first_delay, spanOf(costs.cost, seeds.delay, first_delay, limit));
    if (first_delay <= limit) {
      if (span <= WIDEST_SPAN) this.#runBuckets(costs, seeds, limit, least_pass, span);
      else this.#runHeap(costs, seeds, limit, least_pass);
    }
    return {
      arrival: this.#arrival,
      label: this.#label,
      reached: this.#touched.subarray(0, this.#touched_count),
    };
  }

  /** Whether the last run, given as it was, left a node without an arrival that only its limit kept from it. */
  leavesOut({ pass }: SearchCosts, seeds: Seeds, least_pass: number): boolean {
    if (!this.#overran) return false;
    const { first_arc, arc_head } = this.#graph;
    const has_none = (node: number) => this.#arrival[node] === this.#never;
    if (seeds.node.some(has_none)) return true;
    for (let i = 0; i < this.#touched_count; i++) {
      const node = this.#touched[i];
      for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) {
        if (pass[arc] >= least_pass && has_none(arc_head[arc])) return true;
      }
    }
    return false;
  }

  #runBuckets(costs: SearchCosts, seeds: Seeds, limit: number, least_pass: number, span: number): void {
    const { first_arc, arc_head } = this.#graph;
    const { cost, pass } = costs;
    const arrival = this.#arrival;
    const label = this.#label;
    const never = this.#never;
    const base = leastOf(seeds.delay);
    const queue = (this.#buckets ??= new BucketQueue());
    queue.begin(base, span);
    for (let i = 0; i < seeds.node.length; i++) {
      if (this.#improve(seeds.node[i], seeds.delay[i], seeds.label[i], limit)) {
        queue.push(seeds.node[i], seeds.delay[i]);
      }
    }

    // The queue is worked on in local variables: behind its methods the search takes a tenth longer.
    const { first, bits, mask } = queue;
    let { entries, free, size } = queue;
    let touched = this.#touched;
    let touched_count = this.#touched_count;
    let overran = this.#overran;
    let bucket = 0;
    while (size > 0) {
      while (first[bucket] === NONE) bucket = (bucket + 1) & mask;
      let entry = first[bucket];
      first[bucket] = NONE;
      while (entry !== NONE) {
        const node = entries[2 * entry];
        const following = entries[2 * entry + 1];
        entries[2 * entry + 1] = free;
        free = entry;
        entry = following;
        size--;
        const here = arrival[node];
        if ((((here - base) >>> bits) & mask) !== bucket) continue;
        const from = label[node];
        const end = first_arc[node + 1];
        for (let arc = first_arc[node]; arc < end; arc++) {
          const there = here + cost[arc];
          const head = arc_head[arc];
          const known = arrival[head];
          if (there > limit) {
            if (known === never && pass[arc] >= least_pass) overran = true;
            continue;
          }
          if (there > known || pass[arc] < least_pass) continue;
          if (there === known && from >= label[head]) continue;
          if (known === never) {
            if (touched_count === touched.length) touched = this.#moreTouched();
            touched[touched_count++] = head;
          }
          arrival[head] = there;
          label[head] = from;

          if (free === NONE) {
            queue.grow();
            ({ entries, free } = queue);
          }
          const added = free;
          free = entries[2 * added + 1];
          const into = ((there - base) >>> bits) & mask;
          entries[2 * added] = head;
          entries[2 * added + 1] = first[into];
          first[into] = added;
          size++;
        }
      }
    }
    queue.free = free;
    queue.size = 0;
    this.#touched_count = touched_count;
    this.#overran = overran;
  }

  #runHeap(costs: SearchCosts, seeds: Seeds, limit: number, least_pass: number): void {
    const { first_arc, arc_head } = this.#graph;
    const { cost, pass } = costs;
    const arrival = this.#arrival;
    const label = this.#label;
    const heap = new ArrivalHeap();
    for (let i = 0; i < seeds.node.length; i++) {
      if (this.#improve(seeds.node[i], seeds.delay[i], seeds.label[i], limit)) {
        heap.push(seeds.node[i], seeds.delay[i]);
      }
    }
    while (heap.size > 0) {
      const here = heap.least;
      const node = heap.pop();
      if (here !== arrival[node]) continue;
      const from = label[node];
      const end = first_arc[node + 1];
      for (let arc = first_arc[node]; arc < end; arc++) {
        if (pass[arc] < least_pass) continue;
        const there = here + cost[arc];
        if (!this.#improve(arc_head[arc], there, from, limit)) continue;
        heap.push(arc_head[arc], there);
      }
    }
  }

  #improve(node: number, there: number, from: number, limit: number): boolean {
    const known = this.#arrival[node];
    if (there > limit) {
      if (known === this.#never) this.#overran = true;
      return false;
    }
    if (there > known || (there === known && from >= this.#label[node])) return false;
    if (known === this.#never) this.#touch(node);
    this.#arrival[node] = there;
    this.#label[node] = from;
    return true;
  }

  #touch(node: number): void {
    if (this.#touched_count === this.#touched.length) this.#moreTouched();
    this.#touched[this.#touched_count++] = node;
  }

  #moreTouched(): Uint32Array {
    const larger = new Uint32Array(Math.min(2 * this.#touched.length, this.#graph.node_count));
    larger.set(this.#touched);
    return (this.#touched = larger);
  }

  #reset(): void {
    for (let i = 0; i < this.#touched_count; i++) {
      this.#arrival[this.#touched[i]] = this.#never;
      this.#label[this.#touched[i]] = NONE;
    }
    this.#touched_count = 0;
    this.#overran = false;
  }
}

function leastOf(values: Uint32Array): number {
  let least = Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] < least) least = values[i];
  return least;
}

/**
 * How far apart two arrivals in the queue can be: the longest arc, or the spread of the delays. The arcs are read
 * only where the limit leaves it open.
 */
function spanOf(cost: Uint32Array, delay: Uint32Array, first_delay: number, limit: number): number {
  if (limit - first_delay <= WIDEST_SPAN) return limit - first_delay;
  let span = 0;
  for (let i = 0; i < delay.length; i++) span = Math.max(span, delay[i] - first_delay);
  for (let arc = 0; arc < cost.length; arc++) if (cost[arc] > span) span = cost[arc];
  return span;
}

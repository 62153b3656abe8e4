import type { LeastPass } from '../network/costs.ts';
import { NONE } from '../network/network.ts';
import { Searcher, type SearchCosts, type SearchGraph, type SearchResult, type Seeds } from './search.ts';

/** From how many nodes on the sweep is worth it: at 100,000 it takes 0.4 to 0.8 of a Searcher's time. */
export const SWEPT_FROM = 1 << 15;

/** Nodes a tile: their arrivals, labels and arcs fit a core's own cache. */
const TILE_BITS = 13;
/** Buckets are 2^10 wide; the row of them may come round early, which costs time, never the answer. */
const WIDTH_BITS = 10;
const BUCKETS = 1024;
const MASK = BUCKETS - 1;
/** Where nothing has arrived; arrivals and costs below half of it can be added without a carry. */
const NEVER = 0x7fffffff;
const LATEST = 1 << 30;
/** Ends a list. In `next_pending` everything is two more, so that 0 says "not in a list". */
const END = -1;
/** An entry of the queue: node, offset of the next entry, arrival, rank of its label. */
const STRIDE = 4;
/** Elements of four bytes, and of one, in a line of the cache. */
const LINE = 16;
const LINE_BYTES = 64;

/**
 * Least arrival and nearest source of every node of a large graph, resident: what an unlimited run of Searcher
 * finds, in the order (arrival, label), from memory read piece by piece. Nodes must be numbered so that neighbours lie
 * close together, as the packer's Hilbert order does; in another order the answer is the same, later.
 *
 * A tile of 2^13 nodes is searched until nothing in it changes; what it improves beyond its border waits there, and
 * the tile where the earliest waits is taken next (taken in turn, with few sources, tiles are searched over and
 * over: 2.2 times as many nodes). A tile's columns are read once from end to end before it is searched for the
 * first time: memory is fast in order and slow from place to place, 57 ms instead of 93 for 1M nodes. The loop over
 * the arcs has no branch, see AreaSearcher.
 */
export class TiledSweeper {
  readonly #graph: SearchGraph;
  readonly #tile_bits: number;
  readonly #arrival: Int32Array;
  /** Ranks while searching, labels when done. */
  readonly #rank: Int32Array;
  readonly #next_pending: Int32Array;
  readonly #first_pending: Int32Array;
  /** The least arrival waiting in each tile, NEVER where none does. */
  readonly #least_pending: Int32Array;
  /** Not 0 once a tile's columns have been read ahead. */
  readonly #fetched: Uint8Array;
  readonly #first = new Int32Array(BUCKETS);
  #entries: Int32Array = new Int32Array((2 * STRIDE) << TILE_BITS);

  /** Tiles of 2^tile_bits nodes. */
  constructor(graph: SearchGraph, tile_bits = TILE_BITS) {
    const tiles = Math.ceil(graph.node_count / (1 << tile_bits));
    this.#tile_bits = tile_bits;
    this.#graph = graph;
    this.#arrival = new Int32Array(graph.node_count);
    this.#rank = new Int32Array(graph.node_count);
    this.#next_pending = new Int32Array(graph.node_count);
    this.#first_pending = new Int32Array(tiles);
    this.#least_pending = new Int32Array(tiles);
    this.#fetched = new Uint8Array(tiles);
  }

  /**
   * The sweeper's own columns, valid until its next run; NONE where not reached. Arrivals beyond 2^30 (12 days in ms)
   * are left to a Searcher; a RangeError where they do not fit that either.
   */
  run(costs: SearchCosts, seeds: Seeds, least_pass: LeastPass): Pick<SearchResult, 'arrival' | 'label'> {
    if (
      !allBelow(LATEST, costs.cost) ||
      !allBelow(LATEST, seeds.delay) ||
      !this.#sweep(costs, seeds, least_pass)
    ) {
      const { arrival, label } = new Searcher(this.#graph).run(costs, seeds, { least_pass });
      return { arrival, label };
    }
    const arrival = new Uint32Array(this.#arrival.buffer as ArrayBuffer);
    const label = new Uint32Array(this.#rank.buffer as ArrayBuffer);
    const label_of = labelsOf(seeds);
    for (let node = 0; node < arrival.length; node++) {
      if (arrival[node] === NEVER) arrival[node] = label[node] = NONE;
      else label[node] = label_of[label[node]];
    }
    return { arrival, label };
  }

  /** False where an arrival is too late for it. */
  #sweep(costs: SearchCosts, seeds: Seeds, least_pass: number): boolean {
    this.#arrival.fill(NEVER);
    this.#rank.fill(NEVER);
    this.#next_pending.fill(0);
    this.#first_pending.fill(END);
    this.#least_pending.fill(NEVER);
    this.#fetched.fill(0);
    this.#first.fill(END);
    const rank_of = new Map(Array.from(labelsOf(seeds), (label, rank) => [label, rank]));
    for (let i = 0; i < seeds.node.length; i++) {
      const node = seeds.node[i];
      const there = seeds.delay[i];
      const rank = rank_of.get(seeds.label[i])!;
      const known = this.#arrival[node];
      if (there > known || (there === known && rank >= this.#rank[node])) continue;
      this.#arrival[node] = there;
      this.#rank[node] = rank;
      this.#wait(node, there);
    }
    for (let tile = this.#earliestTile(); tile !== END; tile = this.#earliestTile()) {
      if (!this.#fetched[tile]) this.#fetch(tile, costs);
      if (!this.#settle(tile, costs, least_pass)) return false;
    }
    return true;
  }

  #earliestTile(): number {
    const least = this.#least_pending;
    let tile = END;
    let earliest = NEVER;
    for (let t = 0; t < least.length; t++) {
      if (least[t] >= earliest) continue;
      earliest = least[t];
      tile = t;
    }
    return tile;
  }

  /** Puts an improved node on the list of its tile. */
  #wait(node: number, arrival: number): void {
    const tile = node >>> this.#tile_bits;
    if (arrival < this.#least_pending[tile]) this.#least_pending[tile] = arrival;
    if (this.#next_pending[node] !== 0) return;
    this.#next_pending[node] = this.#first_pending[tile] + 2;
    this.#first_pending[tile] = node;
  }

  /** Reads one value of each line of the cache a tile lies in, in order. */
  #fetch(tile: number, { cost, pass }: SearchCosts): void {
    const { node_count, first_arc, arc_head } = this.#graph;
    const arrival = this.#arrival;
    const rank = this.#rank;
    const begin = tile << this.#tile_bits;
    const end = Math.min(begin + (1 << this.#tile_bits), node_count);
    let sum = 0;
    for (let node = begin; node < end; node += LINE) sum ^= first_arc[node] ^ arrival[node] ^ rank[node];
    for (let arc = first_arc[begin]; arc < first_arc[end]; arc += LINE) sum ^= arc_head[arc] ^ cost[arc];
    for (let arc = first_arc[begin]; arc < first_arc[end]; arc += LINE_BYTES) sum ^= pass[arc];
    this.#fetched[tile] = 2 | (sum & 1); // of the sum, so that the reading is not optimised away
  }

  /** Searches a tile until nothing in it changes; false where an arrival is too late. */
  #settle(tile: number, { cost, pass }: SearchCosts, least_pass: number): boolean {
    const { first_arc, arc_head } = this.#graph;
    const arrival = this.#arrival;
    const rank = this.#rank;
    const first = this.#first;
    const tile_bits = this.#tile_bits;
    let entries = this.#entries;
    let used = 0;
    let size = 0;
    let bucket = (this.#least_pending[tile] >> WIDTH_BITS) & MASK;
    for (let node = this.#first_pending[tile]; node !== END; size++) {
      if (used === entries.length) entries = this.#grow(used);
      const into = (arrival[node] >> WIDTH_BITS) & MASK;
      entries[used] = node;
      entries[used + 1] = first[into];
      entries[used + 2] = arrival[node];
      entries[used + 3] = rank[node];
      first[into] = used;
      used += STRIDE;
      const following = this.#next_pending[node] - 2;
      this.#next_pending[node] = 0;
      node = following;
    }
    this.#first_pending[tile] = END;
    this.#least_pending[tile] = NEVER;

    while (size > 0) {
      while (first[bucket] === END) bucket = (bucket + 1) & MASK;
      let entry = first[bucket];
      first[bucket] = END;
      while (entry !== END) {
        const node = entries[entry];
        const here = entries[entry + 2];
        const from = entries[entry + 3];
        entry = entries[entry + 1];
        size--;
        if (arrival[node] !== here || rank[node] !== from) continue;
        if (node >>> tile_bits !== tile) {
          this.#wait(node, here);
          continue;
        }
        if (here >= LATEST) return false;
        const begin = first_arc[node];
        const end = first_arc[node + 1];
        const needed = used + STRIDE * (end - begin + 1);
        if (needed > entries.length) entries = this.#grow(needed);
        for (let arc = begin; arc < end; arc++) {
          const head = arc_head[arc];
          const there = (here + cost[arc]) | 0;
          const known = arrival[head];
          const known_rank = rank[head];
          const gain = (there - known) | 0;
          const gain_rank = (from - known_rank) | 0;
          // All ones where the arc lets through and arrives earlier, or as early with a lower rank; else none.
          const tie = ~((gain | -gain) >> 31);
          const better = ((gain >> 31) | (tie & (gain_rank >> 31))) & ~((pass[arc] - least_pass) >> 31);
          arrival[head] = known + (better & gain);
          rank[head] = known_rank + (better & gain_rank);
          const into = (there >> WIDTH_BITS) & MASK;
          const next = first[into];
          entries[used] = head;
          entries[used + 1] = next;
          entries[used + 2] = there;
          entries[used + 3] = from;
          first[into] = next + (better & (used - next));
          used += better & STRIDE;
          size -= better;
        }
      }
    }
    return true;
  }

  #grow(least: number): Int32Array {
    const entries = new Int32Array(2 * least);
    entries.set(this.#entries);
    return (this.#entries = entries);
  }
}

/** The labels ascending, each once. */
const labelsOf = ({ label }: Seeds) => Uint32Array.from(new Set(label)).sort();

function allBelow(bound: number, values: Uint32Array): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] >= bound) return false;
  return true;
}

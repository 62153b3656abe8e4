import type { LeastPass } from '../network/costs.ts';
import { NONE, type Network } from '../network/network.ts';
import { BucketQueue, WIDEST_SPAN } from './bucket_queue.ts';
import { LAST_ARRIVAL, type SearchCosts, type SearchGraph, type Seeds } from './search.ts';
import { halfUp, offerOwn, openCosts, type EdgePosition, type PositionCosts } from './seeds.ts';

/** How many of the nearest facilities a node is asked for. */
export type K = 1 | 2 | 3 | 4;

export interface KArrivalsOptions {
  k: K;
  /** Arcs whose pass is below this are skipped. */
  least_pass: LeastPass;
  /** Arrivals at exactly the limit are in. */
  limit?: number;
}

/**
 * The k least arrivals of each node from different labels, ascending in the order (arrival, label): rank r of node n
 * at [k * n + r]. NONE in both columns where fewer labels get there.
 */
export interface KArrivals {
  k: K;
  arrival: Uint32Array;
  label: Uint32Array;
}

/**
 * For every node the k earliest facilities, each label once: who comes first, second, third. Exact in the
 * order (arrival, label), through zero costs and ties too; rank 0 is what Searcher finds. Seeds of one label are one
 * facility.
 *
 * A label that k others precede at a node precedes none of them behind it, so k labels a node are enough. One
 * bucket queue for all: a node taken from it hands on the arrivals that changed since it last did. Buckets may come
 * round before their time where arcs are longer than the row: that costs time, never the answer.
 *
 * Throws a RangeError where an unlimited run would arrive after LAST_ARRIVAL.
 */
export function kArrivals(
  graph: SearchGraph,
  costs: SearchCosts,
  seeds: Seeds,
  { k, least_pass, limit }: KArrivalsOptions,
): KArrivals {
  const { first_arc, arc_head } = graph;
  const { cost, pass } = costs;
  const last = Math.min(limit ?? LAST_ARRIVAL, LAST_ARRIVAL);
  const ranks = new Ranks(graph.node_count, k);
  const { arrival, label, fresh } = ranks;

  let base = Infinity;
  for (const delay of seeds.delay) base = Math.min(base, delay);
  if (base > last) return { k, arrival, label };
  const queue = new BucketQueue();
  queue.begin(base, Math.min(last - base, spanOf(cost, seeds.delay, base), WIDEST_SPAN));
  const { first, bits, mask } = queue;
  const bucketOf = (at: number) => ((at - base) >>> bits) & mask;
  let overran = false;
  for (let i = 0; i < seeds.node.length; i++) {
    if (seeds.delay[i] > last) overran = true;
    else if (ranks.offer(seeds.node[i], seeds.delay[i], seeds.label[i])) {
      queue.push(seeds.node[i], seeds.delay[i]);
    }
  }

  for (let bucket = 0; queue.size > 0;) {
    while (first[bucket] === NONE) bucket = (bucket + 1) & mask;
    let entry = first[bucket];
    first[bucket] = NONE;
    while (entry !== NONE) {
      const node = queue.entries[2 * entry];
      entry = queue.release(entry);
      for (let slot = k * node, bit = 1; slot < k * node + k; slot++, bit <<= 1) {
        if (!(fresh[node] & bit) || bucketOf(arrival[slot]) !== bucket) continue;
        fresh[node] &= ~bit;
        const from = label[slot];
        for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) {
          if (pass[arc] < least_pass) continue;
          const head = arc_head[arc];
          const there = arrival[slot] + cost[arc];
          if (there > last) overran ||= !ranks.known(head, from);
          else if (there <= arrival[k * head + k - 1] && ranks.offer(head, there, from)) {
            queue.push(head, there);
          }
        }
      }
    }
  }
  if (overran && (limit ?? Infinity) > LAST_ARRIVAL) {
    throw new RangeError(`k arrivals: arrivals beyond ${LAST_ARRIVAL}, give a limit`);
  }
  return { k, arrival, label };
}

/**
 * The k least arrivals of different labels at share `t` of an edge, ascending, over both its ends and the
 * sources `own` standing on the same edge; fewer where fewer get there. See arrivalAt.
 */
export function kArrivalsAt(
  network: Network,
  costs: PositionCosts,
  { k, arrival, label }: KArrivals,
  edge: number,
  t: number,
  own: readonly EdgePosition[],
  least_pass: LeastPass,
): { arrival: number; label: number }[] {
  const open = openCosts(network, costs, edge, least_pass);
  const at_point = new Ranks(1, k);
  const offerEnd = (node: number, share: number, whole: number | null) => {
    if (whole === null) return;
    for (let slot = k * node; slot < k * node + k && arrival[slot] !== NONE; slot++) {
      at_point.offer(0, arrival[slot] + halfUp(share * whole), label[slot]);
    }
  };
  offerEnd(network.edge_start_node[edge], t, open.along);
  offerEnd(network.edge_end_node[edge], 1 - t, open.against);
  offerOwn(own, edge, t, open, (there, from) => at_point.offer(0, there, from));
  const found = Array.from(at_point.arrival, (there, r) => ({ arrival: there, label: at_point.label[r] }));
  return found.filter((rank) => rank.arrival !== NONE);
}

/** The k best arrivals of different labels so far, node by node. */
class Ranks {
  readonly arrival: Uint32Array;
  readonly label: Uint32Array;
  /** Bit r of a node: what stands at rank r has not been handed on. */
  readonly fresh: Uint8Array;
  readonly #k: number;

  constructor(node_count: number, k: number) {
    this.#k = k;
    this.arrival = new Uint32Array(k * node_count).fill(NONE);
    this.label = new Uint32Array(k * node_count).fill(NONE);
    this.fresh = new Uint8Array(node_count);
  }

  /** Puts an arrival where it ranks among the node's; false where it ranks nowhere or its label was there before. */
  offer(node: number, there: number, from: number): boolean {
    const { arrival, label } = this;
    const begin = this.#k * node;
    const end = begin + this.#k;
    let slot = begin;
    while (slot < end && (arrival[slot] < there || (arrival[slot] === there && label[slot] < from))) {
      if (label[slot] === from) return false;
      slot++;
    }
    if (slot === end || (label[slot] === from && arrival[slot] === there)) return false;
    // What this label had later makes room, or else the last rank drops out.
    let gap = slot;
    while (gap < end - 1 && label[gap] !== from) gap++;
    for (let to = gap; to > slot; to--) {
      arrival[to] = arrival[to - 1];
      label[to] = label[to - 1];
    }
    arrival[slot] = there;
    label[slot] = from;
    this.fresh[node] = moved(this.fresh[node], slot - begin, gap - begin);
    return true;
  }

  /** Whether the label has an arrival at the node, or k others have. */
  known(node: number, from: number): boolean {
    for (let slot = this.#k * node; slot < this.#k * (node + 1); slot++) {
      if (this.arrival[slot] === NONE) return false;
      if (this.label[slot] === from) return true;
    }
    return true;
  }
}

/** The bits `first` to `last - 1` moved up by one, `last` dropped, `first` set. */
function moved(bits: number, first: number, last: number): number {
  const below = (1 << first) - 1;
  const above = ~((1 << (last + 1)) - 1);
  const between = bits & ~below & ((1 << last) - 1);
  return (bits & (below | above)) | (between << 1) | (1 << first);
}

/** How far apart two arrivals in the queue can be: the longest arc, or the spread of the delays. */
function spanOf(cost: Uint32Array, delay: Uint32Array, least_delay: number): number {
  let span = 0;
  for (let i = 0; i < delay.length; i++) span = Math.max(span, delay[i] - least_delay);
  for (let arc = 0; arc < cost.length; arc++) if (cost[arc] > span) span = cost[arc];
  return span;
}

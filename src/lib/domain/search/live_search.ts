import type { LeastPass } from '../network/costs.ts';
import { NONE } from '../network/network.ts';
import { ArrivalHeap } from './arrival_heap.ts';
import { BucketQueue, WIDEST_SPAN } from './bucket_queue.ts';
import { LAST_ARRIVAL, type SearchCosts, type SearchGraph } from './search.ts';

/** What a live search reads of a graph; all but `first_arc` and `node_count` may change inside editArcs. */
export interface LiveGraph extends SearchGraph {
  /**
   * The opposite arc of every arc: those entering node n are the partners of those leaving it. The partner of a slot
   * out of use is any arc that leads to the slot's node, such as itself.
   */
  partner: Uint32Array;
}

/** Where a facility starts: a node, and when it is there. */
export interface LiveSeed {
  node: number;
  /** Whole units of cost, 0 to LAST_ARRIVAL. */
  delay: number;
}

type LabelledSeed = LiveSeed & { label: number };

/** A node's value differs, or may, from the one last settled, which is kept. */
const TOUCHED = 1;
/** A node lost its value and waits to be settled anew. */
const DROPPED = 2;
/** A facility starts at the node. */
const SEEDED = 4;

/**
 * Least arrival and nearest facility of every node, kept up while facilities and arcs are edited: always what
 * Searcher.run finds without a limit, in arrivals and labels. 13 bytes a node, and while it settles some 30 for each
 * node it touches.
 *
 * A node remembers the arc its value came over. What an edit takes away drops the nodes whose values came that way;
 * they begin again from the values at their border, and only what is dropped or improves is searched. Edits gather
 * until `settle`: until then dropped nodes hold NONE and the others values no better than their own.
 *
 * Costs are at least 1: an arc that may not be travelled is one whose pass is too low, never one of huge cost.
 */
export class LiveSearch {
  /** NONE where not reached. */
  readonly arrival: Uint32Array;
  /** Label of the facility the arrival comes from, the lowest of equal ones; NONE where not reached. */
  readonly label: Uint32Array;

  readonly #graph: LiveGraph;
  readonly #costs: SearchCosts;
  readonly #least_pass: LeastPass;
  /** The arc a node's value came over; NONE where a facility starts and where not reached. */
  readonly #parent: Uint32Array;
  readonly #flags: Uint8Array;
  readonly #seeds_of = new Map<number, LabelledSeed[]>();
  readonly #seeds_at = new Map<number, LabelledSeed[]>();
  /** No arc that may be travelled costs more. */
  #longest = 0;

  #dropped: number[] = [];
  #seeded: number[] = [];
  #edited: number[] = [];
  /** Nodes without a value that something may reach after LAST_ARRIVAL. */
  #late: number[] = [];
  #touched: number[] = [];
  #was_arrival: number[] = [];
  #was_label: number[] = [];
  /** Nodes whose value is new and not yet handed on. */
  #frontier: number[] = [];
  readonly #buckets = new BucketQueue();

  /** The graph and the costs stay the caller's, who changes them inside editArcs. */
  constructor(graph: LiveGraph, costs: SearchCosts, least_pass: LeastPass) {
    const { node_count, first_arc } = graph;
    this.#graph = graph;
    this.#costs = costs;
    this.#least_pass = least_pass;
    this.arrival = new Uint32Array(node_count).fill(NONE);
    this.label = new Uint32Array(node_count).fill(NONE);
    this.#parent = new Uint32Array(node_count).fill(NONE);
    this.#flags = new Uint8Array(node_count);
    for (let node = 0; node < node_count; node++) {
      for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) this.#checkCost(arc, node);
    }
  }

  /** Bytes it keeps between edits, but for the list of facilities. */
  get byte_length(): number {
    const columns = [this.arrival, this.label, this.#parent, this.#flags, this.#buckets];
    return columns.reduce(
      (sum, column) => sum + ('byteLength' in column ? column.byteLength : column.byte_length),
      0,
    );
  }

  /** Adds, moves or, without seeds, removes the facility of a label (0 to NONE - 1). */
  setSeeds(label: number, seeds: readonly LiveSeed[]): void {
    if (!isWhole(label, NONE - 1)) throw new RangeError(`live search: label ${label}, 0 to ${NONE - 1}`);
    for (const { node, delay } of seeds) {
      if (!isWhole(node, this.#graph.node_count - 1))
        throw new RangeError(`live search: seed at node ${node} of ${this.#graph.node_count}`);
      if (!isWhole(delay, LAST_ARRIVAL))
        throw new RangeError(`live search: seed with delay ${delay}, 0 to ${LAST_ARRIVAL}`);
    }
    const before = this.#seeds_of.get(label) ?? [];
    const now = seeds.map(({ node, delay }) => ({ node, delay, label }));
    for (const seed of before) this.#unlist(seed);
    for (const seed of now) this.#list(seed);
    if (now.length > 0) this.#seeds_of.set(label, now);
    else this.#seeds_of.delete(label);
    for (const { node } of before) {
      const stands = this.#parent[node] !== NONE || this.arrival[node] === NONE || this.#isSeeded(node);
      if (!stands) this.#drop(node);
    }
    for (const { node } of now) this.#seeded.push(node);
  }

  /**
   * Lets `mutate` change cost, pass, head and partner of these arcs, of no others. Searches on one graph are nested:
   * each one's editArcs is the mutate of the next. RangeError where an arc that may be travelled costs 0 afterwards.
   */
  editArcs(arcs: ArrayLike<number>, mutate: () => void): void {
    const { arc_head } = this.#graph;
    const parent = this.#parent;
    const held: number[] = [];
    for (let i = 0; i < arcs.length; i++) {
      const head = arc_head[arcs[i]];
      if (parent[head] === arcs[i]) held.push(arcs[i], head);
    }
    mutate();
    for (let i = 0; i < held.length; i += 2) {
      const [arc, head] = [held[i], held[i + 1]];
      if (parent[head] === arc && !this.#stillCarries(arc, head)) this.#drop(head);
    }
    for (let i = 0; i < arcs.length; i++) this.#edited.push(arcs[i]);
    for (let i = 0; i < arcs.length; i++) this.#checkCost(arcs[i], this.#tail(arcs[i]));
  }

  /**
   * Takes all edits in. Returns the nodes whose arrival or label is not what it was when last settled, each once, in no
   * particular order; what left and came back the same is not among them. RangeError where something would
   * arrive after LAST_ARRIVAL, again until that is mended; the changes are then returned by the settle that succeeds.
   */
  settle(): Uint32Array {
    for (const node of this.#dropped) this.#startFromBorder(node);
    for (const node of this.#dropped) this.#flags[node] &= ~DROPPED;
    for (const node of this.#seeded) {
      for (const { delay, label } of this.#seeds_at.get(node) ?? []) this.#offer(node, delay, label, NONE);
    }
    for (const arc of this.#edited) {
      const tail = this.#tail(arc);
      if (this.#costs.pass[arc] < this.#least_pass || this.arrival[tail] === NONE) continue;
      this.#offer(
        this.#graph.arc_head[arc],
        this.arrival[tail] + this.#costs.cost[arc],
        this.label[tail],
        arc,
      );
    }
    this.#dropped = [];
    this.#seeded = [];
    this.#edited = [];
    if (this.#frontier.length > 0) this.#search();
    this.#refuseLate();
    return this.#takeChanged();
  }

  /** Gives a dropped node the best that comes in from nodes that kept their values, or starts at it. */
  #startFromBorder(node: number): void {
    const { first_arc, arc_head, partner } = this.#graph;
    const { cost, pass } = this.#costs;
    const { arrival, label } = this;
    let [best, from, over] = [Infinity, NONE, NONE];
    for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) {
      const tail = arc_head[arc];
      const entering = partner[arc];
      if (arrival[tail] === NONE || this.#flags[tail] & DROPPED || pass[entering] < this.#least_pass)
        continue;
      const there = arrival[tail] + cost[entering];
      if (there > best || (there === best && label[tail] >= from)) continue;
      [best, from, over] = [there, label[tail], entering];
    }
    if (over !== NONE) this.#offer(node, best, from, over);
    if ((this.#flags[node] & SEEDED) === 0) return;
    for (const seed of this.#seeds_at.get(node)!) this.#offer(node, seed.delay, seed.label, NONE);
  }

  #offer(node: number, there: number, from: number, over: number): void {
    const known = this.arrival[node];
    if (there > LAST_ARRIVAL) {
      if (known === NONE) this.#late.push(node);
      return;
    }
    if (there > known || (there === known && from >= this.label[node])) return;
    this.#touch(node);
    this.arrival[node] = there;
    this.label[node] = from;
    this.#parent[node] = over;
    this.#frontier.push(node);
  }

  #search(): void {
    let [least, most] = [Infinity, 0];
    for (const node of this.#frontier) {
      least = Math.min(least, this.arrival[node]);
      most = Math.max(most, this.arrival[node]);
    }
    const span = Math.max(most - least, this.#longest);
    if (span <= WIDEST_SPAN) this.#searchBuckets(least, span);
    else this.#searchHeap();
  }

  #searchBuckets(base: number, span: number): void {
    const { arrival } = this;
    const queue = this.#buckets;
    queue.begin(base, span);
    for (const node of this.#frontier) queue.push(node, arrival[node]);
    const { first, bits, mask } = queue;
    let bucket = 0;
    while (queue.size > 0) {
      while (first[bucket] === NONE) bucket = (bucket + 1) & mask;
      let entry = first[bucket];
      first[bucket] = NONE;
      while (entry !== NONE) {
        const { entries } = queue;
        const node = entries[2 * entry];
        const following = entries[2 * entry + 1];
        entries[2 * entry + 1] = queue.free;
        queue.free = entry;
        queue.size--;
        entry = following;
        if ((((arrival[node] - base) >>> bits) & mask) !== bucket) continue;
        this.#frontier.length = 0;
        this.#handOn(node);
        for (const head of this.#frontier) queue.push(head, arrival[head]);
      }
    }
    this.#frontier.length = 0;
  }

  #searchHeap(): void {
    const { arrival } = this;
    const heap = new ArrivalHeap();
    for (const node of this.#frontier) heap.push(node, arrival[node]);
    while (heap.size > 0) {
      const here = heap.least;
      const node = heap.pop();
      if (here !== arrival[node]) continue;
      this.#frontier.length = 0;
      this.#handOn(node);
      for (const head of this.#frontier) heap.push(head, arrival[head]);
    }
    this.#frontier.length = 0;
  }

  /** Offers a node's value over the arcs that leave it. */
  #handOn(node: number): void {
    const { first_arc, arc_head } = this.#graph;
    const { cost, pass } = this.#costs;
    const here = this.arrival[node];
    const from = this.label[node];
    const end = first_arc[node + 1];
    for (let arc = first_arc[node]; arc < end; arc++) {
      if (pass[arc] >= this.#least_pass) this.#offer(arc_head[arc], here + cost[arc], from, arc);
    }
  }

  /** Takes the values away from a node and from all whose values came over it. */
  #drop(root: number): void {
    const { first_arc, arc_head } = this.#graph;
    const parent = this.#parent;
    const dropped = this.#dropped;
    let next = dropped.length;
    this.#dropOne(root);
    while (next < dropped.length) {
      const node = dropped[next++];
      const end = first_arc[node + 1];
      for (let arc = first_arc[node]; arc < end; arc++) {
        if (parent[arc_head[arc]] === arc) this.#dropOne(arc_head[arc]);
      }
    }
  }

  #dropOne(node: number): void {
    this.#touch(node);
    this.arrival[node] = NONE;
    this.label[node] = NONE;
    this.#parent[node] = NONE;
    this.#flags[node] |= DROPPED;
    this.#dropped.push(node);
  }

  #touch(node: number): void {
    if (this.#flags[node] & TOUCHED) return;
    this.#flags[node] |= TOUCHED;
    this.#touched.push(node);
    this.#was_arrival.push(this.arrival[node]);
    this.#was_label.push(this.label[node]);
  }

  #takeChanged(): Uint32Array {
    const changed = new Uint32Array(this.#touched.length);
    let count = 0;
    this.#touched.forEach((node, i) => {
      this.#flags[node] &= ~TOUCHED;
      const same = this.arrival[node] === this.#was_arrival[i] && this.label[node] === this.#was_label[i];
      if (!same) changed[count++] = node;
    });
    this.#touched = [];
    this.#was_arrival = [];
    this.#was_label = [];
    return changed.subarray(0, count);
  }

  #refuseLate(): void {
    if (this.#late.length === 0) return;
    this.#late = [...new Set(this.#late)].filter(
      (node) => this.arrival[node] === NONE && this.#isEntered(node),
    );
    if (this.#late.length > 0)
      throw new RangeError(`live search: ${this.#late.length} nodes arrive after ${LAST_ARRIVAL}`);
  }

  #isEntered(node: number): boolean {
    const { first_arc, arc_head, partner } = this.#graph;
    for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) {
      if (this.arrival[arc_head[arc]] !== NONE && this.#costs.pass[partner[arc]] >= this.#least_pass)
        return true;
    }
    return false;
  }

  /** Whether a value that came over an arc before an edit is still to be had that way, or a better one. */
  #stillCarries(arc: number, head: number): boolean {
    const { cost, pass } = this.#costs;
    if (this.#graph.arc_head[arc] !== head || pass[arc] < this.#least_pass) return false;
    return this.arrival[this.#tail(arc)] + cost[arc] <= this.arrival[head];
  }

  /** Whether a facility starts at the node that gives it its value, or a better one. */
  #isSeeded(node: number): boolean {
    const [arrival, label] = [this.arrival[node], this.label[node]];
    const here = this.#seeds_at.get(node) ?? [];
    return here.some((seed) => seed.delay < arrival || (seed.delay === arrival && seed.label <= label));
  }

  #list(seed: LabelledSeed): void {
    const here = this.#seeds_at.get(seed.node);
    if (here) here.push(seed);
    else this.#seeds_at.set(seed.node, [seed]);
    this.#flags[seed.node] |= SEEDED;
  }

  #unlist(seed: LabelledSeed): void {
    const here = this.#seeds_at.get(seed.node)!;
    here.splice(here.indexOf(seed), 1);
    if (here.length > 0) return;
    this.#seeds_at.delete(seed.node);
    this.#flags[seed.node] &= ~SEEDED;
  }

  #tail(arc: number): number {
    return this.#graph.arc_head[this.#graph.partner[arc]];
  }

  #checkCost(arc: number, tail: number): void {
    const { cost, pass } = this.#costs;
    if (pass[arc] < this.#least_pass || this.#graph.arc_head[arc] === tail) return;
    if (cost[arc] > this.#longest) this.#longest = cost[arc];
    if (cost[arc] > 0) return;
    throw new RangeError(`live search: arc ${arc} costs 0, at least 1`);
  }
}

const isWhole = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most;

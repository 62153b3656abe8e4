/** A building whose water leg nobody knows. */
export interface OpenBuilding {
  /** Unmeasured sources within supply hose of its stop. */
  sources: readonly number[];
  /** People in it; null where its weight only counts buildings. */
  people: number | null;
  /** Whether its leg passes once these are found good; left out: one of its sources is enough. */
  settledBy?: (good: ReadonlySet<number>) => boolean;
}

/** What measuring a source settles if it is found good, on top of what those before it do. */
export interface Measurement {
  source: number;
  buildings: number;
  /** Null where a building of them only counts. */
  people: number | null;
  cumulative: number;
}

/**
 * Sources in the order in which to measure them: each time the one that settles most of the buildings still open, then the
 * one in reach of most of them, then the lowest number. Greedy maximal covering (Church and ReVelle 1974): where every
 * building is settled by one source, k measurements settle at least 1 - 1/e of what the best k could (Nemhauser, Wolsey and
 * Fisher 1978). Buildings that ask for more than one source gives may wait for several. Ends when nothing open is in reach of
 * what is left.
 */
export function measureFirst(open: readonly OpenBuilding[]): Measurement[] {
  const state = new Openness(open);
  const queue = new Queue();
  for (const source of state.in_reach.keys()) queue.put(state.priority(source));
  const order: Measurement[] = [];
  let cumulative = 0;
  for (let top = queue.take(); top; top = queue.take()) {
    if (state.good.has(top.source)) continue;
    const now = state.priority(top.source);
    if (now.reach === 0) continue;
    if (now.gain !== top.gain || now.reach !== top.reach) {
      if (before(now, top) || !queue.holds(now)) queue.put(now);
      continue;
    }
    const settled = state.measure(top.source);
    cumulative += settled.length;
    order.push({
      source: top.source,
      buildings: settled.length,
      people: peopleIn(open, settled),
      cumulative,
    });
    for (const source of state.raised) queue.put(state.priority(source));
  }
  return order;
}

function peopleIn(open: readonly OpenBuilding[], buildings: readonly number[]): number | null {
  let sum = 0;
  for (const building of buildings) {
    const { people } = open[building];
    if (people === null) return null;
    sum += people;
  }
  return sum;
}

interface Priority {
  source: number;
  /** Buildings it would settle now. */
  gain: number;
  /** Open buildings it is in reach of. */
  reach: number;
}

const before = (a: Priority, b: Priority) =>
  a.gain !== b.gain ? a.gain > b.gain : a.reach !== b.reach ? a.reach > b.reach : a.source < b.source;

/** What is open while sources are found good one after another. */
class Openness {
  readonly good = new Set<number>();
  /** By source: buildings it is in reach of. */
  readonly in_reach = new Map<number, number[]>();
  /** Sources that the latest measurement made worth more. */
  raised: number[] = [];
  readonly #open: readonly OpenBuilding[];
  readonly #settled: Uint8Array;
  readonly #gain = new Map<number, number>();
  readonly #reach = new Map<number, number>();
  /** By building that may wait for several: those of its sources that would settle it now. */
  readonly #enough = new Map<number, number[]>();

  constructor(open: readonly OpenBuilding[]) {
    this.#open = open;
    this.#settled = new Uint8Array(open.length);
    open.forEach(({ sources, settledBy }, building) => {
      for (const source of sources) {
        const here = this.in_reach.get(source);
        if (here) here.push(building);
        else this.in_reach.set(source, [building]);
        this.#add(this.#reach, source, 1);
      }
      const enough = settledBy ? this.#enoughFor(building) : sources;
      if (settledBy) this.#enough.set(building, [...enough]);
      for (const source of enough) this.#add(this.#gain, source, 1);
    });
  }

  priority(source: number): Priority {
    return { source, gain: this.#gain.get(source) ?? 0, reach: this.#reach.get(source) ?? 0 };
  }

  /** Takes a source for good; gives the buildings that settles. */
  measure(source: number): number[] {
    this.good.add(source);
    this.raised = [];
    const settled: number[] = [];
    for (const building of this.in_reach.get(source) ?? []) {
      if (this.#settled[building]) continue;
      const { sources, settledBy } = this.#open[building];
      const enough = settledBy ? this.#enough.get(building)! : sources;
      if (!settledBy || settledBy(this.good)) {
        this.#settled[building] = 1;
        settled.push(building);
        for (const each of sources) this.#add(this.#reach, each, -1);
        for (const each of enough) this.#add(this.#gain, each, -1);
        continue;
      }
      const now = this.#enoughFor(building);
      this.#enough.set(building, now);
      for (const each of enough) this.#add(this.#gain, each, -1);
      for (const each of now) this.#add(this.#gain, each, 1);
      this.raised.push(...now.filter((each) => !enough.includes(each)));
    }
    return settled;
  }

  #enoughFor(building: number): number[] {
    const { sources, settledBy } = this.#open[building];
    return sources.filter((each) => !this.good.has(each) && settledBy!(new Set([...this.good, each])));
  }

  #add(counts: Map<number, number>, source: number, count: number) {
    counts.set(source, (counts.get(source) ?? 0) + count);
  }
}

/** A binary heap; an entry may be outdated, which who takes it finds out. */
class Queue {
  readonly #heap: Priority[] = [];

  put(entry: Priority) {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    for (let up = (at - 1) >> 1; at > 0 && before(heap[at], heap[up]); up = (at - 1) >> 1) {
      [heap[at], heap[up]] = [heap[up], heap[at]];
      at = up;
    }
  }

  /** Whether the very next is this one. */
  holds({ source, gain, reach }: Priority): boolean {
    const top = this.#heap[0];
    return top?.source === source && top.gain === gain && top.reach === reach;
  }

  take(): Priority | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (heap.length === 0 || !last) return top;
    heap[0] = last;
    for (let at = 0; ;) {
      let next = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && before(heap[child], heap[next])) next = child;
      }
      if (next === at) return top;
      [heap[at], heap[next]] = [heap[next], heap[at]];
      at = next;
    }
  }
}

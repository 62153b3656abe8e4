/** One direction of a street, as arcs.csv has it; costs in ms. */
export interface PlainArc {
  from: string;
  to: string;
  cost: number;
}

/**
 * Least arrival of every node: an array of unsettled nodes kept in a binary heap of pairs, maps for everything, no
 * typed arrays, nothing shared with the engine.
 */
export function plainDijkstra(
  arcs: readonly PlainArc[],
  starts: ReadonlyMap<string, number>,
): Map<string, number> {
  const leaving = new Map<string, PlainArc[]>();
  for (const arc of arcs) leaving.set(arc.from, [...(leaving.get(arc.from) ?? []), arc]);
  const settled = new Map<string, number>();
  const heap: [number, string][] = [];
  for (const [node, at] of starts) push(heap, [at, node]);
  while (heap.length > 0) {
    const [at, node] = pop(heap);
    if (settled.has(node)) continue;
    settled.set(node, at);
    for (const { to, cost } of leaving.get(node) ?? []) {
      if (!settled.has(to)) push(heap, [at + cost, to]);
    }
  }
  return settled;
}

function push(heap: [number, string][], item: [number, string]) {
  heap.push(item);
  let i = heap.length - 1;
  while (i > 0 && heap[(i - 1) >> 1][0] > heap[i][0]) {
    const parent = (i - 1) >> 1;
    [heap[parent], heap[i]] = [heap[i], heap[parent]];
    i = parent;
  }
}

function pop(heap: [number, string][]): [number, string] {
  const top = heap[0];
  const last = heap.pop()!;
  if (heap.length === 0) return top;
  heap[0] = last;
  for (let i = 0; ;) {
    let least = i;
    for (const child of [2 * i + 1, 2 * i + 2]) {
      if (child < heap.length && heap[child][0] < heap[least][0]) least = child;
    }
    if (least === i) return top;
    [heap[least], heap[i]] = [heap[i], heap[least]];
    i = least;
  }
}

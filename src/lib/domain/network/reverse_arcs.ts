import type { Network } from './network.ts';

/** Arcs by the node they lead to: those entering n are `arc[first[n]]` to `arc[first[n+1] - 1]`, ascending. */
export interface ReverseArcs {
  /** Length node_count + 1. */
  first: Uint32Array;
  arc: Uint32Array;
}

/** The reverse index of a network, for searches backwards and for live edits; arcTail gives the other end. */
export function reverseArcs(network: Pick<Network, 'node_count' | 'arc_head'>): ReverseArcs {
  const { node_count, arc_head } = network;
  const first = new Uint32Array(node_count + 1);
  for (const head of arc_head) first[head + 1]++;
  for (let node = 0; node < node_count; node++) first[node + 1] += first[node];
  const next = first.slice(0, node_count);
  const arc = new Uint32Array(arc_head.length);
  for (let i = 0; i < arc_head.length; i++) arc[next[arc_head[i]]++] = i;
  return { first, arc };
}

import type { ArcCosts } from '../network/costs.ts';
import { arcTail, NONE, type Network } from '../network/network.ts';
import { reverseArcs } from '../network/reverse_arcs.ts';
import { Searcher } from '../search/search.ts';
import type { HoseWindows } from './hose_windows.ts';

/**
 * By node: 1 where a vehicle that sets out there may be within `limit_ms` at an edge with a window, unknown widths
 * passed; no node that serves a door is left out. One search backwards from all windows.
 */
export function nodesReaching(
  drive: Network,
  costs: ArcCosts,
  { first }: HoseWindows,
  limit_ms: number,
): Uint8Array {
  const backwards = reverseArcs(drive);
  const searcher = new Searcher({
    node_count: drive.node_count,
    first_arc: backwards.first,
    arc_head: backwards.arc.map((arc) => arcTail(drive, arc)),
  });
  const with_window = new Set<number>();
  for (let edge = 0; edge < drive.edge_count; edge++) {
    if (first[edge] === first[edge + 1]) continue;
    with_window.add(drive.edge_start_node[edge]);
    with_window.add(drive.edge_end_node[edge]);
  }
  const node = Uint32Array.from(with_window);
  const { arrival } = searcher.run(
    {
      cost: backwards.arc.map((arc) => costs.cost_ms[arc]),
      pass: Uint8Array.from(backwards.arc, (arc) => costs.pass[arc]),
    },
    { node, delay: new Uint32Array(node.length), label: new Uint32Array(node.length) },
    { least_pass: 1, limit: Math.max(0, limit_ms) },
  );
  return Uint8Array.from(arrival, (at) => (at === NONE ? 0 : 1));
}

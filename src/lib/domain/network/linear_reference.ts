import type { Network } from './network.ts';

/** A piece of an edge, in millimetres along its way. */
export interface EdgePart {
  edge: number;
  from_mm: number;
  to_mm: number;
}

/**
 * The edges of a graph under the stretch [from_mm, to_mm] of a street, in order along it. This carries places from
 * one graph to another packed from the same streets (vehicles to walkers) without coordinates. Edges met in one
 * point only are left out, unless the stretch itself is a point: then the first edge holding it is given.
 */
export function edgesBetween(network: Network, street: number, from_mm: number, to_mm: number): EdgePart[] {
  const parts: EdgePart[] = [];
  const last = network.street_first_edge[street + 1];
  for (let edge = network.street_first_edge[street]; edge < last; edge++) {
    const start_mm = Math.max(from_mm, network.edge_start_mm[edge]);
    const end_mm = Math.min(to_mm, network.edge_end_mm[edge]);
    if (start_mm > end_mm || (start_mm === end_mm && from_mm !== to_mm)) continue;
    parts.push({ edge, from_mm: start_mm, to_mm: end_mm });
    if (from_mm === to_mm) break;
  }
  return parts;
}

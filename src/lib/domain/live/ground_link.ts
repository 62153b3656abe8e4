import { edgesBetween } from '../network/linear_reference.ts';
import type { Network } from '../network/network.ts';

/** Which edges of a vehicle graph and of the walkable graph lie on one another; both packed without obstacles. */
export interface GroundLink {
  /** Vehicle edges on walk edge w: `drive_edge[first_drive[w]]` to `drive_edge[first_drive[w+1] - 1]`, along the way. */
  first_drive: Uint32Array;
  drive_edge: Uint32Array;
  /** Walk edges on vehicle edge e in the same manner. */
  first_walk: Uint32Array;
  walk_edge: Uint32Array;
}

/** The link of two graphs packed from the same streets; edges that meet in a point only are not on one another. */
export function groundLink(drive: Network, walk: Network): GroundLink {
  const first_walk = new Uint32Array(drive.edge_count + 1);
  const walk_edge: number[] = [];
  const first_drive = new Uint32Array(walk.edge_count + 1);
  for (let edge = 0; edge < drive.edge_count; edge++) {
    const { edge_street, edge_start_mm, edge_end_mm } = drive;
    for (const part of edgesBetween(walk, edge_street[edge], edge_start_mm[edge], edge_end_mm[edge])) {
      walk_edge.push(part.edge);
      first_drive[part.edge + 1]++;
    }
    first_walk[edge + 1] = walk_edge.length;
  }
  for (let edge = 0; edge < walk.edge_count; edge++) first_drive[edge + 1] += first_drive[edge];
  const next = first_drive.slice(0, walk.edge_count);
  const drive_edge = new Uint32Array(walk_edge.length);
  for (let edge = 0; edge < drive.edge_count; edge++) {
    for (let i = first_walk[edge]; i < first_walk[edge + 1]; i++) drive_edge[next[walk_edge[i]]++] = edge;
  }
  return { first_drive, drive_edge, first_walk, walk_edge: Uint32Array.from(walk_edge) };
}

/** The walk edge under a point of a vehicle edge; where two meet, the earlier. */
export function walkEdgeAt(link: GroundLink, walk: Network, drive_edge: number, along_mm: number): number {
  const last = link.first_walk[drive_edge + 1] - 1;
  let i = link.first_walk[drive_edge];
  while (i < last && walk.edge_end_mm[link.walk_edge[i]] < along_mm) i++;
  return link.walk_edge[i];
}

import type { Door } from '../coverage/assess.ts';
import { groundLink } from '../live/ground_link.ts';
import { NONE, type Network } from '../network/network.ts';
import { whole, type WalkGround } from '../search/walk_field.ts';

/**
 * The stretches of a vehicle graph from which the attack hose reaches given doors, by edge: those of edge e are
 * [first[e], first[e + 1]). A door may have several on one edge, and they may overlap.
 */
export interface HoseWindows {
  first: Uint32Array;
  door: Uint32Array;
  /** Shares of the edge along its vertices, from <= to. */
  from_t: Float64Array;
  to_t: Float64Array;
}

/** Lengths are whole millimetres rounded half up: the hose reaches up to this much beyond a whole one. */
const HALF_MM = 0.4999;

/** Looks from every door along the ways that can be walked, as far as the hose goes less the straight last piece. */
export function hoseWindows(
  drive: Network,
  ground: WalkGround,
  doors: readonly Door[],
  attack_hose_m: number,
): HoseWindows {
  const walk = ground.network;
  const link = groundLink(drive, walk);
  const found = { edge: [] as number[], door: [] as number[], from_t: [] as number[], to_t: [] as number[] };
  const looked_at = new Uint32Array(walk.edge_count);
  doors.forEach((door, number) => {
    const hose_mm = attack_hose_m * 1000 - Math.floor(door.straight_m * 1000 + 0.5);
    if (hose_mm < 0) return;
    const { arrival, reached } = ground.searcher.run(ground.costs, seedsAt(walk, door), {
      least_pass: 0,
      limit: hose_mm,
    });
    const look = (edge: number) => {
      if (looked_at[edge] === number + 1) return;
      looked_at[edge] = number + 1;
      const start_mm = walk.edge_start_mm[edge];
      const end_mm = walk.edge_end_mm[edge];
      const at_start = arrival[walk.edge_start_node[edge]];
      const at_end = arrival[walk.edge_end_node[edge]];
      const stretches: [number, number][] = [];
      if (at_start !== NONE) stretches.push([start_mm, start_mm + hose_mm - at_start + HALF_MM]);
      if (at_end !== NONE) stretches.push([end_mm - hose_mm + at_end - HALF_MM, end_mm]);
      if (edge === door.edge) {
        stretches.push([door.along_mm - hose_mm - HALF_MM, door.along_mm + hose_mm + HALF_MM]);
      }
      for (let i = link.first_drive[edge]; i < link.first_drive[edge + 1]; i++) {
        const drive_edge = link.drive_edge[i];
        const drive_start_mm = drive.edge_start_mm[drive_edge];
        const drive_end_mm = drive.edge_end_mm[drive_edge];
        for (const [low_mm, high_mm] of stretches) {
          const from_mm = Math.max(low_mm, start_mm, drive_start_mm);
          const to_mm = Math.min(high_mm, end_mm, drive_end_mm);
          if (from_mm > to_mm) continue;
          const length_mm = drive_end_mm - drive_start_mm;
          found.edge.push(drive_edge);
          found.door.push(number);
          found.from_t.push((from_mm - drive_start_mm) / length_mm);
          found.to_t.push((to_mm - drive_start_mm) / length_mm);
        }
      }
    };
    look(door.edge);
    for (const node of reached) {
      for (let arc = walk.first_arc[node]; arc < walk.first_arc[node + 1]; arc++)
        look(walk.arc_edge[arc] >>> 1);
    }
  });
  return byEdge(found, drive.edge_count);
}

const seedsAt = (walk: Network, { edge, along_mm }: Door) => ({
  node: Uint32Array.of(walk.edge_start_node[edge], walk.edge_end_node[edge]),
  delay: Uint32Array.of(whole(along_mm - walk.edge_start_mm[edge]), whole(walk.edge_end_mm[edge] - along_mm)),
  label: Uint32Array.of(0, 0),
});

interface Found {
  edge: number[];
  door: number[];
  from_t: number[];
  to_t: number[];
}

function byEdge({ edge, door, from_t, to_t }: Found, edge_count: number): HoseWindows {
  const first = new Uint32Array(edge_count + 1);
  for (const e of edge) first[e + 1]++;
  for (let e = 0; e < edge_count; e++) first[e + 1] += first[e];
  const next = first.slice(0, edge_count);
  const windows: HoseWindows = {
    first,
    door: new Uint32Array(edge.length),
    from_t: new Float64Array(edge.length),
    to_t: new Float64Array(edge.length),
  };
  for (let i = 0; i < edge.length; i++) {
    const place = next[edge[i]]++;
    windows.door[place] = door[i];
    windows.from_t[place] = from_t[i];
    windows.to_t[place] = to_t[i];
  }
  return windows;
}

import { UNKNOWN } from '../network/costs.ts';
import { NONE } from '../network/network.ts';
import type { LiveNetwork } from '../network/live_network.ts';
import type { GroundLink } from './ground_link.ts';
import { EDGE_PICTURE_STRIDE } from './live_answer.ts';
import type { LiveRun } from './live_run.ts';

/** A run and the graph it goes by. */
export interface PicturedRun {
  run: LiveRun;
  graph: LiveNetwork;
  /** Base edges of its graph that a drive edge is made of. */
  edgesOf: (drive_edge: number) => readonly number[];
}

/** Each drive edge for itself: a run on the vehicle graph. */
export const onDrive = (edge: number): readonly number[] => [edge];

/** The walk edges under a drive edge: a run on foot. */
export const onFoot =
  ({ first_walk, walk_edge }: GroundLink) =>
  (edge: number): readonly number[] =>
    Array.from(walk_edge.subarray(first_walk[edge], first_walk[edge + 1]));

const NEVER = [Infinity, Infinity, Infinity, Infinity, 0, 1, NaN, 0];

/** Writes how an edge is reached, see EDGE_PICTURE_STRIDE, as the run does that gets to it first. */
export function drawEdge(picture: Float32Array, edge: number, runs: readonly PicturedRun[]): void {
  let drawn = NEVER;
  let first = Infinity;
  for (const run of runs) {
    const seen = edgeOf(run, edge);
    const at = Math.min(seen[0], seen[1], Number.isNaN(seen[6]) ? Infinity : seen[7]);
    if (at >= first) continue;
    first = at;
    drawn = seen;
  }
  picture.set(drawn, EDGE_PICTURE_STRIDE * edge);
}

function edgeOf({ run, graph, edgesOf }: PicturedRun, edge: number): number[] {
  const parts = edgesOf(edge).flatMap((base) => graph.partsOf(base));
  if (parts.length === 0) return NEVER;
  const { edge_arc, edge_start_mm, edge_end_mm, edge_start_node, edge_end_node } = graph.network;
  const { cost_ms, pass } = run.costs;
  const opens = (arc: number) => arc !== NONE && pass[arc] >= UNKNOWN;
  const last = parts[parts.length - 1];
  const from_mm = edge_start_mm[parts[0]];
  const length_mm = edge_end_mm[last] - from_mm;
  const share = (along_mm: number) => (along_mm - from_mm) / length_mm;
  const time_s = (part: number, node: number, t: number) => {
    const at_node = run.open.atNode(node);
    if (at_node !== NONE) return at_node / 1000;
    const { arrival } = run.open.at(part, t);
    return arrival === NONE ? Infinity : arrival / 1000;
  };

  let up_to = 0;
  while (up_to < parts.length && opens(edge_arc[2 * parts[up_to]])) up_to++;
  let down_to = parts.length;
  while (down_to > 0 && opens(edge_arc[2 * parts[down_to - 1] + 1])) down_to--;
  const cost_s = parts.reduce((sum, part) => sum + cost_ms[edge_arc[2 * part]], 0) / 1000;
  let [station_share, station_s] = [NaN, 0];
  for (const part of parts) {
    for (const { t, delay } of run.own.get(part) ?? []) {
      if (!Number.isNaN(station_share) && delay / 1000 >= station_s) continue;
      station_share = share(edge_start_mm[part] + t * (edge_end_mm[part] - edge_start_mm[part]));
      station_s = delay / 1000;
    }
  }
  return [
    time_s(parts[0], edge_start_node[parts[0]], 0),
    time_s(last, edge_end_node[last], 1),
    up_to === 0 ? Infinity : cost_s,
    down_to === parts.length ? Infinity : cost_s,
    up_to === 0 ? 0 : share(edge_end_mm[parts[up_to - 1]]),
    down_to === parts.length ? 1 : share(edge_start_mm[parts[down_to]]),
    station_share,
    station_s,
  ];
}

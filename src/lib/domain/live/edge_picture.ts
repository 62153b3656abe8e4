import { UNKNOWN } from '../network/costs.ts';
import type { LiveNetwork } from '../network/live_network.ts';
import { NONE } from '../network/network.ts';
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

/** Draws how edges are reached, see EDGE_PICTURE_STRIDE: each as the run does that gets to it first. */
export class EdgePicture {
  readonly floats: Float32Array;
  readonly #seen = new Float64Array(EDGE_PICTURE_STRIDE);

  constructor(edge_count: number) {
    this.floats = new Float32Array(EDGE_PICTURE_STRIDE * edge_count);
  }

  draw(edge: number, runs: readonly PicturedRun[]): void {
    const seen = this.#seen;
    let first = Infinity;
    for (const run of runs) {
      if (!look(seen, run, edge)) continue;
      const at = Math.min(seen[0], seen[1], Number.isNaN(seen[6]) ? Infinity : seen[7]);
      if (at >= first) continue;
      first = at;
      this.floats.set(seen, EDGE_PICTURE_STRIDE * edge);
    }
    if (first === Infinity) this.floats.set(NEVER, EDGE_PICTURE_STRIDE * edge);
  }
}

/** Writes how one run reaches an edge; false where its graph has none there. */
function look(seen: Float64Array, { run, graph, edgesOf }: PicturedRun, edge: number): boolean {
  if (edgesOf === onDrive && graph.next_part[edge] === NONE && !run.own.has(edge)) {
    lookWhole(seen, run, graph, edge);
    return true;
  }
  const parts = edgesOf(edge).flatMap((base) => graph.partsOf(base));
  if (parts.length > 0) lookAtParts(seen, run, graph, parts);
  return parts.length > 0;
}

/** An edge nothing stands on. */
function lookWhole(seen: Float64Array, run: LiveRun, { network }: LiveNetwork, edge: number): void {
  const { cost_ms, pass } = run.costs;
  const start = run.open.atNode(network.edge_start_node[edge]);
  const end = run.open.atNode(network.edge_end_node[edge]);
  const along = network.edge_arc[2 * edge];
  const against = network.edge_arc[2 * edge + 1];
  const along_open = pass[along] >= UNKNOWN;
  const against_open = pass[against] >= UNKNOWN;
  seen[0] = start === NONE ? Infinity : start / 1000;
  seen[1] = end === NONE ? Infinity : end / 1000;
  seen[2] = along_open ? cost_ms[along] / 1000 : Infinity;
  seen[3] = against_open ? cost_ms[against] / 1000 : Infinity;
  seen[4] = along_open ? 1 : 0;
  seen[5] = against_open ? 0 : 1;
  seen[6] = NaN;
  seen[7] = 0;
}

function lookAtParts(
  seen: Float64Array,
  run: LiveRun,
  { network }: LiveNetwork,
  parts: readonly number[],
): void {
  const { edge_arc, edge_start_mm, edge_end_mm, edge_start_node, edge_end_node } = network;
  const { cost_ms, pass } = run.costs;
  const opens = (arc: number) => arc !== NONE && pass[arc] >= UNKNOWN;
  const last = parts[parts.length - 1];
  const from_mm = edge_start_mm[parts[0]];
  const length_mm = edge_end_mm[last] - from_mm;
  const share = (along_mm: number) => (along_mm - from_mm) / length_mm;
  const time_s = (node: number) => {
    const arrival = run.open.atNode(node);
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
  seen[0] = time_s(edge_start_node[parts[0]]);
  seen[1] = time_s(edge_end_node[last]);
  seen[2] = up_to === 0 ? Infinity : cost_s;
  seen[3] = down_to === parts.length ? Infinity : cost_s;
  seen[4] = up_to === 0 ? 0 : share(edge_end_mm[parts[up_to - 1]]);
  seen[5] = down_to === parts.length ? 1 : share(edge_start_mm[parts[down_to]]);
  seen[6] = station_share;
  seen[7] = station_s;
}

import type { ArcCosts, LeastPass } from '../network/costs.ts';
import { NONE, type Network } from '../network/network.ts';
import type { SearchResult, Seeds } from './search.ts';

/** A source standing on an edge: `t` is the share of the edge along its vertices, 0-1; `delay` in the unit of cost. */
export interface EdgePosition {
  edge: number;
  t: number;
  delay: number;
  label: number;
}

/** Costs by arc id, as arcCosts gives them. */
export type PositionCosts = Pick<ArcCosts, 'cost_ms' | 'pass'>;

/**
 * Seeds at the ends of the edges sources stand on: leaving along the edge costs (1 - t) of its arc, against it t of
 * the opposite one, each rounded half up, in the directions that exist and let through.
 */
export function seedsFromPositions(
  network: Network,
  costs: PositionCosts,
  positions: readonly EdgePosition[],
  least_pass: LeastPass,
): Seeds {
  const node: number[] = [];
  const delay: number[] = [];
  const label: number[] = [];
  for (const position of positions) {
    const { edge, t } = position;
    const { along, against } = openCosts(network, costs, edge, least_pass);
    if (along !== null) {
      node.push(network.edge_end_node[edge]);
      delay.push(position.delay + halfUp((1 - t) * along));
      label.push(position.label);
    }
    if (against !== null) {
      node.push(network.edge_start_node[edge]);
      delay.push(position.delay + halfUp(t * against));
      label.push(position.label);
    }
  }
  return { node: Uint32Array.from(node), delay: Uint32Array.from(delay), label: Uint32Array.from(label) };
}

/**
 * Arrival at share `t` of an edge: the least, then lowest label, over both its ends and the sources `own` standing on
 * the same edge, travelling along it in a direction that exists and lets through. NONE, NONE where nothing gets there.
 */
export function arrivalAt(
  network: Network,
  costs: PositionCosts,
  result: Pick<SearchResult, 'arrival' | 'label'>,
  edge: number,
  t: number,
  own: readonly EdgePosition[],
  least_pass: LeastPass,
): { arrival: number; label: number } {
  const { cost_ms, pass } = costs;
  const along = network.edge_arc[2 * edge];
  const against = network.edge_arc[2 * edge + 1];
  const along_open = along !== NONE && pass[along] >= least_pass;
  const against_open = against !== NONE && pass[against] >= least_pass;
  let arrival: number = NONE;
  let label: number = NONE;
  // Four offers written out: this is asked for every building judged, and closures take longer than the sums.
  const start = network.edge_start_node[edge];
  if (along_open && result.arrival[start] !== NONE) {
    arrival = result.arrival[start] + halfUp(t * cost_ms[along]);
    label = result.label[start];
  }
  const end = network.edge_end_node[edge];
  if (against_open && result.arrival[end] !== NONE) {
    const there = result.arrival[end] + halfUp((1 - t) * cost_ms[against]);
    if (there < arrival || (there === arrival && result.label[end] < label)) {
      arrival = there;
      label = result.label[end];
    }
  }
  for (const source of own) {
    if (source.edge !== edge) continue;
    const ahead = source.t <= t && along_open;
    const behind = source.t >= t && against_open;
    let there = Infinity;
    if (ahead) there = source.delay + halfUp((t - source.t) * cost_ms[along]);
    if (behind) there = Math.min(there, source.delay + halfUp((source.t - t) * cost_ms[against]));
    if (there > arrival || (there === arrival && source.label >= label)) continue;
    arrival = there;
    label = source.label;
  }
  return { arrival, label };
}

/** Cost of an edge in each direction, null where it does not exist or does not let through. */
export interface OpenCosts {
  along: number | null;
  against: number | null;
}

export function openCosts(
  network: Network,
  { cost_ms, pass }: PositionCosts,
  edge: number,
  least_pass: number,
): OpenCosts {
  const open = (arc: number) => (arc !== NONE && pass[arc] >= least_pass ? cost_ms[arc] : null);
  return { along: open(network.edge_arc[2 * edge]), against: open(network.edge_arc[2 * edge + 1]) };
}

/** Offers share `t` of an edge the arrivals of the sources standing on it, straight along it. */
export function offerOwn(
  own: readonly EdgePosition[],
  edge: number,
  t: number,
  { along, against }: OpenCosts,
  offer: (arrival: number, label: number) => void,
): void {
  for (const source of own) {
    if (source.edge !== edge) continue;
    if (along !== null && source.t <= t) offer(source.delay + halfUp((t - source.t) * along), source.label);
    if (against !== null && source.t >= t) {
      offer(source.delay + halfUp((source.t - t) * against), source.label);
    }
  }
}

export const halfUp = (value: number) => Math.floor(value + 0.5);

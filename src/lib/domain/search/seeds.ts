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
  const { along, against } = openCosts(network, costs, edge, least_pass);
  const best = { arrival: NONE, label: NONE };
  const offer = (arrival: number, label: number) => {
    if (arrival > best.arrival || (arrival === best.arrival && label >= best.label)) return;
    best.arrival = arrival;
    best.label = label;
  };
  const start = network.edge_start_node[edge];
  const end = network.edge_end_node[edge];
  if (along !== null && result.arrival[start] !== NONE) {
    offer(result.arrival[start] + halfUp(t * along), result.label[start]);
  }
  if (against !== null && result.arrival[end] !== NONE) {
    offer(result.arrival[end] + halfUp((1 - t) * against), result.label[end]);
  }
  offerOwn(own, edge, t, { along, against }, offer);
  return best;
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

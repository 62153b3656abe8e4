import type { ArcCosts, LeastPass } from '../network/costs.ts';
import { arcTail, NONE, type Network } from '../network/network.ts';
import type { ReverseArcs } from '../network/reverse_arcs.ts';
import type { SearchResult } from './search.ts';
import { arrivalAt, type EdgePosition } from './seeds.ts';

/** A stretch of an edge as it is travelled: from share `from_t` to share `to_t` along its vertices, 0-1. */
export interface PathStep {
  edge: number;
  from_t: number;
  to_t: number;
}

export interface TracedSearch {
  network: Network;
  reverse: ReverseArcs;
  costs: Pick<ArcCosts, 'cost_ms' | 'pass'>;
  /** Arrivals and labels by node of a search seeded from `sources` by seedsFromPositions. */
  nodes: Pick<SearchResult, 'arrival' | 'label'>;
  sources: readonly EdgePosition[];
  /** Nodes where sources start besides: a way may begin there. */
  starts?: readonly { node: number; delay: number; label: number }[];
  least_pass: LeastPass;
}

/**
 * The way a search took to a point of an edge, from the source to there; null where nothing gets there. The whole
 * way costs the arrival there less the source's delay. Among ways of equal cost: straight along
 * the edge from a source on it, then in over the edge's start, then its end; at each node straight from a
 * source, then the lowest arc. No predecessors are kept by the search: costs are at least 1, so walking back to nodes
 * whose arrival is less by exactly the arc's cost ends at a source.
 */
export function tracePath(search: TracedSearch, to: { edge: number; t: number }): PathStep[] | null {
  const { network, costs, nodes, sources, least_pass } = search;
  const { edge, t } = to;
  const best = arrivalAt(network, costs, nodes, edge, t, sources, least_pass);
  if (best.arrival === NONE) return null;

  const along = openCost(search, network.edge_arc[2 * edge]);
  const against = openCost(search, network.edge_arc[2 * edge + 1]);
  for (const source of sources) {
    if (source.edge !== edge || source.label !== best.label) continue;
    const goes_along = source.t < t || (source.t === t && along !== null);
    const cost = goes_along ? along : against;
    if (cost !== null && source.delay + halfUp(Math.abs(t - source.t) * cost) === best.arrival) {
      return [{ edge, from_t: source.t, to_t: t }];
    }
  }
  const comesFrom = (node: number, cost: number | null, share: number) =>
    cost !== null &&
    nodes.arrival[node] !== NONE &&
    nodes.label[node] === best.label &&
    nodes.arrival[node] + halfUp(share * cost) === best.arrival;
  const start = network.edge_start_node[edge];
  if (comesFrom(start, along, t)) return [...traceNode(search, start), { edge, from_t: 0, to_t: t }];
  const end = network.edge_end_node[edge];
  if (comesFrom(end, against, 1 - t)) return [...traceNode(search, end), { edge, from_t: 1, to_t: t }];
  throw new Error(`tracePath: arrival ${best.arrival} at edge ${edge} comes from nowhere`);
}

/** The way to a reached node. */
function traceNode(search: TracedSearch, reached: number): PathStep[] {
  const { network, reverse, costs, nodes } = search;
  const label = nodes.label[reached];
  const seeds = seedSteps(search, label);
  const steps: PathStep[] = [];
  let node = reached;
  for (;;) {
    const seed = seeds.find((each) => each.node === node && each.arrival === nodes.arrival[node]);
    if (seed) return [seed.step, ...steps.reverse()];
    const starts_here = search.starts?.some(
      (each) => each.node === node && each.label === label && each.delay === nodes.arrival[node],
    );
    if (starts_here) return steps.reverse();
    let taken = NONE;
    for (let i = reverse.first[node]; i < reverse.first[node + 1] && taken === NONE; i++) {
      const arc = reverse.arc[i];
      const tail = arcTail(network, arc);
      if (
        openCost(search, arc) !== null &&
        nodes.label[tail] === label &&
        nodes.arrival[tail] !== NONE &&
        nodes.arrival[tail] + costs.cost_ms[arc] === nodes.arrival[node]
      ) {
        taken = arc;
      }
    }
    if (taken === NONE) throw new Error(`tracePath: arrival at node ${node} comes from nowhere`);
    const against = network.arc_edge[taken] & 1;
    steps.push({ edge: network.arc_edge[taken] >>> 1, from_t: against, to_t: 1 - against });
    node = arcTail(network, taken);
  }
}

/** What seedsFromPositions made of the sources with a label, and the stretch each seed stands for. */
function seedSteps(search: TracedSearch, label: number) {
  const { network, sources } = search;
  return sources
    .filter((source) => source.label === label)
    .flatMap(({ edge, t, delay }) => {
      const along = openCost(search, network.edge_arc[2 * edge]);
      const against = openCost(search, network.edge_arc[2 * edge + 1]);
      const seed = (node: number, cost: number, to_t: number) => ({
        node,
        arrival: delay + halfUp(Math.abs(to_t - t) * cost),
        step: { edge, from_t: t, to_t },
      });
      return [
        ...(along === null ? [] : [seed(network.edge_end_node[edge], along, 1)]),
        ...(against === null ? [] : [seed(network.edge_start_node[edge], against, 0)]),
      ];
    });
}

const openCost = ({ costs, least_pass }: TracedSearch, arc: number): number | null =>
  arc !== NONE && costs.pass[arc] >= least_pass ? costs.cost_ms[arc] : null;

const halfUp = (value: number) => Math.floor(value + 0.5);

import type { LiveNetwork } from '../network/live_network.ts';
import { SnapIndex } from '../network/snap.ts';
import type { Network } from '../network/network.ts';
import type { StreetSet } from '../network/street_set.ts';
import type { RuleSet } from '../rules/rule_set.ts';
import { Searcher } from '../search/search.ts';
import { ArcOrder } from './arc_order.ts';
import type { GroundLink } from './ground_link.ts';

/** A graph with what runs on it share. */
export interface LiveGround {
  graph: LiveNetwork;
  order: ArcOrder;
  searcher: Searcher;
  /** Over all edges; null where there are none. */
  snap: SnapIndex | null;
  /** To the walkable graph. */
  link: GroundLink;
}

export const groundOf = (graph: LiveNetwork, snap: SnapIndex | null, link: GroundLink): LiveGround => ({
  graph,
  snap,
  link,
  order: new ArcOrder(graph),
  searcher: new Searcher(graph.network),
});

export const snapOver = (network: Network, streets: StreetSet) =>
  network.edge_count > 0 ? new SnapIndex(network, streets) : null;

/** How far from a door a hose may lie on a walk edge, mm: on streets any vehicle's, elsewhere only a crew's on foot. */
export function longestHose_mm({ vehicles }: RuleSet, link: GroundLink): (walk_edge: number) => number {
  const { walk } = vehicles;
  const walked_mm = 1000 * walk.attack_hose_m;
  const any_mm = 1000 * Math.max(...Object.values(vehicles).map(({ attack_hose_m }) => attack_hose_m));
  return (edge) => (link.first_drive[edge] < link.first_drive[edge + 1] ? any_mm : walked_mm);
}

export const longestSupply_m = ({ vehicles }: RuleSet) =>
  Math.max(...Object.values(vehicles).map(({ supply_hose_m }) => supply_hose_m));

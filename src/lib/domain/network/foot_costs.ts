import type { VehicleRule } from '../rules/rule_set.ts';
import { edgeLength_mm } from './along.ts';
import { BLOCKED, OPEN, priced, type ArcCosts, type ArcPricer } from './costs.ts';
import type { Network } from './network.ts';

/** Costs of a crew on foot: one speed everywhere, every way open, whatever its width. */
export const footCosts = (network: Network, walk: VehicleRule): ArcCosts => priced(network, footPricer(walk));

/** The same arc by arc. */
export function footPricer(walk: VehicleRule): ArcPricer {
  const allowed = (network: Network, arc: number) => edgeLength_mm(network, network.arc_edge[arc] >>> 1) > 0;
  return {
    cost_ms(network, arc) {
      const length_mm = edgeLength_mm(network, network.arc_edge[arc] >>> 1);
      return Math.max(1, Math.floor((length_mm * 3.6) / walk.speed_kmh.lane + 0.5));
    },
    pass: (network, arc) => (allowed(network, arc) ? OPEN : BLOCKED),
    allowed,
  };
}

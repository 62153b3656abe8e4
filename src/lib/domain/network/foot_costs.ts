import type { VehicleRule } from '../rules/rule_set.ts';
import { edgeLength_mm } from './along.ts';
import { OPEN, type ArcCosts } from './costs.ts';
import type { Network } from './network.ts';

/** Costs of a crew on foot: one speed everywhere, every way open, whatever its width. */
export function footCosts(network: Network, walk: VehicleRule): ArcCosts {
  const cost_ms = Uint32Array.from(network.arc_edge, (directed) =>
    Math.max(1, Math.floor((edgeLength_mm(network, directed >>> 1) * 3.6) / walk.speed_kmh.lane + 0.5)),
  );
  return { cost_ms, pass: new Uint8Array(network.arc_count).fill(OPEN) };
}

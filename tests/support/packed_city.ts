import rule_set from '../../geodata/rules/cn.json' with { type: 'json' };
import { arcCosts, type ArcCosts } from '../../src/lib/domain/network/costs.ts';
import type { Network } from '../../src/lib/domain/network/network.ts';
import { packNetwork } from '../../src/lib/domain/network/pack.ts';
import type { StreetSet } from '../../src/lib/domain/network/street_set.ts';
import { gridCity } from './grid_city.ts';
import { streetSet } from './street_rows.ts';

/** A grid city of 100 m blocks, packed, with a pumper's costs: every block the same, so ties abound. */
export function packedCity(columns: number, rows: number): { network: Network; costs: ArcCosts } {
  return packedForPumper(streetSet(gridCity(columns, rows, 100, { clear_width_mm: 6000 })));
}

/** Any streets, packed one-ways obeyed, with a pumper's costs. */
export function packedForPumper(streets: StreetSet): { network: Network; costs: ArcCosts } {
  const { network } = packNetwork(streets, { include: () => true, join_m: 0.1, cuts: [], oneway: 'obey' });
  const options = { oneway: 'obey', cap_at_maxspeed: false } as const;
  return { network, costs: arcCosts(network, streets, rule_set.vehicles.pumper, options) };
}

import type { VehicleRule } from '../rules/rule_set.ts';
import { edgeLength_mm } from './along.ts';
import type { Network } from './network.ts';
import { STREET_CLASSES, STREET_TIER, type StreetSet } from './street_set.ts';

/** A known limit stops the vehicle, or it may not drive this way. */
export const BLOCKED = 0;
/** Nothing known stops it, but nobody knows the width. */
export const UNKNOWN = 1;
export const OPEN = 2;

/** The least an arc must offer to be travelled: 0 also over what is blocked, 1 over unknown widths, 2 known only. */
export type LeastPass = typeof BLOCKED | typeof UNKNOWN | typeof OPEN;

/** What each arc costs a vehicle and whether it gets through, by arc id. */
export interface ArcCosts {
  /** Whole milliseconds, rounded half up, at least 1. Also set where blocked. */
  cost_ms: Uint32Array;
  /** BLOCKED, UNKNOWN or OPEN. */
  pass: Uint8Array;
}

export interface CostOptions {
  /** 'obey' blocks arcs against one-way; 'ignore' opens them where the network was packed with them. */
  oneway: 'obey' | 'ignore';
  cap_at_maxspeed: boolean;
}

/**
 * What one arc costs a traveller and whether it lets through; the arc may have changed since the last time it was asked
 * about. An edge without length (a spare one of a LiveNetwork) is blocked.
 */
export interface ArcPricer {
  cost_ms(network: Network, arc: number): number;
  pass(network: Network, arc: number): LeastPass;
  /**
   * Whether the arc may be travelled at all, sizes and obstacles aside. In a network packed with one-way obeyed every arc
   * may; in one packed with both directions those against one-way may not.
   */
  allowed(network: Network, arc: number): boolean;
}

/** Costs of every arc of a network. */
export function priced(network: Network, pricer: ArcPricer): ArcCosts {
  const cost_ms = new Uint32Array(network.arc_count);
  const pass = new Uint8Array(network.arc_count);
  for (let arc = 0; arc < network.arc_count; arc++) {
    cost_ms[arc] = pricer.cost_ms(network, arc);
    pass[arc] = pricer.pass(network, arc);
  }
  return { cost_ms, pass };
}

/**
 * Costs for one vehicle: length over the vehicle's speed for the class of the street, capped by maxspeed where asked.
 * Ways of the foot tier are blocked and cost as lanes.
 */
export const arcCosts = (
  network: Network,
  streets: StreetSet,
  vehicle: VehicleRule,
  options: CostOptions,
): ArcCosts => priced(network, vehiclePricer(streets, vehicle, options));

/** The same arc by arc. Refers to `streets`. */
export function vehiclePricer(streets: StreetSet, vehicle: VehicleRule, options: CostOptions): ArcPricer {
  const needs = {
    width_mm: Math.round(vehicle.passes_clear_width_m * 1000),
    height_mm: Math.round(vehicle.height_m * 1000),
    weight_kg: Math.round(vehicle.weight_t * 1000),
  };
  const tierOf = (street: number) => STREET_TIER[STREET_CLASSES[streets.street_class[street]]];
  const allowed = (network: Network, arc: number) => {
    const directed = network.arc_edge[arc];
    const street = network.edge_street[directed >>> 1];
    const against = directed & 1 ? streets.oneway[street] === 1 : streets.oneway[street] === -1;
    return !(against && options.oneway === 'obey') && edgeLength_mm(network, directed >>> 1) > 0;
  };
  return {
    cost_ms(network, arc) {
      const edge = network.arc_edge[arc] >>> 1;
      const street = network.edge_street[edge];
      const tier = tierOf(street);
      const maxspeed_kmh = streets.maxspeed_kmh[street];
      let speed_kmh = vehicle.speed_kmh[tier === 'foot' ? 'lane' : tier];
      if (options.cap_at_maxspeed && maxspeed_kmh > 0) speed_kmh = Math.min(speed_kmh, maxspeed_kmh);
      return Math.max(1, Math.floor((edgeLength_mm(network, edge) * 3.6) / speed_kmh + 0.5));
    },
    pass(network, arc) {
      const edge = network.arc_edge[arc] >>> 1;
      const street = network.edge_street[edge];
      const width_mm = network.edge_clear_width_mm[edge];
      const height_mm = network.edge_clear_height_mm[edge];
      const weight_kg = streets.max_weight_kg[street];
      if (
        tierOf(street) === 'foot' ||
        !allowed(network, arc) ||
        (height_mm > 0 && height_mm < needs.height_mm) ||
        (weight_kg > 0 && weight_kg < needs.weight_kg) ||
        (width_mm > 0 && width_mm < needs.width_mm)
      ) {
        return BLOCKED;
      }
      return width_mm === 0 ? UNKNOWN : OPEN;
    },
    allowed,
  };
}

/** Length of each arc, whole millimetres: the cost of laying hose along it. */
export function arcLengths_mm(network: Network): Uint32Array {
  const length_mm = new Uint32Array(network.arc_count);
  for (let arc = 0; arc < length_mm.length; arc++) {
    length_mm[arc] = edgeLength_mm(network, network.arc_edge[arc] >>> 1);
  }
  return length_mm;
}

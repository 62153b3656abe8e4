import type { StreetClass } from '../../src/lib/domain/network/street_set.ts';
import type { ValueSource } from '../../src/lib/contract/layer_rows.ts';
import type { Place } from './plane.ts';

/** What is built along a street; null for nothing. */
export type Frontage =
  | 'arcade'
  | 'town'
  | 'handshake'
  | 'estate'
  | 'suburb'
  | 'valley'
  | 'hill'
  | 'hamlet'
  | 'core'
  | 'steps'
  | 'workshop'
  | 'logistics'
  | 'roadside';

/** A street of the sample town as drawn, before junctions are found. */
export interface StreetLine {
  name: string | null;
  street_class: StreetClass;
  width_m: number | null;
  width_source: ValueSource;
  oneway?: 1;
  maxspeed_kmh?: number;
  max_weight_t?: number;
  max_height_m?: number;
  surface: string;
  bridge?: boolean;
  frontage: Frontage | null;
  /** A water main lies along it, of this diameter. */
  main_mm?: number;
  points: Place[];
}

export const FOOT: ReadonlySet<StreetClass> = new Set(['footway', 'path', 'steps', 'pedestrian'] as const);

import Flatbush from 'flatbush';
import { distance_m, metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import type { Leg } from '../coverage/verdict.ts';
import type { SourceClass } from './source_class.ts';

/** A hydrant where it stands, WGS 84 degrees. */
export interface StandingHydrant {
  lon_deg: number;
  lat_deg: number;
  source_class: SourceClass;
}

/** The circle round a hydrant beside what hose can really do. */
export interface Protection {
  /** Within the straight radius of a hydrant as the code words it. */
  circle: Leg;
  /** Straight to the hydrant that decided, the nearest of its class; null where none stands within the radius. */
  straight_m: number | null;
  /** Index of that hydrant. */
  hydrant: number | null;
  /** The water leg: along ways, from the stop. */
  hose_way: Leg;
  /** The circle says protected, the hose says no: what a plan of circles leaves out. */
  only_on_paper: boolean;
}

/**
 * Straight-line protection (`hydrant.protection_radius_m`, GB 50974-2014 7.2.5: not more than 150 m) of any point, inclusive.
 * A hydrant known to suffice protects; one never measured leaves it open; weak and broken ones protect nobody.
 */
export class ProtectionCircles {
  readonly #hydrants: readonly StandingHydrant[];
  readonly #radius_m: number;
  readonly #index: Flatbush | null;

  constructor(hydrants: readonly StandingHydrant[], radius_m: number) {
    if (!(radius_m > 0)) throw new RangeError(`Radius ${radius_m} m, expected above 0`);
    this.#hydrants = hydrants;
    this.#radius_m = radius_m;
    this.#index = hydrants.length === 0 ? null : new Flatbush(hydrants.length);
    for (const { lon_deg, lat_deg } of hydrants) this.#index?.add(lon_deg, lat_deg);
    this.#index?.finish();
  }

  /** The circle's answer for a point beside the water leg that was found for it. */
  at(lon_deg: number, lat_deg: number, hose_way: Leg): Protection {
    const good = this.#nearest(lon_deg, lat_deg, 'good');
    const found = good ?? this.#nearest(lon_deg, lat_deg, 'unknown');
    const circle: Leg = good ? 'pass' : found ? 'unknown' : 'fail';
    return {
      circle,
      straight_m: found?.straight_m ?? null,
      hydrant: found?.hydrant ?? null,
      hose_way,
      only_on_paper: circle === 'pass' && hose_way === 'fail',
    };
  }

  #nearest(lon_deg: number, lat_deg: number, wanted: SourceClass) {
    const dx = (this.#radius_m * 1.001) / metresPerLonDegree(lat_deg);
    const dy = (this.#radius_m * 1.001) / metresPerLatDegree(lat_deg);
    let best: { hydrant: number; straight_m: number } | null = null;
    for (const hydrant of this.#index?.search(lon_deg - dx, lat_deg - dy, lon_deg + dx, lat_deg + dy) ?? []) {
      const at = this.#hydrants[hydrant];
      if (at.source_class !== wanted) continue;
      const straight_m = distance_m(lon_deg, lat_deg, at.lon_deg, at.lat_deg);
      if (straight_m > this.#radius_m) continue;
      const nearer =
        best === null ||
        straight_m < best.straight_m ||
        (straight_m === best.straight_m && hydrant < best.hydrant);
      if (nearer) best = { hydrant, straight_m };
    }
    return best;
  }
}

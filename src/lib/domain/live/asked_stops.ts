import type { AskedSupply } from '../water/asking_buildings.ts';
import type { LiveWater } from './live_water.ts';

interface Kept {
  walk_edge: number;
  along_mm: number;
  revision: number;
  supply: AskedSupply;
}

/** What the water at their stops comes to for askers of one vehicle, kept while stop and water stay as they are. */
export class AskedStops {
  readonly #water: LiveWater;
  readonly #supply_hose_m: number;
  /** By asker. */
  readonly #kept: (Kept | undefined)[] = [];

  constructor(water: LiveWater, supply_hose_m: number) {
    this.#water = water;
    this.#supply_hose_m = supply_hose_m;
  }

  at(asker: number, walk_edge: number, along_mm: number): AskedSupply {
    const { revision } = this.#water;
    const kept = this.#kept[asker];
    if (kept?.revision === revision && kept.walk_edge === walk_edge && kept.along_mm === along_mm) {
      return kept.supply;
    }
    const supply = this.#water.askedAt(asker, walk_edge, along_mm, this.#supply_hose_m);
    this.#kept[asker] = { walk_edge, along_mm, revision, supply };
    return supply;
  }
}

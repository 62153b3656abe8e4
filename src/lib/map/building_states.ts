import { VERDICTS, type Verdict } from '../domain/coverage/verdict.ts';
import { TOWN } from './source.ts';

/** What of a map tells features a state of their own. */
export interface StatefulMap {
  setFeatureState(feature: BuildingRef, state: { verdict: Verdict }): unknown;
  removeFeatureState(feature: Omit<BuildingRef, 'id'> & { id?: number }, key?: string): unknown;
}
interface BuildingRef {
  source: string;
  sourceLayer: string;
  id: number;
}

/** No verdict: the tiles carry none, or nobody knows which. */
const NONE = 255;
const BUILDINGS = { source: TOWN, sourceLayer: 'building' };

/**
 * Verdicts over those of the tiles, without new tiles: tells the map only of buildings that differ from what it shows,
 * and takes back what its tile says anyway.
 */
export class BuildingStates {
  private shown: Uint8Array;
  private tiles: Uint8Array;

  /** `tiles`: verdicts the tiles carry, null where they carry none. */
  constructor(
    private readonly map: StatefulMap,
    private readonly ids: Float64Array,
    tiles: Uint8Array | null,
  ) {
    this.tiles = tiles ?? new Uint8Array(ids.length).fill(NONE);
    this.shown = this.tiles.slice();
  }

  /** Index into VERDICTS by building; how many the map was told of. */
  show(verdict: Uint8Array): number {
    let told = 0;
    for (let i = 0; i < verdict.length; i++) {
      const wanted = verdict[i]!;
      if (wanted === this.shown[i]) continue;
      const id = this.ids[i]!;
      if (wanted === this.tiles[i]) this.map.removeFeatureState({ ...BUILDINGS, id }, 'verdict');
      else this.map.setFeatureState({ ...BUILDINGS, id }, { verdict: VERDICTS[wanted]! });
      this.shown[i] = wanted;
      told++;
    }
    return told;
  }

  /** The map was emptied of every state, as after a lost context. */
  forget(): void {
    this.shown = this.tiles.slice();
  }

  /** Back to what the tiles say. */
  clear(): void {
    this.map.removeFeatureState(BUILDINGS);
    this.forget();
  }
}

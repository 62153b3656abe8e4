import { outlineDistance_m } from '../geometry/shape_distance.ts';
import type { SourceClass } from './source_class.ts';
import type { SourceInReach } from './supply.ts';

/** What a source gives, as far as recorded, and where it stands: what it is counted by. */
export interface SourceFigures {
  kind: SourceInReach['kind'];
  /** Null for stores. */
  flow_lps: number | null;
  /** Null for all but stores. */
  volume_m3: number | null;
  /** Of a hydrant's main; null not recorded, and for other water. */
  dead_end: boolean | null;
  /** lon,lat pairs: where a hydrant stands, the vertices of a store; empty for flowing water, whose distance decides nothing. */
  points_deg: ArrayLike<number>;
}

export interface FiguredSource {
  source_class: SourceClass;
  figures: SourceFigures;
}

/** Rings of a building one after another: lon,lat pairs, ring i having vertices [ring_start[i], ring_start[i + 1]). */
export interface Outline {
  coords_deg: ArrayLike<number>;
  ring_start: ArrayLike<number>;
}

const STORES: ReadonlySet<string> = new Set(['pool', 'tank']);

/** Whether water of a kind is counted by what it holds. */
export const isStore = (kind: string) => STORES.has(kind);

/** A source as supplyOf counts it for a building. Stores are measured from their vertices: they are small, and mostly points. */
export function sourceInReach<Key>(
  key: Key,
  { source_class, figures }: FiguredSource,
  outline: Outline,
): SourceInReach<Key> {
  const { kind, flow_lps, volume_m3, dead_end } = figures;
  const straight_m = straightDistance_m(outline, figures.points_deg);
  if (kind === 'hydrant') return { kind, key, source_class, straight_m, flow_lps, dead_end };
  if (kind === 'store') return { kind, key, source_class, straight_m, volume_m3 };
  return { kind, key, source_class, straight_m, flow_lps };
}

/** Between a building's outline and the nearest of some points; Infinity for none. */
function straightDistance_m({ coords_deg, ring_start }: Outline, points_deg: ArrayLike<number>): number {
  let least_m = Infinity;
  for (let i = 0; i < points_deg.length; i += 2) {
    least_m = Math.min(least_m, outlineDistance_m(coords_deg, ring_start, points_deg[i], points_deg[i + 1]));
  }
  return least_m;
}

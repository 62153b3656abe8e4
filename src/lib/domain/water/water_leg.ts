import type { Leg } from '../coverage/verdict.ts';
import { WalkField, type WalkGround } from '../search/walk_field.ts';
import type { SourceClass } from './source_class.ts';

/** A source snapped to the walkable ways; sources are numbered in the order of their ids. */
export interface PlacedSource {
  source: number;
  source_class: SourceClass;
  edge: number;
  along_mm: number;
  /** Straight last piece from the way to the source. */
  offset_mm: number;
}

export interface WaterAnswer {
  water: Leg;
  /** A source known to be too weak stands within reach and none better does. */
  weak_source: boolean;
  /** The source that decided, or the nearest that is not known to fail; null where there is none. */
  source: number | null;
  distance_mm: number | null;
}

/** Answers, for any stop, whether water is within supply hose of it along walkable ways. */
export class WaterLeg {
  readonly #supply_mm: number;
  readonly #fields: Record<'good' | 'unknown' | 'weak', WalkField>;

  constructor(ground: WalkGround, sources: readonly PlacedSource[], supply_hose_m: number) {
    this.#supply_mm = supply_hose_m * 1000;
    const field = (wanted: SourceClass) =>
      new WalkField(
        ground,
        sources
          .filter(({ source_class }) => source_class === wanted)
          .map(({ source, edge, along_mm, offset_mm }) => ({
            edge,
            from_mm: along_mm,
            to_mm: along_mm,
            extra_mm: offset_mm,
            from_rank: source,
            to_rank: source,
          })),
      );
    this.#fields = { good: field('good'), unknown: field('unknown'), weak: field('weak') };
  }

  /** A stop on a walkable edge: good water within reach passes; else unmeasured leaves it open; else it fails. */
  at(edge: number, along_mm: number): WaterAnswer {
    const hits = {
      good: this.#fields.good.nearest(edge, along_mm),
      unknown: this.#fields.unknown.nearest(edge, along_mm),
      weak: this.#fields.weak.nearest(edge, along_mm),
    };
    const legs = { good: 'pass', unknown: 'unknown', weak: 'fail' } as const;
    for (const source_class of ['good', 'unknown', 'weak'] as const) {
      const hit = hits[source_class];
      if (hit && hit.distance_mm <= this.#supply_mm) {
        return {
          water: legs[source_class],
          weak_source: source_class === 'weak',
          source: hit.rank,
          distance_mm: hit.distance_mm,
        };
      }
    }
    const nearest = [hits.good, hits.unknown]
      .filter((hit) => hit !== null)
      .sort((a, b) => a.distance_mm - b.distance_mm || a.rank - b.rank)[0];
    return {
      water: 'fail',
      weak_source: false,
      source: nearest?.rank ?? null,
      distance_mm: nearest?.distance_mm ?? null,
    };
  }
}

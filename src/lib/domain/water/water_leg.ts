import type { Leg } from '../coverage/verdict.ts';
import { WalkField, type WalkGround, type WalkHit, type WalkTarget } from '../search/walk_field.ts';
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

/** What sources are told apart by: those of class `none` play no part. */
export const WATER_CLASSES = ['good', 'unknown', 'weak'] as const satisfies readonly SourceClass[];
export type WaterClass = (typeof WATER_CLASSES)[number];

/** A source as something to walk to. */
export const targetOf = ({ source, edge, along_mm, offset_mm }: PlacedSource): WalkTarget => ({
  edge,
  from_mm: along_mm,
  to_mm: along_mm,
  extra_mm: offset_mm,
  from_rank: source,
  to_rank: source,
});

/** Answers, for any stop, whether water is within supply hose of it along walkable ways. */
export class WaterLeg {
  readonly #supply_hose_m: number;
  readonly #fields: Record<WaterClass, WalkField>;

  constructor(ground: WalkGround, sources: readonly PlacedSource[], supply_hose_m: number) {
    this.#supply_hose_m = supply_hose_m;
    const field = (wanted: SourceClass) =>
      new WalkField(ground, sources.filter(({ source_class }) => source_class === wanted).map(targetOf));
    this.#fields = { good: field('good'), unknown: field('unknown'), weak: field('weak') };
  }

  /** For a stop on a walkable edge, see waterAnswer. */
  at(edge: number, along_mm: number): WaterAnswer {
    return waterAnswer((wanted) => this.#fields[wanted].nearest(edge, along_mm), this.#supply_hose_m);
  }
}

const LEG_OF: Record<WaterClass, Leg> = { good: 'pass', unknown: 'unknown', weak: 'fail' };

/**
 * Good water within reach of a stop passes; else unmeasured leaves it open; else it fails. `nearest` gives the source
 * of a class nearest to the stop.
 */
export function waterAnswer(
  nearest: (wanted: WaterClass) => WalkHit | null,
  supply_hose_m: number,
): WaterAnswer {
  const supply_mm = supply_hose_m * 1000;
  for (const wanted of WATER_CLASSES) {
    const hit = nearest(wanted);
    if (!hit || hit.distance_mm > supply_mm) continue;
    return {
      water: LEG_OF[wanted],
      weak_source: wanted === 'weak',
      source: hit.rank,
      distance_mm: hit.distance_mm,
    };
  }
  const [named] = [nearest('good'), nearest('unknown')]
    .filter((hit) => hit !== null)
    .sort((a, b) => a.distance_mm - b.distance_mm || a.rank - b.rank);
  return {
    water: 'fail',
    weak_source: false,
    source: named?.rank ?? null,
    distance_mm: named?.distance_mm ?? null,
  };
}

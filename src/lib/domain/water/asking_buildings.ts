import type { RuleSet } from '../rules/rule_set.ts';
import { ruleOf } from '../rules/read_rules.ts';
import { sourceInReach, type FiguredSource, type Outline } from './source_figures.ts';
import type { ReachedSource } from './sources_in_reach.ts';
import { supplyOf } from './supply.ts';
import type { WaterAnswer } from './water_leg.ts';

/**
 * Buildings known to ask for more than one hydrant has to give: their water leg goes by the sum of what is in reach. One
 * value each, ascending by building.
 */
export interface AskingBuildings {
  /** Place among the town's buildings. */
  building: Uint32Array;
  flow_lps: Float64Array;
  /** How long it must last. */
  duration_h: Float64Array;
  /** Rings of asker i: [first_ring[i], first_ring[i + 1]). */
  first_ring: Uint32Array;
  /** Vertices of ring r: [ring_start[r], ring_start[r + 1]). */
  ring_start: Uint32Array;
  /** lon,lat pairs of all outlines. */
  coords_deg: Float64Array;
}

/** One of them before it stands in columns. */
export interface AskingBuilding {
  building: number;
  flow_lps: number;
  duration_h: number;
  outline: Outline;
}

/** Whether the rule set lets the flow a building asks for decide its water leg (`water.required_flow_decides`). */
export const flowDecides = (rules: RuleSet['rules']) =>
  ruleOf(rules, 'water.required_flow_decides')?.value === 1;

/** Into columns, ascending by building as given. */
export function askingColumns(askers: readonly AskingBuilding[]): AskingBuildings {
  const first_ring = new Uint32Array(askers.length + 1);
  const ring_start = [0];
  const coords_deg: number[] = [];
  askers.forEach(({ outline }, i) => {
    for (let ring = 0; ring + 1 < outline.ring_start.length; ring++) {
      for (let v = outline.ring_start[ring]; v < outline.ring_start[ring + 1]; v++) {
        coords_deg.push(outline.coords_deg[2 * v], outline.coords_deg[2 * v + 1]);
      }
      ring_start.push(coords_deg.length / 2);
    }
    first_ring[i + 1] = ring_start.length - 1;
  });
  return {
    building: Uint32Array.from(askers, ({ building }) => building),
    flow_lps: Float64Array.from(askers, ({ flow_lps }) => flow_lps),
    duration_h: Float64Array.from(askers, ({ duration_h }) => duration_h),
    first_ring,
    ring_start: Uint32Array.from(ring_start),
    coords_deg: Float64Array.from(coords_deg),
  };
}

/** By building: its place among the askers, -1 for all others. */
export function askerOfBuilding({ building }: AskingBuildings, buildings: number): Int32Array {
  const asker = new Int32Array(buildings).fill(-1);
  building.forEach((place, i) => (asker[place] = i));
  return asker;
}

/** What the sources in reach of an asker come to. */
export type AskedSupply =
  | { water: 'pass'; source: number; distance_mm: number }
  | { water: 'unknown' }
  /** `weak_source`: there is water, but known to be too little. */
  | { water: 'fail'; weak_source: boolean };

/** Sums up for buildings that ask for more than one source gives, by supplyOf. */
export class AskedLeg {
  readonly #asking: AskingBuildings;
  readonly #rules: RuleSet['rules'];
  readonly #outlines: Outline[];

  constructor(asking: AskingBuildings, rules: RuleSet['rules']) {
    this.#asking = asking;
    this.#rules = rules;
    const { building, first_ring, ring_start, coords_deg } = asking;
    this.#outlines = Array.from(building, (_, i) => ({
      coords_deg,
      ring_start: ring_start.subarray(first_ring[i], first_ring[i + 1] + 1),
    }));
  }

  get count(): number {
    return this.#outlines.length;
  }

  /** `reached` are the sources within supply hose of the asker's stop, ascending by source. */
  supply(
    asker: number,
    reached: readonly ReachedSource[],
    sourceOf: (source: number) => FiguredSource,
  ): AskedSupply {
    const sources = reached.map(({ source }) =>
      sourceInReach(source, sourceOf(source), this.#outlines[asker]),
    );
    const { flow_lps, duration_h } = this.#asking;
    const { verdict, counted, possible_lps } = supplyOf(
      sources,
      { kind: 'known', flow_lps: flow_lps[asker], duration_h: duration_h[asker] },
      this.#rules,
    );
    if (verdict === 'unknown') return { water: 'unknown' };
    if (verdict === 'fail') {
      const weak = sources.some(({ source_class }) => source_class === 'weak');
      return { water: 'fail', weak_source: weak || possible_lps > 0 };
    }
    const among = new Set(counted);
    const nearest = reached
      .filter(({ source }) => among.has(source))
      .reduce((best, other) => (other.distance_mm < best.distance_mm ? other : best));
    return { water: 'pass', ...nearest };
  }
}

/** The water leg of an asker, given that of one source alone: it names a source where the sum does not pass. */
export function askedAnswer(one: WaterAnswer, supply: AskedSupply): WaterAnswer {
  if (supply.water === 'pass') return { weak_source: false, ...supply };
  return { ...one, weak_source: false, ...supply };
}

import Flatbush from 'flatbush';
import { metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import { pointToSegment, type Nearest } from '../geometry/nearest.ts';
import { ruleOf } from '../rules/read_rules.ts';
import type { RuleSet } from '../rules/rule_set.ts';

/** A water main as hydrants know it. */
export interface MainLine {
  /** Fed from one end only; null not recorded. */
  dead_end: boolean | null;
  /** Vertices as lon,lat pairs. */
  coords_deg: Float64Array;
}

/** A water main. */
export interface Main extends MainLine {
  id: number;
  name: string | null;
  diameter_mm: number | null;
}

const found: Nearest = { squared: 0, t: 0, x: 0, y: 0 };

/** Finds the main beside a place. */
export class MainIndex<M extends MainLine = Main> {
  readonly #mains: readonly M[];
  readonly #boxes: Flatbush | null;
  /** Main and first vertex of each box, one after the other. */
  readonly #segments: Uint32Array;

  constructor(mains: readonly M[]) {
    this.#mains = mains;
    const count = mains.reduce((sum, { coords_deg }) => sum + Math.max(0, coords_deg.length / 2 - 1), 0);
    this.#segments = new Uint32Array(2 * count);
    this.#boxes = count === 0 ? null : new Flatbush(count);
    let segment = 0;
    mains.forEach(({ coords_deg: at }, main) => {
      for (let v = 0; v + 3 < at.length; v += 2) {
        this.#boxes!.add(
          Math.min(at[v], at[v + 2]),
          Math.min(at[v + 1], at[v + 3]),
          Math.max(at[v], at[v + 2]),
          Math.max(at[v + 1], at[v + 3]),
        );
        this.#segments[segment++] = main;
        this.#segments[segment++] = v;
      }
    });
    this.#boxes?.finish();
  }

  /** The nearest main within a straight distance, inclusive; of equally near ones the first. Null where there is none. */
  nearest(lon_deg: number, lat_deg: number, most_m: number): M | null {
    if (this.#boxes === null) return null;
    const kx = metresPerLonDegree(lat_deg);
    const ky = metresPerLatDegree(lat_deg);
    const near = this.#boxes.search(
      lon_deg - most_m / kx,
      lat_deg - most_m / ky,
      lon_deg + most_m / kx,
      lat_deg + most_m / ky,
    );
    let best = -1;
    let least = most_m * most_m;
    for (const segment of near) {
      const main = this.#segments[2 * segment];
      const at = this.#mains[main].coords_deg;
      const v = this.#segments[2 * segment + 1];
      const squared = pointToSegment(
        0,
        0,
        (at[v] - lon_deg) * kx,
        (at[v + 1] - lat_deg) * ky,
        (at[v + 2] - lon_deg) * kx,
        (at[v + 3] - lat_deg) * ky,
        found,
      );
      if (squared < least || (squared === least && (best < 0 || main < best))) {
        least = squared;
        best = main;
      }
    }
    return best < 0 ? null : this.#mains[best];
  }
}

/** How far a hydrant stands from its main at most, m; 0 where the rule set does not say, so that it stands on none. */
export const mainWithin_m = (rules: RuleSet['rules']) => ruleOf(rules, 'hydrant.main_within_m')?.value ?? 0;

/** Whether a hydrant that is put somewhere would be on a main fed from one end only; null where nothing tells. */
export const deadEndAt = (
  mains: MainIndex<MainLine>,
  [lon_deg, lat_deg]: readonly [lon_deg: number, lat_deg: number],
  rules: RuleSet['rules'],
) => mains.nearest(lon_deg, lat_deg, mainWithin_m(rules))?.dead_end ?? null;

/**
 * Whether each hydrant stands on a main fed from one end only: by its own record, else by that of the nearest main
 * within `most_m`; null where neither tells. Hydrants that change are new objects.
 */
export function withMains<H extends { lon_deg: number; lat_deg: number; dead_end: boolean | null }>(
  hydrants: H[],
  mains: readonly Main[],
  most_m: number,
): H[] {
  if (mains.length === 0) return hydrants;
  const index = new MainIndex(mains);
  return hydrants.map((hydrant) => {
    if (hydrant.dead_end !== null) return hydrant;
    const dead_end = index.nearest(hydrant.lon_deg, hydrant.lat_deg, most_m)?.dead_end ?? null;
    return dead_end === null ? hydrant : { ...hydrant, dead_end };
  });
}

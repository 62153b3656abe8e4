import type { WaterPoint } from '../../../domain/siting/hose_distances.ts';
import { AskedLeg, askerOfBuilding } from '../../../domain/water/asking_buildings.ts';
import { mainWithin_m, withMains } from '../../../domain/water/nearest_main.ts';
import { judgeHydrant } from '../../../domain/water/source_class.ts';
import type { FiguredSource } from '../../../domain/water/source_figures.ts';
import { SourcesInReach, type ReachedSource } from '../../../domain/water/sources_in_reach.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';
import { askingBuildings } from '../water/asked_flow.ts';
import type { SiteCandidate } from './site_plan.ts';

/** A hydrant that would be built, and the hose from it to a point. */
export interface BuiltInReach {
  hydrant: FiguredSource;
  distance_mm: number;
}

/** What hydrants that would be built come to, with what stands, for buildings that ask for more than one gives. */
export class AskedSums {
  readonly #run: CoverageRun;
  readonly #points: readonly WaterPoint[];
  readonly #leg: AskedLeg;
  readonly #reach: SourcesInReach;
  /** By point, its place among the askers; -1 for all others. */
  readonly #asker: Int32Array;
  readonly #standing = new Map<number, ReachedSource[]>();

  /** Point k is where building `buildings[k]` is fed from. */
  constructor(run: CoverageRun, buildings: readonly number[], points: readonly WaterPoint[]) {
    const { rules } = run.town;
    const asking = askingBuildings(run.town);
    const asker = askerOfBuilding(asking, run.town.buildings.length);
    this.#run = run;
    this.#points = points;
    this.#leg = new AskedLeg(asking, rules.rules);
    this.#asker = Int32Array.from(buildings, (building) => asker[building]);
    const placed = run.sources.flatMap((source) => source.placed ?? []);
    const { supply_hose_m } = rules.vehicles[run.options.vehicle];
    this.#reach = new SourcesInReach(run.walkways.ground, placed, supply_hose_m);
  }

  asks(point: number): boolean {
    return this.#asker[point] >= 0;
  }

  /** Whether these, with all that stands in reach, are known to be enough. */
  suffices(point: number, built: readonly BuiltInReach[]): boolean {
    const { sources } = this.#run;
    const { edge, along_mm } = this.#points[point];
    const standing = this.#standing.get(point) ?? this.#reach.at(edge, along_mm);
    this.#standing.set(point, standing);
    const more = built.map(({ distance_mm }, k) => ({ source: sources.length + k, distance_mm }));
    const { water } = this.#leg.supply(this.#asker[point], [...standing, ...more], (source) =>
      source < sources.length ? sources[source] : built[source - sources.length].hydrant,
    );
    return water === 'pass';
  }
}

/** Candidates as the hydrants they would be: what the rule set asks of one, on the main that is there. */
export function builtHydrants({ town }: CoverageRun, candidates: readonly SiteCandidate[]): FiguredSource[] {
  const { rules } = town.rules;
  const condition = hydrantBody(rules);
  const placed = candidates.map(({ lon_deg, lat_deg }) => ({ lon_deg, lat_deg, dead_end: null }));
  return withMains<{ lon_deg: number; lat_deg: number; dead_end: boolean | null }>(
    placed,
    town.mains,
    mainWithin_m(rules),
  ).map(({ lon_deg, lat_deg, dead_end }) => ({
    ...judgeHydrant(condition, rules),
    figures: {
      kind: 'hydrant',
      flow_lps: condition.flow_lps,
      volume_m3: null,
      dead_end,
      points_deg: [lon_deg, lat_deg],
    },
  }));
}

/** A new hydrant gives what the rule set asks of one, no more. */
export const hydrantBody = (rules: CoverageRun['town']['rules']['rules']) => ({
  name: null,
  status: 'working' as const,
  flow_lps: rules['hydrant.fire_flow_lps'].value,
  pressure_mpa: Math.max(
    rules['hydrant.fire_pressure_mpa'].value,
    rules['hydrant.static_pressure_mpa'].value,
  ),
});

import { isDrivable, isWalkable, STREET_CLASSES } from '../../../domain/network/street_set.ts';
import { coverLeast } from '../../../domain/siting/set_cover.ts';
import {
  CandidateReach,
  hydrantCandidates,
  type Candidate,
} from '../../../domain/water/hydrant_candidates.ts';
import { villageStore } from '../../../domain/water/pool.ts';
import { isStore } from '../../../domain/water/source_figures.ts';
import type { VehicleCode } from '../../../domain/rules/rule_set.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';
import { onGround } from '../coverage/on_ground.ts';

export interface AreaShortfall {
  /** '' outside any area. */
  area_id: number | '';
  working: number;
  broken: number;
  unknown: number;
  total: number;
  /** Buildings, and those without usable water in reach: the ones whose water leg fails. */
  demand: number;
  demand_short: number;
  /** Least number of new hydrants that serves the short ones, and its proven lower bound. */
  hydrants_missing: number;
  missing_bound: number;
  /** Short buildings no street candidate serves, and their places in the town's list. */
  unservable: number;
  unservable_buildings: number[];
  /** `number` names the candidate in `serves`. */
  proposed: { number: number; candidate: Candidate; buildings: number }[];
  /** For each candidate that serves any, the short buildings it serves, by their places in the town's list. */
  serves: ReadonlyMap<number, readonly number[]>;
  /** Null where it is not known whether mains serve the area, or what a village has to keep. */
  pool_m3_missing: number | null;
}

/**
 * What water each area lacks. A building is short where its water leg fails: nothing in reach is usable or might be.
 * Water in reach that was never measured leaves the leg unknown: it is to be tested first, and is
 * reported as such, not counted as missing hydrants.
 *
 * @param runOf the run each building's verdict comes from, where the best of several counts.
 */
export function waterShortfall(
  run: CoverageRun,
  runOf: (building: number) => CoverageRun = () => run,
): AreaShortfall[] {
  const { town, walkways } = run;
  const { rules } = town.rules;
  const onStreet = (street: number) => {
    const street_class = STREET_CLASSES[town.streets.street_class[street]];
    return isDrivable(street_class) && isWalkable(street_class);
  };
  const candidates = hydrantCandidates(
    town.streets,
    walkways.ground,
    onStreet,
    rules['hydrant.candidate_spacing_m'].value,
  );
  const reaches = new Map<VehicleCode, CandidateReach>();
  const reachOf = ({ options: { vehicle } }: CoverageRun) => {
    const { supply_hose_m } = town.rules.vehicles[vehicle];
    const reach = reaches.get(vehicle) ?? new CandidateReach(walkways.ground, candidates, supply_hose_m);
    reaches.set(vehicle, reach);
    return reach;
  };

  const short_by_area = new Map<number | '', number[]>();
  const demand_by_area = new Map<number | '', number>();
  run.buildings.forEach((_, i) => {
    const assessment = runOf(i).buildings[i];
    const area = town.buildings[i].area_id ?? '';
    demand_by_area.set(area, (demand_by_area.get(area) ?? 0) + 1);
    if (assessment.legs.water !== 'fail') return;
    const short = short_by_area.get(area);
    if (short) short.push(i);
    else short_by_area.set(area, [i]);
  });
  const outside = demand_by_area.has('') || town.hydrants.some(({ area_id }) => area_id === null);
  const areas: (number | '')[] = [...town.areas.map(({ id }) => id), ...(outside ? ['' as const] : [])];

  return areas.map((area_id) => {
    const hydrants = town.hydrants.filter((hydrant) => (hydrant.area_id ?? '') === area_id);
    const with_status = (status: string) => hydrants.filter((hydrant) => hydrant.status === status).length;
    const short = short_by_area.get(area_id) ?? [];
    return {
      area_id,
      working: with_status('working'),
      broken: with_status('broken'),
      unknown: with_status('unknown'),
      total: hydrants.length,
      demand: demand_by_area.get(area_id) ?? 0,
      demand_short: short.length,
      ...missingHydrants(runOf, reachOf, candidates, short),
      pool_m3_missing: poolShortfall_m3(run, area_id),
    };
  });
}

function missingHydrants(
  runOf: (building: number) => CoverageRun,
  reachOf: (run: CoverageRun) => CandidateReach,
  candidates: readonly Candidate[],
  short: readonly number[],
): Pick<
  AreaShortfall,
  'hydrants_missing' | 'missing_bound' | 'unservable' | 'unservable_buildings' | 'proposed' | 'serves'
> {
  const serves = new Map<number, number[]>();
  short.forEach((building, demand) => {
    const run = runOf(building);
    const { stop } = run.buildings[building];
    if (!stop) return;
    const { edge, along_mm } = onGround(run.drive, run.walkways.ground.network, stop);
    for (const candidate of reachOf(run).serving(edge, along_mm)) {
      const served = serves.get(candidate);
      if (served) served.push(demand);
      else serves.set(candidate, [demand]);
    }
  });
  const sites = [...serves.keys()].sort((a, b) => a - b);
  const first = new Uint32Array(sites.length + 1);
  sites.forEach((site, i) => (first[i + 1] = first[i] + serves.get(site)!.length));
  const demand = Uint32Array.from(sites.flatMap((site) => serves.get(site)!));
  const cover = coverLeast({ first, demand }, short.length);
  return {
    hydrants_missing: cover.chosen.length,
    missing_bound: cover.bound,
    unservable: cover.uncoverable.length,
    unservable_buildings: Array.from(cover.uncoverable, (demand) => short[demand]),
    proposed: Array.from(cover.chosen, (chosen) => ({
      number: sites[chosen],
      candidate: candidates[sites[chosen]],
      buildings: serves.get(sites[chosen])!.length,
    })),
    serves: new Map(sites.map((site) => [site, serves.get(site)!.map((demand) => short[demand])])),
  };
}

/**
 * Where no mains serve an area: the pool volume the rule set asks for, less what its pools and tanks hold that are known to
 * work; see villageStore.
 */
function poolShortfall_m3({ town }: CoverageRun, area_id: number | ''): number | null {
  const area = town.areas.find(({ id }) => id === area_id);
  if (!area) return null;
  const { has_mains, low_fire_resistance } = area;
  const pools = town.water_sources.filter((source) => source.area_id === area_id && isStore(source.kind));
  const asked = { has_mains, low_fire_resistance, pools, natural_in_dry_season: 'none' } as const;
  const store = villageStore(asked, town.rules.rules);
  if (store.kind === 'mains') return 0;
  return store.kind === 'asked' ? store.missing_m3 : null;
}

import { pointAt } from '../../../domain/network/along.ts';
import { edgesBetween } from '../../../domain/network/linear_reference.ts';
import { FIRST_ADDED_ROW, type Edit } from '../../../domain/live/edit.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import { seconds } from '../../../domain/units/units.ts';
import { HoseDistances, type WaterPoint } from '../../../domain/siting/hose_distances.ts';
import { PairList } from '../../../domain/siting/pair_list.ts';
import { keptApart, PointsNear } from '../../../domain/siting/points_near.ts';
import { sitePoints } from '../../../domain/siting/site_points.ts';
import { targetSeeds, whole, type WalkGround } from '../../../domain/search/walk_field.ts';
import { onGround } from '../coverage/on_ground.ts';
import { runCoverage, type CoverageRun } from '../coverage/run_coverage.ts';
import type { Town } from '../town/load_town.ts';
import { AskedSums, builtHydrants, hydrantBody, type BuiltInReach } from './asked_sums.ts';
import { builtTown } from './built_town.ts';
import { hydrantPlaces, placesBeyond_m, type HydrantPlace } from './hydrant_places.ts';
import type { SiteCandidate, SitePlan, SitePlanOptions, SiteState } from './site_plan.ts';

/** Candidates looked at between two looks at the signal. */
const BETWEEN_LOOKS = 2048;

/**
 * Where hydrants would help: along streets or mains, every `hydrant.candidate_spacing_m`, for buildings whose water leg fails,
 * as `water` counts them: need of water does not depend on who comes, or whether any station is recorded. A new hydrant gives what the rule set
 * asks of one. A building that asks for more is served by a candidate where that one hydrant, with what stands, is enough.
 */
export function planHydrants(town: Town, options: SitePlanOptions): SitePlan {
  const {
    vehicle,
    cutoff_s,
    turnout_s,
    in_area,
    progress,
    signal,
    along = 'streets',
    strict = false,
  } = options;
  const asked = {
    vehicle,
    cutoff_s: seconds(cutoff_s),
    turnout_s: turnout_s === null ? null : seconds(turnout_s),
    station_kinds: null,
    season: options.season,
  };
  const run = runCoverage(town, asked);
  const state = run.buildings.map((_, i) =>
    in_area(town.buildings[i].area_id) ? waterStateOf(run, i) : null,
  );
  const having = (wanted: SiteState) => [...state.keys()].filter((i) => state[i] === wanted);
  const short = having('short');
  const unknown = having('unknown');
  const wanting = [...short, ...unknown];
  const { ground } = run.walkways;
  const { supply_hose_m } = town.rules.vehicles[vehicle];

  const points = wanting.map((i) => onGround(run.drive, ground.network, run.buildings[i].stop!));
  const stops = new PointsNear(
    points.slice(0, short.length).map(({ edge, along_mm }) => {
      const [lon_deg, lat_deg] = pointAt(town.streets, ground.network.edge_street[edge], along_mm / 1000);
      return { lon_deg, lat_deg };
    }),
  );
  const look_m = supply_hose_m + placesBeyond_m(run);
  const { places, others } = hydrantPlaces(run, {
    along,
    strict,
    near: (lon_deg, lat_deg) => stops.any(lon_deg, lat_deg, look_m),
  });
  signal?.throwIfAborted();
  const near = edgesNear(ground, points.slice(0, short.length), supply_hose_m);
  const looked_at = places.length + others.length;
  const found: SiteCandidate[] = [];
  const found_at: ReturnType<typeof sourceAt>[] = [];
  for (const place of places) {
    const candidate = candidateOf(run, place);
    const at = sourceAt(run, place);
    if (candidate && near[at.edge] === 1) {
      found.push(candidate);
      found_at.push(at);
    } else others.push({ lon_deg: place.lon_deg, lat_deg: place.lat_deg, state: 'serves-nobody' });
  }
  progress(
    `measuring hose from ${found.length} of ${looked_at} points of ${along} to ${short.length} buildings`,
  );
  const distances = new HoseDistances(ground, points, supply_hose_m);
  const sums = new AskedSums(run, wanting, points);
  const several = new Set<number>();
  const alone = new Set<number>();
  const found_hydrants = builtHydrants(run, found);
  let list = new PairList();
  found.forEach((_, site) => {
    if (site % BETWEEN_LOOKS === 0) signal?.throwIfAborted();
    const hydrant = found_hydrants[site];
    distances.from(found_at[site], (point, distance_mm) => {
      if (point >= short.length) return;
      if (!sums.asks(point)) list.add(point, site, distance_mm / 1000);
      else if (sums.suffices(point, [{ hydrant, distance_mm }])) {
        list.add(point, site, distance_mm / 1000);
        alone.add(point);
      } else several.add(point);
    });
  });
  const apart_m = ruleOf(town.rules.rules, 'hydrant.least_distance_m')?.value ?? 0;
  if (apart_m > 0) {
    const stay = new Set(keptApart(found, list.sitesByPairs(found.length), apart_m));
    list = list.only(stay);
    found.forEach(({ lon_deg, lat_deg }, site) => {
      if (!stay.has(site)) others.push({ lon_deg, lat_deg, state: 'near-hydrant' });
    });
  }
  const { pairs, kept } = list.byDemand(short.length);
  const candidates = Array.from(kept, (site) => found[site]);
  const serving = new Set(candidates);

  /** Per point, the hydrants of a choice that are in reach of it. */
  const reachedBy = (chosen: readonly number[]) => {
    const reached = new Map<number, BuiltInReach[]>();
    for (const site of chosen) {
      const hydrant = found_hydrants[kept[site]];
      distances.from(found_at[kept[site]], (point, distance_mm) => {
        reached.set(point, [...(reached.get(point) ?? []), { hydrant, distance_mm }]);
      });
    }
    return reached;
  };
  /** Building, ascending, of the points a choice serves. */
  const enoughAt = (chosen: readonly number[], wanted: (point: number) => boolean) =>
    [...reachedBy(chosen)]
      .filter(([point, built]) => wanted(point) && (!sums.asks(point) || sums.suffices(point, built)))
      .map(([point]) => point)
      .sort((a, b) => a - b);

  return {
    kind: 'hydrant',
    run,
    state,
    short,
    candidates,
    points: sitePoints([
      ...candidates.map((at, candidate) => ({ ...at, candidate })),
      ...others,
      ...found
        .filter((at) => !serving.has(at))
        .map(({ lon_deg, lat_deg }) => ({ lon_deg, lat_deg, state: 'serves-nobody' as const })),
    ]),
    looked_at,
    thinned: 0,
    pairs,
    limit: supply_hose_m,
    madeSure: (chosen) =>
      enoughAt(chosen, (point) => point >= short.length).map((point) => unknown[point - short.length]),
    nearest: null,
    needs_several: [...several].filter((point) => !alone.has(point)).sort((a, b) => a - b),
    servedTogether: (chosen) => enoughAt(chosen, (point) => several.has(point)),
    edits: (chosen) => chosen.map((site, k) => hydrantAt(town, candidates[site], k)),
    servedAfter: (edits) =>
      runCoverage(builtTown(town, edits), asked).buildings.map(({ legs }) => legs.water === 'pass'),
  };
}

export function waterStateOf({ buildings }: CoverageRun, building: number): SiteState {
  const { legs, stop } = buildings[building];
  if (legs.water === 'pass') return 'served';
  if (!stop) return 'out-of-reach';
  return legs.water === 'unknown' ? 'unknown' : 'short';
}

/** Walk edges that come within the hose of any of the points: 1. */
function edgesNear(
  { network, searcher, costs }: WalkGround,
  points: readonly WaterPoint[],
  supply_hose_m: number,
): Uint8Array {
  const near = new Uint8Array(network.edge_count);
  const seeds = points.flatMap(({ edge, along_mm }) => {
    near[edge] = 1;
    return targetSeeds(network, {
      edge,
      from_mm: along_mm,
      to_mm: along_mm,
      extra_mm: 0,
      from_rank: 0,
      to_rank: 0,
    });
  });
  const { reached } = searcher.run(
    costs,
    {
      node: Uint32Array.from(seeds, ({ node }) => node),
      delay: Uint32Array.from(seeds, ({ delay }) => delay),
      label: new Uint32Array(seeds.length),
    },
    { least_pass: 0, limit: supply_hose_m * 1000 },
  );
  for (const node of reached) {
    for (let arc = network.first_arc[node]; arc < network.first_arc[node + 1]; arc++) {
      near[network.arc_edge[arc] >>> 1] = 1;
    }
  }
  return near;
}

/** The place on the vehicle graph; null where its street has none there. */
export function candidateOf({ drive }: CoverageRun, place: HydrantPlace): SiteCandidate | null {
  const { street, along_mm, lon_deg, lat_deg, wall_m, main_id, main_m, notes } = place;
  const [part] = edgesBetween(drive, street, along_mm, along_mm);
  if (!part) return null;
  const start_mm = drive.edge_start_mm[part.edge];
  const t = (along_mm - start_mm) / (drive.edge_end_mm[part.edge] - start_mm);
  return {
    lon_deg,
    lat_deg,
    edge: part.edge,
    t: Math.min(1, Math.max(0, t)),
    wall_m,
    main_id,
    main_m,
    notes,
  };
}

/** A hydrant put there, placed on the walkable ways as every hydrant is. */
export function sourceAt(
  { walkways }: CoverageRun,
  { lon_deg, lat_deg }: Pick<HydrantPlace, 'lon_deg' | 'lat_deg'>,
) {
  const { edge, along_mm, straight_m } = walkways.placeOf(lon_deg, lat_deg)!;
  return { edge, from_mm: along_mm, to_mm: along_mm, extra_mm: whole(straight_m * 1000) };
}

export function hydrantAt({ rules: { rules } }: Town, { lon_deg, lat_deg }: SiteCandidate, k: number): Edit {
  return {
    kind: 'add',
    layer: 'hydrant',
    row: FIRST_ADDED_ROW + k,
    at_deg: [lon_deg, lat_deg],
    body: hydrantBody(rules),
  };
}

import { exitTime_ms, stationExit, turnout_ms } from '../../../domain/coverage/stations.ts';
import { pointAt } from '../../../domain/network/along.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import { Searcher } from '../../../domain/search/search.ts';
import { WalkField } from '../../../domain/search/walk_field.ts';
import { HoseDistances, type WaterPoint } from '../../../domain/siting/hose_distances.ts';
import { hoseWindows } from '../../../domain/siting/hose_windows.ts';
import { PairList } from '../../../domain/siting/pair_list.ts';
import { keptApart, PointsNear } from '../../../domain/siting/points_near.ts';
import { sitePoints, type SitePoints } from '../../../domain/siting/site_points.ts';
import { TravelTimes } from '../../../domain/siting/travel_times.ts';
import { seconds } from '../../../domain/units/units.ts';
import { targetOf } from '../../../domain/water/water_leg.ts';
import { runsPerVehicle } from '../coverage/best_run.ts';
import { onGround } from '../coverage/on_ground.ts';
import { runCoverage, type CoverageRun } from '../coverage/run_coverage.ts';
import type { Town } from '../town/load_town.ts';
import { builtTown } from './built_town.ts';
import { hydrantPlaces, placesBeyond_m } from './hydrant_places.ts';
import { candidateOf, hydrantAt, sourceAt, waterStateOf } from './site_hydrants.ts';
import type { SiteCandidate, SitePlan, SitePlanOptions, SiteState } from './site_plan.ts';
import {
  arrivalStateOf,
  MOST_CANDIDATES,
  owning,
  placed,
  stationAt,
  streetPoints,
  thinned,
} from './site_stations.ts';

/** Farther than a walk or a drive through any town: ways are followed to their ends. */
const FARTHEST_M = 1_000_000;
const FARTHEST_S = 86_400;
const BETWEEN_LOOKS = 16;
/** Nearly every building is a pair with every candidate, all costs told apart: more take too long to prove. */
const MOST_PAIRS = 4_000_000;

/** Hydrants for the least mean or the least worst way to the nearest good source. */
export function planNearestHydrants(town: Town, options: SitePlanOptions): SitePlan {
  const { vehicle, cutoff_s, turnout_s, in_area, signal, along = 'streets', strict = false } = options;
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
  const demand = asking(state);
  const { ground } = run.walkways;
  const { supply_hose_m } = town.rules.vehicles[vehicle];
  const points = demand.map((i) => onGround(run.drive, ground.network, run.buildings[i].stop!));
  const stops = new PointsNear(
    points.map(({ edge, along_mm }) => {
      const [lon_deg, lat_deg] = pointAt(town.streets, ground.network.edge_street[edge], along_mm / 1000);
      return { lon_deg, lat_deg };
    }),
  );
  const look_m = supply_hose_m + placesBeyond_m(run);
  const near = (lon_deg: number, lat_deg: number) => stops.any(lon_deg, lat_deg, look_m);
  let looked_at = 0;
  hydrantPlaces(run, { along, strict: false, near: (...at) => (near(...at) && looked_at++, false) });
  const every = Math.max(1, Math.ceil(looked_at / MOST_CANDIDATES));
  let seen = 0;
  const { places, others } = hydrantPlaces(run, {
    along,
    strict,
    near: (...at) => near(...at) && seen++ % every === 0,
  });
  const legal = places.flatMap((place) => candidateOf(run, place) ?? []);
  const apart_m = ruleOf(town.rules.rules, 'hydrant.least_distance_m')?.value ?? 0;
  const found = apart_m > 0 ? keptApart(legal, [...legal.keys()], apart_m).map((i) => legal[i]) : legal;
  const standing = hoseToGood_m(run, points);
  const distances = new HoseDistances(ground, points, farthest(standing, FARTHEST_M));
  const nearer = nearerPairs(found, standing, options, (candidate, take) =>
    distances.from(sourceAt(run, candidate), (point, distance_mm) => take(point, distance_mm / 1000)),
  );
  signal?.throwIfAborted();
  return {
    ...nearer.plan,
    kind: 'hydrant',
    run,
    state,
    short: demand,
    points: pointsOf(nearer.plan.candidates, others),
    looked_at,
    thinned: Math.max(0, looked_at - nearer.looked_at),
    limit: supply_hose_m,
    nearest: {
      standing,
      standingAfter: (edits) => hoseToGood_m(runCoverage(builtTown(town, edits), asked), points),
    },
    edits: (chosen) => chosen.map((site, k) => hydrantAt(town, nearer.plan.candidates[site], k)),
    servedAfter: (edits) =>
      runCoverage(builtTown(town, edits), asked).buildings.map(({ legs }) => legs.water === 'pass'),
  };
}

/** Micro stations for the least mean or the least worst time until somebody is there. */
export function planNearestStations(town: Town, options: SitePlanOptions): SitePlan {
  const { vehicle, cutoff_s, turnout_s, in_area, signal } = options;
  const asked = {
    vehicle,
    cutoff_s: seconds(cutoff_s),
    turnout_s: turnout_s === null ? null : seconds(turnout_s),
    station_kinds: null,
    season: options.season,
  };
  const runs = runsPerVehicle(town, cutoff_s, turnout_s, options.season);
  const run =
    runs.find((each) => each.options.vehicle === vehicle) ??
    runCoverage(town, { ...asked, station_ids: owning(town, vehicle) });
  const others = runs.filter((each) => each !== run);
  const state = run.buildings.map((_, i) =>
    in_area(town.buildings[i].area_id) ? arrivalStateOf(run, others, i) : null,
  );
  const demand = asking(state);
  const delay_ms = turnout_ms({ turnout_s: null, kind: 'micro' }, turnout_s, town.rules);
  const other_s = leastOf(
    others.map((each) => timeToDoors_s(each, demand)),
    demand.length,
  );
  const standing = leastOf([other_s, timeToDoors_s(run, demand)], demand.length);
  const { points } = streetPoints(run, new Uint8Array(run.drive.node_count).fill(1));
  const looked_at = points.length;
  const found = placed(run, thinned(points, Math.min(looked_at, MOST_CANDIDATES)));
  const within = timesOf(run, demand, farthest(standing, FARTHEST_S));
  const nearer = nearerPairs(found, standing, options, ({ edge, t }, take) =>
    within({ edge, t, delay: delay_ms, label: 0 }, take),
  );
  signal?.throwIfAborted();
  return {
    ...nearer.plan,
    kind: 'micro-station',
    run,
    state,
    short: demand,
    points: pointsOf(nearer.plan.candidates, []),
    looked_at,
    thinned: looked_at - nearer.looked_at,
    limit: cutoff_s,
    nearest: {
      standing,
      standingAfter(edits) {
        const after = builtTown(town, edits);
        const again = runCoverage(after, { ...asked, station_ids: owning(after, vehicle) });
        return leastOf([other_s, timeToDoors_s(again, demand)], demand.length);
      },
    },
    edits: (chosen) => chosen.map((site, k) => stationAt(vehicle, nearer.plan.candidates[site], k)),
    servedAfter(edits) {
      const after = builtTown(town, edits);
      const { buildings } = runCoverage(after, { ...asked, station_ids: owning(after, vehicle) });
      return buildings.map(
        ({ legs }, i) =>
          legs.arrive === 'pass' || others.some((each) => each.buildings[i].legs.arrive === 'pass'),
      );
    },
  };
}

/** Every building of the area that what is to be built could be of use to. */
const asking = (state: readonly (SiteState | null)[]) =>
  [...state.keys()].filter((i) => state[i] !== null && state[i] !== 'out-of-reach');

const farthest = (standing: Float64Array, most: number) =>
  Math.min(
    most,
    standing.reduce((so_far, cost) => Math.max(so_far, cost), 0),
  );

const leastOf = (columns: readonly Float64Array[], count: number) =>
  Float64Array.from({ length: count }, (_, i) => Math.min(Infinity, ...columns.map((column) => column[i])));

const pointsOf = (
  candidates: readonly SiteCandidate[],
  others: Parameters<typeof sitePoints>[0],
): SitePoints => sitePoints([...candidates.map((at, candidate) => ({ ...at, candidate })), ...others]);

/** Metres of hose to the nearest source known to be good; Infinity where no way leads to one. */
function hoseToGood_m({ sources, walkways }: CoverageRun, points: readonly WaterPoint[]): Float64Array {
  const good = sources.filter(({ source_class }) => source_class === 'good');
  const field = new WalkField(
    walkways.ground,
    good.flatMap(({ placed }) => (placed ? [targetOf(placed)] : [])),
  );
  return Float64Array.from(points, ({ edge, along_mm }) => {
    const hit = field.nearest(edge, along_mm);
    return hit === null ? Infinity : hit.distance_mm / 1000;
  });
}

type TimesFrom = (
  source: { edge: number; t: number; delay: number; label: number },
  take: (demand: number, time_s: number) => void,
) => void;

/** Seconds until the vehicle of a run, from a place, is where its hose reaches each building's door. */
function timesOf(run: CoverageRun, demand: readonly number[], limit_s: number): TimesFrom {
  const { drive, costs, walkways, town, options } = run;
  const rule = town.rules.vehicles[options.vehicle];
  const searcher = new Searcher(drive);
  const exit_ms = exitTime_ms(town.rules, rule);
  const doors = demand.map((i) => run.doors[i]!);
  const windows = hoseWindows(drive, walkways.ground, doors, rule.attack_hose_m);
  const times = new TravelTimes({
    drive,
    costs,
    searcher,
    windows,
    door_count: doors.length,
    least_pass: 2,
    limit_ms: Math.ceil(limit_s * 1000),
  });
  return (source, take) =>
    times.from(source, stationExit(drive, costs, searcher, source, exit_ms), (door, time_ms) =>
      take(door, time_ms / 1000),
    );
}

/** The same of the stations of a run, the earliest. */
function timeToDoors_s(run: CoverageRun, demand: readonly number[]): Float64Array {
  const timesFrom = timesOf(run, demand, FARTHEST_S);
  const least_s = new Float64Array(demand.length).fill(Infinity);
  for (const { edge, t, delay_ms } of run.stations) {
    if (edge === null) continue;
    timesFrom({ edge, t, delay: delay_ms, label: 0 }, (door, time_s) => {
      least_s[door] = Math.min(least_s[door], time_s);
    });
  }
  return least_s;
}

/** Pairs of candidates nearer than what stands; candidates are thinned evenly until there is room for them. */
function nearerPairs(
  found: readonly SiteCandidate[],
  standing: Float64Array,
  { progress, signal }: SitePlanOptions,
  costsFrom: (candidate: SiteCandidate, take: (demand: number, cost: number) => void) => void,
): {
  plan: Pick<SitePlan, 'candidates' | 'pairs' | 'madeSure' | 'needs_several' | 'servedTogether'>;
  looked_at: number;
} {
  for (let wanted = found.length; ;) {
    const places = thinned(found, wanted);
    progress(`measuring ways from ${places.length} points to ${standing.length} buildings`);
    const list = new PairList();
    let measured = 0;
    for (; measured < places.length && list.count <= MOST_PAIRS; measured++) {
      if (measured % BETWEEN_LOOKS === 0) signal?.throwIfAborted();
      costsFrom(places[measured], (demand, cost) => {
        if (cost < standing[demand]) list.add(demand, measured, cost);
      });
    }
    if (list.count > MOST_PAIRS && wanted > 1) {
      // So many filled the room, the others would take as much: as many again, spread over the town, should fit.
      wanted = Math.max(1, Math.floor(0.9 * measured));
      continue;
    }
    const { pairs, kept } = list.byDemand(standing.length);
    const candidates = Array.from(kept, (site) => places[site]);
    const plan = { candidates, pairs, madeSure: () => [], needs_several: [], servedTogether: () => [] };
    return { plan, looked_at: places.length };
  }
}

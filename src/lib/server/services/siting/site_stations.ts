import {
  exitTime_ms,
  bestPass,
  ownersOf,
  stationExit,
  turnout_ms,
} from '../../../domain/coverage/stations.ts';
import { hilbertIndex, HILBERT_SIDE } from '../../../domain/geometry/hilbert.ts';
import { FIRST_ADDED_ROW, type Edit } from '../../../domain/live/edit.ts';
import { edgeLength_mm, pointAt } from '../../../domain/network/along.ts';
import { SnapIndex } from '../../../domain/network/snap.ts';
import { isDrivable, isWalkable, STREET_CLASSES } from '../../../domain/network/street_set.ts';
import { Searcher } from '../../../domain/search/search.ts';
import { hoseWindows } from '../../../domain/siting/hose_windows.ts';
import { nodesReaching } from '../../../domain/siting/nodes_reaching.ts';
import { PairList } from '../../../domain/siting/pair_list.ts';
import { sitePoints } from '../../../domain/siting/site_points.ts';
import { TravelTimes } from '../../../domain/siting/travel_times.ts';
import { seconds, toMilliseconds } from '../../../domain/units/units.ts';
import { runsPerVehicle } from '../coverage/best_run.ts';
import { runCoverage, type CoverageRun } from '../coverage/run_coverage.ts';
import type { Town } from '../town/load_town.ts';
import { builtTown } from './built_town.ts';
import type { SiteCandidate, SitePlan, SitePlanOptions, SiteState } from './site_plan.ts';

/** Between candidates along a street, beside one at every junction and dead end. */
const SPACING_M = 100;
/** More candidates than this are thinned evenly over the town. */
export const MOST_CANDIDATES = 4000;
/** More pairs than this and half of the candidates go. */
const MOST_PAIRS = 3_000_000;
const BETWEEN_LOOKS = 128;

/**
 * Where micro stations would help: on streets the vehicle passes, at junctions and every 100 m, for buildings that no
 * station's vehicle gets to in time but this one could lay hose to from some street. Only known widths count as passed.
 * A new station has the kind's turn-out of the rule set and this one vehicle, and somebody is there.
 */
export function planStations(town: Town, options: SitePlanOptions): SitePlan {
  const { vehicle, cutoff_s, turnout_s, in_area, progress, signal } = options;
  const runs = runsPerVehicle(town, cutoff_s, turnout_s, options.season);
  const asked = {
    vehicle,
    cutoff_s: seconds(cutoff_s),
    turnout_s: turnout_s === null ? null : seconds(turnout_s),
    station_kinds: null,
    season: options.season,
    station_ids: owning(town, vehicle),
  };
  const run = runs.find((each) => each.options.vehicle === vehicle) ?? runCoverage(town, asked);
  const others = runs.filter((each) => each !== run);
  const state = run.buildings.map((_, i) =>
    in_area(town.buildings[i].area_id) ? arrivalStateOf(run, others, i) : null,
  );
  const having = (wanted: SiteState) => [...state.keys()].filter((i) => state[i] === wanted);
  const short = having('short');
  const unknown = having('unknown');
  signal?.throwIfAborted();

  const { drive, costs, walkways } = run;
  const searcher = new Searcher(drive);
  const limit_ms = toMilliseconds(seconds(cutoff_s));
  const delay_ms = turnout_ms({ turnout_s: null, kind: 'micro' }, turnout_s, town.rules);
  const rule = town.rules.vehicles[vehicle];
  const doors = [...short, ...unknown].map((i) => run.doors[i]!);
  const windows = hoseWindows(drive, walkways.ground, doors, rule.attack_hose_m);
  const times = new TravelTimes({
    drive,
    costs,
    searcher,
    windows,
    door_count: doors.length,
    least_pass: 2,
    limit_ms,
  });
  const exit_ms = exitTime_ms(town.rules, rule);
  const timesFrom = (place: SiteCandidate, take: (door: number, time_ms: number) => void) => {
    const source = { edge: place.edge, t: place.t, delay: delay_ms, label: 0 };
    times.from(source, stationExit(drive, costs, searcher, source, exit_ms), take);
  };

  const short_windows =
    unknown.length === 0
      ? windows
      : hoseWindows(drive, walkways.ground, doors.slice(0, short.length), rule.attack_hose_m);
  const { points, far } = streetPoints(run, nodesReaching(drive, costs, short_windows, limit_ms - delay_ms));
  let wanted = Math.min(points.length, MOST_CANDIDATES);
  let found: ReturnType<PairList['byDemand']> | null = null;
  let places: SiteCandidate[] = [];
  while (found === null) {
    places = placed(run, thinned(points, wanted));
    progress(
      `driving from ${places.length} of ${points.length} points of streets to ${short.length} buildings`,
    );
    const list = new PairList();
    for (let site = 0; site < places.length && list.count <= MOST_PAIRS; site++) {
      if (site % BETWEEN_LOOKS === 0) signal?.throwIfAborted();
      timesFrom(places[site], (door, time_ms) => {
        if (door < short.length) list.add(door, site, time_ms / 1000);
      });
    }
    if (list.count <= MOST_PAIRS || wanted < 2) found = list.byDemand(short.length);
    else wanted >>>= 1;
  }
  const candidates = Array.from(found.kept, (site) => places[site]);
  const number_at = new Map(candidates.map(({ lon_deg, lat_deg }, k) => [[lon_deg, lat_deg].join(), k]));
  const driven_from = new Set(places.map(({ lon_deg, lat_deg }) => [lon_deg, lat_deg].join()));

  return {
    kind: 'micro-station',
    run,
    state,
    short,
    candidates,
    points: sitePoints([
      ...points.map((point) => {
        const at = { lon_deg: point[0], lat_deg: point[1] };
        const candidate = number_at.get(point.join());
        if (candidate !== undefined) return { ...at, candidate };
        const state = driven_from.has(point.join()) ? 'serves-nobody' : 'thinned';
        return { ...at, state } as const;
      }),
      ...far.map(([lon_deg, lat_deg]) => ({ lon_deg, lat_deg, state: 'serves-nobody' as const })),
    ]),
    looked_at: points.length,
    thinned: points.length - wanted,
    pairs: found.pairs,
    limit: cutoff_s,
    madeSure(chosen) {
      const sure = new Set<number>();
      for (const site of chosen) {
        timesFrom(candidates[site], (door) => {
          if (door >= short.length) sure.add(unknown[door - short.length]);
        });
      }
      return [...sure].sort((a, b) => a - b);
    },
    nearest: null,
    needs_several: [],
    servedTogether: () => [],
    edits: (chosen) => chosen.map((site, k) => stationAt(vehicle, candidates[site], k)),
    servedAfter(edits) {
      const after = builtTown(town, edits);
      const { buildings } = runCoverage(after, { ...asked, station_ids: owning(after, vehicle) });
      return buildings.map(({ legs }, i) => legs.arrive === 'pass' || inTime(others, i));
    },
  };
}

export const stationAt = (
  vehicle: SitePlanOptions['vehicle'],
  { lon_deg, lat_deg }: SiteCandidate,
  k: number,
): Edit => ({
  kind: 'add',
  layer: 'station',
  row: FIRST_ADDED_ROW + k,
  at_deg: [lon_deg, lat_deg],
  body: { name: null, kind: 'micro', turnout_s: null, vehicles: [vehicle] },
});

export const owning = (town: Town, vehicle: SitePlanOptions['vehicle']): ReadonlySet<number> =>
  ownersOf(town.stations).get(vehicle) ?? new Set();

const inTime = (runs: readonly CoverageRun[], building: number) =>
  runs.some(({ buildings }) => buildings[building].legs.arrive === 'pass');

/** Whatever vehicle gets there in time serves; a new station's vehicle must get its hose to the door. */
export function arrivalStateOf(
  run: CoverageRun,
  others: readonly CoverageRun[],
  building: number,
): SiteState {
  const runs = [run, ...others];
  if (inTime(runs, building)) return 'served';
  const { door, hose } = { door: run.doors[building], hose: run.buildings[building].legs.hose };
  if (!door || hose === 'fail') return 'out-of-reach';
  return runs.some(({ buildings }) => buildings[building].legs.arrive === 'unknown') ? 'unknown' : 'short';
}

type Point = readonly [lon_deg: number, lat_deg: number];

/**
 * Points of streets the vehicle passes, none twice: those where an end of the street is marked, in Hilbert order, and
 * the others, from which nobody is reached.
 */
export function streetPoints({ drive, costs, town }: CoverageRun, near: Uint8Array) {
  const { streets } = town;
  const meeting = new Uint8Array(drive.node_count);
  const may_stand = (edge: number) => {
    const street_class = STREET_CLASSES[streets.street_class[drive.edge_street[edge]]];
    return isDrivable(street_class) && isWalkable(street_class) && bestPass(drive, costs, edge) > 0;
  };
  for (let edge = 0; edge < drive.edge_count; edge++) {
    for (const node of [drive.edge_start_node[edge], drive.edge_end_node[edge]]) {
      meeting[node] = Math.min(3, meeting[node] + 1);
    }
  }
  const points = new Map<string, Point>();
  const far = new Map<string, Point>();
  const add = (to: Map<string, Point>, lon_deg: number, lat_deg: number) => {
    const point: Point = [Number(lon_deg.toFixed(7)), Number(lat_deg.toFixed(7))];
    to.set(point.join(), point);
  };
  for (let edge = 0; edge < drive.edge_count; edge++) {
    const ends = [drive.edge_start_node[edge], drive.edge_end_node[edge]];
    if (!may_stand(edge)) continue;
    const to = ends.some((node) => near[node] === 1) ? points : far;
    for (const node of ends) {
      if (meeting[node] !== 2) add(to, drive.node_deg[2 * node], drive.node_deg[2 * node + 1]);
    }
    const length_m = edgeLength_mm(drive, edge) / 1000;
    const steps = Math.ceil(length_m / SPACING_M);
    for (let step = 1; step < steps; step++) {
      const along_m = drive.edge_start_mm[edge] / 1000 + (length_m * step) / steps;
      add(to, ...pointAt(streets, drive.edge_street[edge], along_m));
    }
  }
  for (const key of points.keys()) far.delete(key);
  return { points: inHilbertOrder([...points.values()]), far: [...far.values()] };
}

function boundsOf(points: readonly Point[]): [west: number, south: number, east: number, north: number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of points) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

function inHilbertOrder(points: Point[]): Point[] {
  const [west, south, east, north] = boundsOf(points);
  const cell = (value: number, low: number, high: number) =>
    high > low ? Math.floor(((value - low) / (high - low)) * (HILBERT_SIDE - 1)) : 0;
  return points
    .map((point) => ({
      point,
      place: hilbertIndex(cell(point[0], west, east), cell(point[1], south, north)),
    }))
    .sort((a, b) => a.place - b.place || a.point[0] - b.point[0] || a.point[1] - b.point[1])
    .map(({ point }) => point);
}

/** So many of the points, evenly along their order. */
export const thinned = <T>(points: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, k) => points[Math.floor((k * points.length) / count)]);

/** Where a station put there stands on the vehicle graph, as every station is placed. */
export function placed({ drive, costs, town }: CoverageRun, points: readonly Point[]): SiteCandidate[] {
  if (points.length === 0) return [];
  const index = new SnapIndex(drive, town.streets, (edge) => bestPass(drive, costs, edge) > 0);
  return points.map(([lon_deg, lat_deg]) => {
    const { edge, t } = index.nearest(lon_deg, lat_deg);
    return { lon_deg, lat_deg, edge, t, wall_m: null, main_id: null, main_m: null, notes: [] };
  });
}

import { pointAt } from '../../../domain/network/along.ts';
import { edgesBetween } from '../../../domain/network/linear_reference.ts';
import { isDrivable, isWalkable, STREET_CLASSES } from '../../../domain/network/street_set.ts';
import { FIRST_ADDED_ROW, type Edit } from '../../../domain/live/edit.ts';
import { seconds } from '../../../domain/units/units.ts';
import { HoseDistances, type WaterPoint } from '../../../domain/siting/hose_distances.ts';
import { PairList } from '../../../domain/siting/pair_list.ts';
import { sitePoints } from '../../../domain/siting/site_points.ts';
import { targetSeeds, whole, type WalkGround } from '../../../domain/search/walk_field.ts';
import { hydrantCandidates, type Candidate } from '../../../domain/water/hydrant_candidates.ts';
import { onGround } from '../coverage/on_ground.ts';
import { runCoverage, type CoverageRun } from '../coverage/run_coverage.ts';
import type { Town } from '../town/load_town.ts';
import { builtTown } from './built_town.ts';
import type { SiteCandidate, SitePlan, SitePlanOptions, SiteState } from './site_plan.ts';

/** Candidates looked at between two looks at the signal. */
const BETWEEN_LOOKS = 2048;

/**
 * Where hydrants would help: on streets, every `hydrant.candidate_spacing_m`, for buildings whose water leg fails
 * although the vehicle gets there, in time or late, and its hose reaches the door. A new hydrant gives what the rule
 * set asks of one. The rule set knows a largest distance between hydrants, no least one, so none is kept to those
 * that stand; where exactly at the kerb it goes, 0.5 to 2 m off and clear of walls, is left to the place.
 */
export function planHydrants(town: Town, options: SitePlanOptions): SitePlan {
  const { vehicle, cutoff_s, turnout_s, in_area, progress, signal } = options;
  const asked = {
    vehicle,
    cutoff_s: seconds(cutoff_s),
    turnout_s: turnout_s === null ? null : seconds(turnout_s),
    station_kinds: null,
  };
  const run = runCoverage(town, asked);
  const state = run.buildings.map((_, i) => (in_area(town.buildings[i].area_id) ? stateOf(run, i) : null));
  const having = (wanted: SiteState) => [...state.keys()].filter((i) => state[i] === wanted);
  const short = having('short');
  const unknown = having('unknown');
  const { ground } = run.walkways;
  const { supply_hose_m } = town.rules.vehicles[vehicle];

  const points = [...short, ...unknown].map((i) =>
    onGround(run.drive, ground.network, run.buildings[i].stop!),
  );
  const streets = hydrantCandidates(
    town.streets,
    ground,
    (street) => {
      const street_class = STREET_CLASSES[town.streets.street_class[street]];
      return isDrivable(street_class) && isWalkable(street_class);
    },
    town.rules.rules['hydrant.candidate_spacing_m'].value,
  );
  const near = edgesNear(ground, points.slice(0, short.length), supply_hose_m);
  const near_streets = streets.filter(({ edge }) => near[edge] === 1);
  const looked_at = near_streets.filter((at) => candidateOf(run, at) !== null);
  const found = looked_at.map((at) => candidateOf(run, at)!);
  progress(
    `measuring hose from ${found.length} of ${streets.length} points of streets to ${short.length} buildings`,
  );
  const distances = new HoseDistances(ground, points, supply_hose_m);
  const list = new PairList();
  found.forEach((candidate, site) => {
    if (site % BETWEEN_LOOKS === 0) signal?.throwIfAborted();
    distances.from(sourceAt(run, candidate), (point, distance_mm) => {
      if (point < short.length) list.add(point, site, distance_mm / 1000);
    });
  });
  const { pairs, kept } = list.byDemand(short.length);
  const candidates = Array.from(kept, (site) => found[site]);
  const serving = new Set(Array.from(kept, (site) => looked_at[site]));

  return {
    kind: 'hydrant',
    run,
    state,
    short,
    candidates,
    points: sitePoints([
      ...candidates.map((at, candidate) => ({ ...at, candidate })),
      ...streets
        .filter((at) => !serving.has(at))
        .map(({ street, along_mm }) => {
          const [lon_deg, lat_deg] = pointAt(town.streets, street, along_mm / 1000);
          return { lon_deg, lat_deg, state: 'serves-nobody' as const };
        }),
    ]),
    looked_at: streets.length,
    thinned: 0,
    pairs,
    limit: supply_hose_m,
    madeSure(chosen) {
      const sure = new Set<number>();
      for (const site of chosen) {
        distances.from(sourceAt(run, candidates[site]), (point) => {
          if (point >= short.length) sure.add(unknown[point - short.length]);
        });
      }
      return [...sure].sort((a, b) => a - b);
    },
    edits: (chosen) => chosen.map((site, k) => hydrantAt(town, candidates[site], k)),
    servedAfter: (edits) =>
      runCoverage(builtTown(town, edits), asked).buildings.map(({ legs }) => legs.water === 'pass'),
  };
}

function stateOf({ buildings }: CoverageRun, building: number): SiteState {
  const { legs, stop, arrival_ms } = buildings[building];
  if (legs.water === 'pass') return 'served';
  if (!stop || arrival_ms === null || legs.hose === 'fail') return 'out-of-reach';
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

/** Where it is written to lie, to the centimetre, is where it is taken to lie. */
function candidateOf({ drive, town }: CoverageRun, { street, along_mm }: Candidate): SiteCandidate | null {
  const [part] = edgesBetween(drive, street, along_mm, along_mm);
  if (!part) return null;
  const [lon_deg, lat_deg] = pointAt(town.streets, street, along_mm / 1000).map(written);
  const start_mm = drive.edge_start_mm[part.edge];
  const t = (along_mm - start_mm) / (drive.edge_end_mm[part.edge] - start_mm);
  return { lon_deg, lat_deg, edge: part.edge, t: Math.min(1, Math.max(0, t)) };
}

const written = (deg: number) => Number(deg.toFixed(7));

/** A hydrant put there, placed on the walkable ways as every hydrant is. */
function sourceAt({ walkways }: CoverageRun, { lon_deg, lat_deg }: SiteCandidate) {
  const { edge, along_mm, straight_m } = walkways.placeOf(lon_deg, lat_deg)!;
  return { edge, from_mm: along_mm, to_mm: along_mm, extra_mm: whole(straight_m * 1000) };
}

function hydrantAt({ rules: { rules } }: Town, { lon_deg, lat_deg }: SiteCandidate, k: number): Edit {
  return {
    kind: 'add',
    layer: 'hydrant',
    row: FIRST_ADDED_ROW + k,
    at_deg: [lon_deg, lat_deg],
    body: {
      name: null,
      status: 'working',
      flow_lps: rules['hydrant.fire_flow_lps'].value,
      pressure_mpa: Math.max(
        rules['hydrant.fire_pressure_mpa'].value,
        rules['hydrant.static_pressure_mpa'].value,
      ),
    },
  };
}

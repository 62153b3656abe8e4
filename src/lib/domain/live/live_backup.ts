import { UNKNOWN } from '../network/costs.ts';
import { NONE } from '../network/network.ts';
import { kArrivals, kArrivalsAt, type K, type KArrivals } from '../search/k_arrivals.ts';
import { seedsFromPositions } from '../search/seeds.ts';
import type { LiveNetwork } from '../network/live_network.ts';
import { walkEdgeAt, type GroundLink } from './ground_link.ts';
import type { LiveRun } from './live_run.ts';
import type { BuildingColumns } from './town_data.ts';

/** Who comes after the first: columns are by building, ascending by id. */
export interface LiveBackup {
  /** 1 where a second, a third station gets to the building's stop within the cutoff. */
  second_in_time: Uint8Array;
  third_in_time: Uint8Array;
  /** Whole ms until the second station is there, NONE where no other comes. */
  second_arrival_ms: Uint32Array;
  all: BackupCounts;
  /** By area id, '' outside any area. */
  by_area: Map<number | '', BackupCounts>;
}

export interface BackupCounts {
  buildings: number;
  second_in_time: number;
  third_in_time: number;
}

/** A run and the graph it goes by. */
export interface BackupRun {
  run: LiveRun;
  graph: LiveNetwork;
}

export interface BackupInput {
  buildings: BuildingColumns;
  runs: readonly BackupRun[];
  /** By building: the place in `runs` of the one its verdict comes from. */
  run_of_building: Uint8Array;
  /** From the vehicle graph to the walkable one. */
  link: GroundLink;
  /** The walkable graph. */
  foot: LiveNetwork;
  cutoff_ms: number;
}

const RANKS = 3 satisfies K;

/**
 * The second and third station at each building's stop, unknown widths taken for passable: every station counts once, with
 * whichever of its vehicles is there first. One search of the k earliest for each run.
 */
export function backupOf({
  buildings,
  runs,
  run_of_building,
  link,
  foot,
  cutoff_ms,
}: BackupInput): LiveBackup {
  const searched = runs.map(({ run, graph }) => ({ run, graph, nodes: searchOf(run, graph) }));
  const backup: LiveBackup = {
    second_in_time: new Uint8Array(buildings.count),
    third_in_time: new Uint8Array(buildings.count),
    second_arrival_ms: new Uint32Array(buildings.count).fill(NONE),
    all: noCounts(),
    by_area: new Map(),
  };
  const first_of = new Map<number, number>();
  for (let building = 0; building < buildings.count; building++) {
    const { run, graph } = runs[run_of_building[building]];
    const edge = run.stop_edge[building];
    first_of.clear();
    if (edge !== NONE) {
      for (const other of searched) {
        const at = samePoint(graph, other.graph, edge, run.stop_t[building], link, foot);
        if (at) take(first_of, other, at);
      }
    }
    const [, second = NONE, third = NONE] = [...first_of.values()].sort((a, b) => a - b);
    backup.second_arrival_ms[building] = second;
    backup.second_in_time[building] = second <= cutoff_ms ? 1 : 0;
    backup.third_in_time[building] = third <= cutoff_ms ? 1 : 0;
    count(backup, building, buildings.area_id[building]);
  }
  return backup;
}

function searchOf(run: LiveRun, { network }: LiveNetwork): KArrivals {
  const positions = [...run.own.values()].flat();
  const seeds = seedsFromPositions(network, run.costs, positions, UNKNOWN);
  const costs = { cost: run.costs.cost_ms, pass: run.costs.pass };
  return kArrivals(network, costs, seeds, { k: RANKS, least_pass: UNKNOWN });
}

function take(
  first_of: Map<number, number>,
  { run, graph, nodes }: BackupRun & { nodes: KArrivals },
  { edge, t }: { edge: number; t: number },
): void {
  const own = run.own.get(edge) ?? [];
  for (const { arrival, label } of kArrivalsAt(graph.network, run.costs, nodes, edge, t, own, UNKNOWN)) {
    first_of.set(label, Math.min(arrival, first_of.get(label) ?? NONE));
  }
}

/** A point of one graph in another; null where the other has no street there, as vehicles have none on footpaths. */
function samePoint(
  from: LiveNetwork,
  to: LiveNetwork,
  edge: number,
  t: number,
  link: GroundLink,
  foot: LiveNetwork,
): { edge: number; t: number } | null {
  if (from === to) return { edge, t };
  const { edge_start_mm, edge_end_mm } = from.network;
  const along_mm = edge_start_mm[edge] + t * (edge_end_mm[edge] - edge_start_mm[edge]);
  const base =
    to === foot
      ? walkEdgeAt(link, foot.network, from.baseEdgeOf(edge), along_mm)
      : driveEdgeAt(link, edge, to, along_mm);
  if (base === NONE) return null;
  const there = to.partAt(base, along_mm);
  const start_mm = to.network.edge_start_mm[there];
  const share = (along_mm - start_mm) / (to.network.edge_end_mm[there] - start_mm);
  return { edge: there, t: Math.min(1, Math.max(0, share)) };
}

function driveEdgeAt(link: GroundLink, walk_edge: number, drive: LiveNetwork, along_mm: number): number {
  for (let i = link.first_drive[walk_edge]; i < link.first_drive[walk_edge + 1]; i++) {
    const parts = drive.partsOf(link.drive_edge[i]);
    if (along_mm <= drive.network.edge_end_mm[parts[parts.length - 1]]) return link.drive_edge[i];
  }
  return NONE;
}

function count(backup: LiveBackup, building: number, area_id: number): void {
  const area = Number.isNaN(area_id) ? '' : area_id;
  const here = backup.by_area.get(area) ?? noCounts();
  backup.by_area.set(area, here);
  for (const counts of [backup.all, here]) {
    counts.buildings += 1;
    counts.second_in_time += backup.second_in_time[building];
    counts.third_in_time += backup.third_in_time[building];
  }
}

const noCounts = (): BackupCounts => ({ buildings: 0, second_in_time: 0, third_in_time: 0 });

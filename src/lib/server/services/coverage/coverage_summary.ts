import { edgeLength_mm } from '../../../domain/network/along.ts';
import type { WaterSeason } from '../../../domain/water/natural_intake.ts';
import type { SourceClass } from '../../../domain/water/source_class.ts';
import type { CoverageCounts } from '../../../domain/coverage/coverage_counts.ts';
import type { ScenarioOfRun } from '../scenario/named_scenario.ts';
import { coverageTotals } from './coverage_totals.ts';
import type { CoverageRun } from './run_coverage.ts';

export interface CoverageSummary extends CoverageCounts {
  /** Left out where the run is over the data as it is. */
  scenario?: ScenarioOfRun;
  vehicle: string;
  cutoff_s: number;
  turnout_s: number | null;
  station_kinds: readonly string[] | null;
  /** What natural water was judged for. */
  season: WaterSeason;
  rule_set: { code: string; version: string };
  oneway: 'obey' | 'ignore';
  stations: number;
  stations_without_street: number;
  streets: { nodes: number; edges: number; arcs: number; arcs_blocked: number; length_m: number };
  joining: {
    join_m: number;
    joined_by_distance: number;
    near_misses: number;
    loops_split: number;
    zero_length: number;
  };
  obstacles: number;
  sources: Record<SourceClass, number>;
  /** Buildings whose nearest way belongs to a fragment no street touches. */
  doors_without_mapped_path: number;
  not_modelled: string[];
}

/** summary.json: what was asked, with which rules, and the totals. */
export function coverageSummary(run: CoverageRun, scenario: ScenarioOfRun | null = null): CoverageSummary {
  const { town, options, drive, costs, pack_notes, stations, sources, doors } = run;
  let length_mm = 0;
  for (let edge = 0; edge < drive.edge_count; edge++) length_mm += edgeLength_mm(drive, edge);
  const by_class: Record<SourceClass, number> = { good: 0, weak: 0, unknown: 0, none: 0 };
  for (const { source_class } of sources) by_class[source_class] += 1;
  return {
    ...(scenario && { scenario }),
    vehicle: options.vehicle,
    cutoff_s: options.cutoff_s,
    turnout_s: options.turnout_s,
    station_kinds: options.station_kinds,
    season: options.season ?? 'wet',
    rule_set: { code: town.rules.code, version: town.rules.version },
    oneway: town.rules.travel.oneway,
    ...coverageTotals(run).all,
    stations: stations.length,
    stations_without_street: stations.filter(({ edge }) => edge === null).length,
    streets: {
      nodes: drive.node_count,
      edges: drive.edge_count,
      arcs: drive.arc_count,
      arcs_blocked: costs.pass.reduce((count, pass) => count + (pass === 0 ? 1 : 0), 0),
      length_m: length_mm / 1000,
    },
    joining: {
      join_m: town.rules.travel.join_m,
      joined_by_distance: pack_notes.joined_by_distance,
      near_misses: pack_notes.near_misses.length,
      loops_split: pack_notes.loops_split,
      zero_length: pack_notes.zero_length,
    },
    obstacles: town.obstacles.length,
    sources: by_class,
    doors_without_mapped_path: doors.filter((door) => door && !door.path_mapped).length,
    not_modelled: ['turn restrictions', 'junction delay'],
  };
}

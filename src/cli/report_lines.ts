import type { ImportReport } from '../lib/contract/import.ts';
import { VERDICTS } from '../lib/domain/coverage/verdict.ts';
import type { CoverageSummary } from '../lib/server/services/coverage/coverage_summary.ts';
import type { WaterSummary } from '../lib/server/services/water/water_files.ts';
import type { ClustersSummary } from './jobs/clusters_job.ts';
import type { DemoResult } from './jobs/demo_job.ts';
import type { JobName } from './jobs/jobs.ts';
import type { SiteResult } from './jobs/site_job.ts';
import type { LanesSummary } from './jobs/lanes_job.ts';

/** Most notes printed for a file; all of them are in the JSON. */
const NOTES_SHOWN = 20;

/** What a job's result looks like to a person. */
export function printReport(name: JobName, result: unknown): string[] {
  return LINES[name](result as never);
}

const LINES: Record<JobName, (result: never) => string[]> = {
  import: importLines,
  export: ({ rows, out }: { rows: number; out: string }) => [`${rows} rows written to ${out}`],
  coverage: coverageLines,
  water: waterLines,
  clusters: clusterLines,
  lanes: laneLines,
  site: siteLines,
  demo: demoLines,
};

function importLines({ files, dry_run }: ImportReport): string[] {
  return files.flatMap((file) => [
    `${file.path}${dry_run ? ' (dry run, nothing changed)' : ''}`,
    ...Object.entries(file.layers).map(
      ([layer, n]) =>
        `  ${layer}: ${n.read} read, ${n.inserted} inserted, ${n.updated} updated, ${n.unchanged} unchanged, ` +
        `${n.rejected} rejected, ${n.repaired} repaired` +
        (n.missing > 0 ? `, ${n.missing} no longer in the file` : ''),
    ),
    ...file.notes
      .slice(0, NOTES_SHOWN)
      .map(({ row, code, message }) => `  ${row && `${row}: `}${message} [${code}]`),
    ...(file.notes.length + file.notes_left_out > NOTES_SHOWN
      ? [`  and ${file.notes.length + file.notes_left_out - NOTES_SHOWN} more notes: see --json`]
      : []),
  ]);
}

function clusterLines({ clusters, buildings, footprint_m2 }: ClustersSummary): string[] {
  return [
    `${clusters} clusters of ${buildings} contiguous buildings, ${Math.round(footprint_m2)} m² built on`,
  ];
}

function demoLines(result: DemoResult): string[] {
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, n) => total + n, 0);
  const files = result.import.files.flatMap(({ path, layers }) =>
    Object.entries(layers).map(([layer, n]) => ({ path, layer, n })),
  );
  return [
    'The sample town: a made-up place, no real one',
    ...files.map(({ layer, n }) => `  ${layer}: ${n.read} rows, ${n.inserted} new, ${n.updated} changed`),
    `  ${sum(result.added)} further records new, ${sum(result.changed)} changed`,
  ];
}

function coverageLines(summary: CoverageSummary): string[] {
  return [
    ...scenarioLines(summary),
    `${summary.buildings} buildings, ${summary.stations} stations, ${summary.vehicle} within ${summary.cutoff_s} s`,
    ...VERDICTS.map((verdict) => `  ${verdict}: ${summary.verdicts[verdict]}`),
    `  arrives in time, water unknown: ${summary.arrives_water_unknown}`,
  ];
}

function scenarioLines({ scenario }: CoverageSummary): string[] {
  if (!scenario) return [];
  const { id, name, revision, stale, problems } = scenario;
  return [
    `scenario ${id} "${name}", revision ${revision}`,
    ...(stale ? ['  the data changed since it was made'] : []),
    ...problems.map(({ layer, row }) => `  ${layer} ${row} is not there any more`),
  ];
}

function laneLines({ work, vehicle, cutoff_s }: LanesSummary): string[] {
  const { obstacle, hydrant, station } = work;
  const back = ({ buildings, to_unknown, steps }: LanesSummary['work']['obstacle']) =>
    `all of it done gives back ${buildings} buildings in ${steps} steps` +
    (to_unknown > 0 ? `, and ${to_unknown} more if what nobody measured suffices` : '');
  return [
    `for ${vehicle} within ${cutoff_s} s`,
    `${obstacle.count} obstacles, ${obstacle.costly} cost buildings alone: ${back(obstacle)}`,
    `${hydrant.count} broken hydrants, ${hydrant.costly} cost buildings alone: ${back(hydrant)}`,
    `${station.count} empty stations, ${station.costly} cost buildings alone: ${back(station)}`,
  ];
}

function siteLines(result: SiteResult): string[] {
  const { buildings, gain_buildings, gain_people, check } = result;
  const percent = (share: number | null) => (share === null ? 'none' : `${(100 * share).toFixed(2)} %`);
  return [
    `${result.kind}, ${result.vehicle} within ${result.cutoff_s} s: ${buildings.served} buildings served, ` +
      `${buildings.short} short, ${buildings.unknown} unknown, ${buildings['out-of-reach']} that none would help`,
    `${result.chosen.length} sites of ${result.candidates} places: ${gain_buildings} buildings` +
      (gain_people === null ? '' : `, ${Math.round(gain_people)} people`) +
      (result.made_sure === 0 ? '' : `, and ${result.made_sure} whose cover nobody knew`),
    `share served ${percent(result.share_before)}, then ${percent(result.share_after)} (by ${result.weigh})`,
    `objective ${result.objective}, bound ${result.bound}, ` +
      (result.proven ? 'proven' : `gap ${(100 * result.gap).toFixed(2)} %`),
    ...(result.unservable === 0
      ? []
      : [`${result.unservable} short buildings no place can serve: see demand.csv`]),
    check.agrees
      ? 'judged again with these built: the same'
      : `judged again with these built: ${check.differing.length} buildings turned out otherwise`,
    ...(result.scenario === null ? [] : [`scenario ${result.scenario.id} "${result.scenario.name}"`]),
  ];
}

function waterLines(summary: WaterSummary): string[] {
  return [
    `${summary.hydrants} hydrants: ${summary.working} working, ${summary.broken} broken, ${summary.unknown} unknown`,
    `${summary.demand} buildings: ${summary.demand_short} without usable water in reach, ` +
      `${summary.demand_unknown} with water that was never measured`,
    `${summary.hydrants_missing} hydrants missing, at least ${summary.missing_bound}`,
    `flow asked for: ${summary.supply.pass} met, ${summary.supply.fail} not, ${summary.supply.unknown} not known ` +
      `(${summary.need_unknown} ask for a flow not known)`,
    `${summary.circle_short} outside every protection circle, ${summary.only_on_paper} inside one but beyond the hose`,
    ...(summary.gap_m === null
      ? []
      : [`${(summary.gap_m / 1000).toFixed(1)} km of streets in gaps between hydrants`]),
    ...(summary.missing_by_rule === null
      ? []
      : [
          `${summary.missing_by_rule} hydrants missing by the spacing rule, at least ${summary.missing_by_rule_bound}`,
        ]),
    ...(summary.to_measure === 0
      ? []
      : [
          `${summary.to_measure} sources to measure: they settle ${summary.settled_by_all} of ` +
            `${summary.demand_unknown} buildings of unknown water, see measure_first.csv`,
        ]),
    ...(summary.places_missing > 0
      ? [`${summary.places_missing} pools or intakes missing in areas without mains`]
      : []),
  ];
}

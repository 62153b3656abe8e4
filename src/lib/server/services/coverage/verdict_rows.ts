import type { Assessment, Door } from '../../../domain/coverage/assess.ts';
import { edgeLength_mm } from '../../../domain/network/along.ts';
import { offset_m, stopPoint } from './coverage_tables.ts';
import type { Judgement } from './judgement.ts';
import type { CoverageRun } from './run_coverage.ts';

/** Rows of building_verdict in the order of BUILDING_VERDICT_COLUMNS. */
export const buildingVerdictRows = ({ town, run_of_building }: Judgement): unknown[][] =>
  run_of_building.map((run, i) => [
    town.buildings[i].id,
    run.weight[i],
    run.weight_source[i],
    ...judged(run, town.buildings[i].area_id, run.buildings[i], run.doors[i]),
  ]);

/** Rows of place_verdict in the order of PLACE_VERDICT_COLUMNS. */
export const placeVerdictRows = ({ town, run_of_place }: Judgement): unknown[][] =>
  run_of_place.map((run, i) => [
    town.places[i].id,
    ...judged(run, town.places[i].area_id, run.places[i], run.place_doors[i]),
  ]);

function judged(
  run: CoverageRun,
  area_id: number | null,
  assessment: Assessment,
  door: Door | null,
): unknown[] {
  const { town, drive, sources, stations } = run;
  const { stop, hose_m, arrival_ms, station, water, legs, verdict, failing_leg } = assessment;
  const source = water.source === null ? null : sources[water.source];
  const street = stop && drive.edge_street[stop.edge];
  return [
    run.options.vehicle,
    area_id,
    verdict,
    failing_leg || null,
    legs.arrive,
    legs.hose,
    legs.water,
    arrival_ms === null ? null : arrival_ms / 1000,
    station === null ? null : stations[station].id,
    street === null ? null : town.streets.id[street],
    stop && streetFraction(run, stop),
    ...(stop ? stopPoint(run, stop) : [null, null]),
    stop && door ? offset_m(run, stop, door) : null,
    hose_m,
    source?.layer ?? null,
    source?.id ?? null,
    water.distance_mm === null ? null : water.distance_mm / 1000,
  ];
}

/** Share along the whole street's vertices, 0-1. */
function streetFraction({ drive }: CoverageRun, { edge, t }: { edge: number; t: number }): number {
  const last = drive.street_first_edge[drive.edge_street[edge] + 1] - 1;
  const along_mm = drive.edge_start_mm[edge] + t * edgeLength_mm(drive, edge);
  return Math.min(1, along_mm / drive.edge_end_mm[last]);
}

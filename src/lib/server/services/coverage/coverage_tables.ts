import { fixed3, fixed7, fixed9, type CsvValue } from '../../../contract/csv.ts';
import type { Assessment, Door } from '../../../domain/coverage/assess.ts';
import { lowerArc } from '../../../domain/coverage/stops.ts';
import { distance_m } from '../../../domain/geometry/metric.ts';
import { edgeLength_mm, pointAt } from '../../../domain/network/along.ts';
import { NONE, type Network } from '../../../domain/network/network.ts';
import type { CoverageRun } from './run_coverage.ts';

export const ARC_COLUMNS = [
  'arc_id',
  'from_node',
  'to_node',
  'opposite_arc_id',
  'length_m',
  'cost_s',
  'arrival_from_s',
  'arrival_to_s',
  'blocked',
];

/** One row a direction of every vehicle-class street; arrivals are those at its two end nodes. */
export function* arcRows({ drive, costs, open }: CoverageRun): Generator<CsvValue[]> {
  for (let arc = 0; arc < drive.arc_count; arc++) {
    const edge = drive.arc_edge[arc] >>> 1;
    const against = drive.arc_edge[arc] & 1;
    const from = against ? drive.edge_end_node[edge] : drive.edge_start_node[edge];
    const to = drive.arc_head[arc];
    const opposite = drive.edge_arc[2 * edge + 1 - against];
    yield [
      arc,
      from,
      to,
      opposite === NONE ? '' : opposite,
      fixed3(edgeLength_mm(drive, edge) / 1000),
      fixed3(costs.cost_ms[arc] / 1000),
      time_s(open.atNode(from)),
      time_s(open.atNode(to)),
      costs.pass[arc] === 0 ? 1 : 0,
    ];
  }
}

export const STATION_COLUMNS = ['station_id', 'arc_id', 'fraction', 'delay_s'];

/** Where each station stands: at a fraction of an arc, empty where no street its vehicle passes exists. */
export function* stationRows({ drive, stations }: CoverageRun): Generator<CsvValue[]> {
  for (const { id, edge, t, delay_ms } of stations) {
    const place: CsvValue[] = edge === null ? ['', ''] : onArc(drive, edge, t);
    yield [id, ...place, fixed3(delay_ms / 1000)];
  }
}

const JUDGED_COLUMNS = [
  'area_id',
  'arc_id',
  'fraction',
  'offset_m',
  'hose_m',
  'arrival_s',
  'station_id',
  'water_id',
  'water_m',
  'arrive',
  'hose',
  'water',
  'verdict',
  'failing_leg',
];
export const DEMAND_COLUMNS = ['demand_id', 'lon', 'lat', 'weight', 'weight_source', ...JUDGED_COLUMNS];
export const PLACE_COLUMNS = ['place_id', ...DEMAND_COLUMNS.slice(1), 'kind', 'name'];

/** One row a building, sheds included. */
export function* demandRows(run: CoverageRun): Generator<CsvValue[]> {
  const { town, buildings, doors, weight, weight_source } = run;
  for (let i = 0; i < buildings.length; i++) {
    const { id, lon_deg, lat_deg, area_id } = town.buildings[i];
    yield [
      id,
      fixed7(lon_deg),
      fixed7(lat_deg),
      fixed3(weight[i]),
      weight_source[i],
      ...judged(run, area_id, buildings[i], doors[i]),
    ];
  }
}

/** One row a key place, judged like a building. */
export function* placeRows(run: CoverageRun): Generator<CsvValue[]> {
  const { town, places, place_doors } = run;
  for (let i = 0; i < places.length; i++) {
    const { id, kind, name, lon_deg, lat_deg, area_id } = town.places[i];
    yield [
      id,
      fixed7(lon_deg),
      fixed7(lat_deg),
      fixed3(1),
      'count',
      ...judged(run, area_id, places[i], place_doors[i]),
      kind,
      name,
    ];
  }
}

/** Where a stop lies: its point, WGS 84 degrees. */
export function stopPoint({ drive, town }: CoverageRun, stop: { edge: number; t: number }): [number, number] {
  const along_mm = drive.edge_start_mm[stop.edge] + stop.t * edgeLength_mm(drive, stop.edge);
  return pointAt(town.streets, drive.edge_street[stop.edge], along_mm / 1000);
}

/** Straight distance from stop to door, metres. */
export function offset_m(run: CoverageRun, stop: { edge: number; t: number }, door: Door): number {
  const [lon_deg, lat_deg] = stopPoint(run, stop);
  return distance_m(lon_deg, lat_deg, door.lon_deg, door.lat_deg);
}

function judged(
  run: CoverageRun,
  area_id: number | null,
  assessment: Assessment,
  door: Door | null,
): CsvValue[] {
  const { stop, hose_m, arrival_ms, station, water, legs, verdict, failing_leg } = assessment;
  return [
    area_id,
    ...(stop ? onArc(run.drive, stop.edge, stop.t) : ['', '']),
    stop && door ? fixed3(offset_m(run, stop, door)) : '',
    hose_m === null ? '' : fixed3(hose_m),
    arrival_ms === null ? '' : fixed3(arrival_ms / 1000),
    station === null ? '' : run.stations[station].id,
    water.source === null ? '' : run.sources[water.source].water_id,
    water.distance_mm === null ? '' : fixed3(water.distance_mm / 1000),
    legs.arrive,
    legs.hose,
    legs.water,
    verdict,
    failing_leg,
  ];
}

/** A point of an edge as the lower of its arcs and the fraction along that arc. */
function onArc(drive: Network, edge: number, t: number): [number, string] {
  const arc = lowerArc(drive, edge);
  return [arc, fixed9(drive.arc_edge[arc] & 1 ? 1 - t : t)];
}

const time_s = (arrival_ms: number) => (arrival_ms === NONE ? '' : fixed3(arrival_ms / 1000));

import type { LegName } from '../coverage/verdict.ts';
import { NONE } from '../network/network.ts';
import { VEHICLES, type VehicleCode } from '../rules/rule_set.ts';
import { FIRST_ADDED_ROW, type Edit } from './edit.ts';
import { obstacleCut } from './place_obstacle.ts';
import type { ObstacleData, SourceData, StationData, TownData } from './town_data.ts';

/** What a work list is of: obstacles to clear, broken hydrants to repair, empty stations to man. */
export const WORK_KINDS = ['obstacle', 'hydrant', 'station'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** Whom work is done for: each vehicle that drives, and the best over those that stations own. */
export const WORK_VEHICLES = ['best', 'trike', 'mini', 'pumper', 'ladder'] as const;
export type WorkVehicle = (typeof WORK_VEHICLES)[number];

/** The leg that work of each kind mends. */
export const WORK_LEG: Record<WorkKind, LegName> = {
  obstacle: 'arrive',
  hydrant: 'water',
  station: 'arrive',
};

/** One piece of work: a row of the town and what doing it changes. */
export interface WorkItem {
  row: number;
  edits: readonly Edit[];
  /** Where an obstacle stands: index of the way and distance along it; street NONE where it stands on none, and for others. */
  street: number;
  along_mm: number;
  /** False where doing it plainly changes nothing for a vehicle, so that it need not be asked. */
  matters: (vehicle: WorkVehicle) => boolean;
}

/** The work there is of a kind, ascending by row. */
export function workItems(data: TownData, kind: WorkKind): WorkItem[] {
  if (kind === 'obstacle') return data.obstacles.map((obstacle) => obstacleItem(data, obstacle));
  if (kind === 'hydrant') return data.sources.filter(isBrokenHydrant).map(hydrantItem);
  return data.stations.filter(({ crew }) => crew === 0).map(stationItem);
}

function obstacleItem(data: TownData, obstacle: ObstacleData): WorkItem {
  const { id, street, along_mm } = obstacle;
  const stops = new Map(DRIVEN.map((vehicle) => [vehicle, mayStop(data, obstacle, vehicle)]));
  return {
    row: id,
    edits: [{ kind: 'remove', layer: 'obstacle', row: id }],
    street,
    along_mm,
    matters: (vehicle) => (vehicle === 'best' ? [...stops.values()].includes(true) : stops.get(vehicle)!),
  };
}

const DRIVEN = VEHICLES.filter((vehicle) => vehicle !== 'walk');

/** Whether it is, or may be, in a vehicle's way on a street that is not itself too small for it. */
function mayStop({ rules, streets }: TownData, obstacle: ObstacleData, vehicle: VehicleCode): boolean {
  if (obstacle.street === NONE) return false;
  const { passes_clear_width_m, height_m, weight_t } = rules.vehicles[vehicle];
  const tooSmall = (width_mm: number, height_mm: number) =>
    (width_mm > 0 && width_mm < Math.round(passes_clear_width_m * 1000)) ||
    (height_mm > 0 && height_mm < Math.round(height_m * 1000));
  const { street } = obstacle;
  const weight_kg = streets.max_weight_kg[street];
  if (tooSmall(streets.clear_width_mm[street], streets.clear_height_mm[street])) return false;
  if (weight_kg > 0 && weight_kg < Math.round(weight_t * 1000)) return false;
  const { clear_width_mm, clear_height_mm } = obstacleCut(rules, obstacle, obstacle);
  return clear_width_mm === 0 || tooSmall(clear_width_mm, clear_height_mm);
}

const NOWHERE = { street: NONE, along_mm: 0 };

const isBrokenHydrant = ({ layer, condition }: SourceData) =>
  layer === 'hydrant' && condition?.status === 'broken';

function hydrantItem({ id, class_if_working, edge }: SourceData): WorkItem {
  const works = edge !== NONE && (class_if_working === 'good' || class_if_working === 'unknown');
  return {
    row: id,
    edits: [{ kind: 'change', layer: 'hydrant', row: id, body: { status: 'working' } }],
    ...NOWHERE,
    matters: () => works,
  };
}

/**
 * A crew comes as a second station on the same spot: what it reaches, and when, is what the empty one would. Only which of
 * two equal stations comes first could differ, and no leg follows from that.
 */
function stationItem({ id, name, kind, turnout_s, vehicles, lon_deg, lat_deg }: StationData): WorkItem {
  const body = { name, kind, turnout_s, vehicles };
  return {
    row: id,
    edits: [{ kind: 'add', layer: 'station', row: FIRST_ADDED_ROW + id, at_deg: [lon_deg, lat_deg], body }],
    ...NOWHERE,
    matters: () => true,
  };
}

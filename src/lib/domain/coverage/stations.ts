import type { ArcCosts } from '../network/costs.ts';
import { NONE, type Network } from '../network/network.ts';
import type { RuleSet, StationKind, VehicleCode, VehicleRule } from '../rules/rule_set.ts';
import type { Searcher } from '../search/search.ts';
import { seedsFromPositions, type EdgePosition } from '../search/seeds.ts';
import { seconds, toMilliseconds, type Milliseconds } from '../units/units.ts';

/** A station whose vehicles nobody recorded is taken to own this one. */
const DEFAULT_VEHICLE: VehicleCode = 'pumper';

/** A station nobody is at covers nobody; where the crew is not recorded it is taken to be there. */
export const isManned = ({ crew }: { crew: number | null }) => crew !== 0;

/** Stations by the vehicles they own; the default vehicle, owned by none, where no station is manned. */
export function ownersOf<Id>(
  stations: readonly { id: Id; crew: number | null; vehicles: readonly string[] }[],
): Map<VehicleCode, Set<Id>> {
  const owners = new Map<VehicleCode, Set<Id>>();
  for (const { id, vehicles } of stations.filter(isManned)) {
    for (const vehicle of vehicles.length > 0 ? (vehicles as VehicleCode[]) : [DEFAULT_VEHICLE]) {
      owners.set(vehicle, (owners.get(vehicle) ?? new Set()).add(id));
    }
  }
  if (owners.size === 0) owners.set(DEFAULT_VEHICLE, new Set());
  return owners;
}

/** Turn-out in ms: a station's own wins, then the one asked for, then the rule set's by kind. */
export function turnout_ms(
  station: { turnout_s: number | null; kind: StationKind },
  asked_s: number | null,
  rules: RuleSet,
): Milliseconds {
  return toMilliseconds(seconds(station.turnout_s ?? asked_s ?? rules.turnout_s[station.kind]));
}

/** How long a vehicle takes over `station.exit_m`, see stationExit. */
export const exitTime_ms = (rules: RuleSet, vehicle: VehicleRule) =>
  (rules.rules['station.exit_m'].value / vehicle.speed_kmh.lane) * 3600;

/** The better of an edge's two directions. */
export function bestPass(drive: Network, costs: ArcCosts, edge: number): number {
  const pass = (arc: number) => (arc === NONE ? 0 : costs.pass[arc]);
  return Math.max(pass(drive.edge_arc[2 * edge]), pass(drive.edge_arc[2 * edge + 1]));
}

/**
 * Where a station on a street of unknown width is taken to get out to a first street of known width, if that is
 * within `exit_ms`: its vehicles use that way every day. Without this, one unmeasured forecourt would leave a whole
 * town unknown. Null where it stands on a known street or none is within reach.
 *
 * @param nodeOrder breaks ties; by number in a network that was packed as it is.
 */
export function stationExit(
  drive: Network,
  costs: ArcCosts,
  searcher: Searcher,
  source: EdgePosition,
  exit_ms: number,
  nodeOrder: (node: number) => number = (node) => node,
): { node: number; delay: number } | null {
  if (bestPass(drive, costs, source.edge) === 2) return null;
  const seeds = seedsFromPositions(drive, costs, [source], 1);
  const { arrival, reached } = searcher.run({ cost: costs.cost_ms, pass: costs.pass }, seeds, {
    least_pass: 1,
    limit: source.delay + exit_ms,
  });
  let exit = NONE;
  for (const node of reached) {
    if (!leavesByKnownWidth(drive, costs, node)) continue;
    const first =
      exit === NONE ||
      arrival[node] < arrival[exit] ||
      (arrival[node] === arrival[exit] && nodeOrder(node) < nodeOrder(exit));
    if (first) exit = node;
  }
  return exit === NONE ? null : { node: exit, delay: arrival[exit] };
}

function leavesByKnownWidth(drive: Network, costs: ArcCosts, node: number): boolean {
  for (let arc = drive.first_arc[node]; arc < drive.first_arc[node + 1]; arc++) {
    if (costs.pass[arc] === 2) return true;
  }
  return false;
}

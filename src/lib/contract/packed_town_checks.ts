import {
  DEAD_ENDS,
  WEIGHT_SOURCES,
  type BuildingColumns,
  type MainColumns,
  type StreetLimits,
  type TownData,
} from '../domain/live/town_data.ts';
import { NONE, type Network } from '../domain/network/network.ts';
import { STREET_CLASSES, type StreetSet } from '../domain/network/street_set.ts';
import type { AskingBuildings } from '../domain/water/asking_buildings.ts';
import type { Column } from './packed_sections.ts';
import { PackedTownError } from './packed_town_error.ts';

/**
 * What the columns of a town must agree on, so that bytes which are whole yet wrong cannot lead the engine
 * outside its arrays or round in circles. All throw PackedTownError naming the column, the row, what was seen and
 * expected. Linear in the size of the town.
 */

export function refuseStreets(streets: StreetSet, { width_mm, max_width_mm }: StreetLimits): void {
  const { count, first_vertex } = streets;
  refuseRanges('streets.first_vertex', first_vertex, count, streets.vertex_key.length);
  refuseLength('streets.coords_deg', streets.coords_deg, 2 * streets.vertex_key.length);
  for (const column of [
    'street_class',
    'oneway',
    'maxspeed_kmh',
    'clear_width_mm',
    'clear_height_mm',
    'max_weight_kg',
    'level',
  ] as const) {
    refuseLength(`streets.${column}`, streets[column], count);
  }
  refuseLength('street_limits.width_mm', width_mm, count);
  refuseLength('street_limits.max_width_mm', max_width_mm, count);
  refuseAscending('streets.id', streets.id);
  refuseDegrees('streets.coords_deg', streets.coords_deg);
  refuseRows(
    'streets.street_class',
    streets.street_class,
    'a street class',
    (is) => is < STREET_CLASSES.length,
  );
  refuseRows('streets.oneway', streets.oneway, '-1, 0 or 1', (is) => is >= -1 && is <= 1);
}

/** Of a live town: every edge has an arc each way. */
export function refuseNetwork(name: string, network: Network, streets: StreetSet): void {
  const { node_count, edge_count, arc_count, edge_street, edge_start_mm, edge_end_mm } = network;
  refuseRanges(`${name}.first_arc`, network.first_arc, node_count, arc_count);
  refuseRanges(`${name}.street_first_edge`, network.street_first_edge, streets.count, edge_count);
  refuseLength(`${name}.node_deg`, network.node_deg, 2 * node_count);
  refuseDegrees(`${name}.node_deg`, network.node_deg);
  refuseLength(`${name}.arc_edge`, network.arc_edge, arc_count);
  refuseLength(`${name}.arc_head`, network.arc_head, 2 * edge_count);
  refuseLength(`${name}.edge_arc`, network.edge_arc, 2 * edge_count);
  for (const column of [
    'edge_start_node',
    'edge_end_node',
    'edge_start_mm',
    'edge_end_mm',
    'edge_clear_width_mm',
    'edge_clear_height_mm',
  ] as const) {
    refuseLength(`${name}.${column}`, network[column], edge_count);
  }
  const a_node = (is: number) => is < node_count;
  refuseRows(`${name}.edge_start_node`, network.edge_start_node, `below ${node_count}`, a_node);
  refuseRows(`${name}.edge_end_node`, network.edge_end_node, `below ${node_count}`, a_node);
  refuseRows(
    `${name}.edge_end_node`,
    network.edge_end_node,
    'another node than its start',
    (is, edge) => is !== network.edge_start_node[edge],
  );
  refuseRows(
    `${name}.edge_street`,
    edge_street,
    'the street whose edges it stands among',
    (is, edge) =>
      is < streets.count &&
      edge >= network.street_first_edge[is] &&
      edge < network.street_first_edge[is + 1] &&
      streets.first_vertex[is + 1] - streets.first_vertex[is] >= 2,
  );
  refuseRows(
    `${name}.edge_start_mm`,
    edge_start_mm,
    'where the edge before ends',
    (is, edge) => edge === 0 || edge_street[edge - 1] !== edge_street[edge] || is === edge_end_mm[edge - 1],
  );
  refuseRows(`${name}.edge_end_mm`, edge_end_mm, 'behind its start', (is, edge) => is > edge_start_mm[edge]);
  refuseArcs(name, network);
}

function refuseArcs(name: string, network: Network): void {
  const { edge_arc, arc_edge, arc_head, first_arc, edge_start_node, edge_end_node } = network;
  refuseRows(
    `${name}.edge_arc`,
    edge_arc,
    'the arc of that edge and direction, from its node',
    (arc, directed) => {
      const tail = (directed & 1 ? edge_end_node : edge_start_node)[directed >>> 1];
      return arc_edge[arc] === directed && arc >= first_arc[tail] && arc < first_arc[tail + 1];
    },
  );
  refuseRows(`${name}.arc_head`, arc_head, 'the other node of its edge', (head, arc) => {
    const directed = arc_edge[arc];
    return head === (directed & 1 ? edge_start_node : edge_end_node)[directed >>> 1];
  });
}

export function refuseBuildings(buildings: BuildingColumns, walk: Network): void {
  const { count, id: _id, ...columns } = buildings;
  for (const [column, values] of Object.entries(columns)) refuseLength(`buildings.${column}`, values, count);
  refuseAscending('buildings.id', buildings.id);
  refuseRows('buildings.lon_deg', buildings.lon_deg, 'degrees', isLon);
  refuseRows('buildings.lat_deg', buildings.lat_deg, 'degrees', isLat);
  refuseRows('buildings.area_id', buildings.area_id, 'an id or NaN', (is) => Number.isNaN(is) || isId(is));
  refuseRows('buildings.weight', buildings.weight, 'people', isSize);
  refuseRows(
    'buildings.weight_source',
    buildings.weight_source,
    `below ${WEIGHT_SOURCES.length}`,
    (is) => is < WEIGHT_SOURCES.length,
  );
  refuseRows('buildings.door_edge', buildings.door_edge, `below ${walk.edge_count} or none`, edgeOf(walk));
  refuseRows('buildings.door_along_mm', buildings.door_along_mm, 'millimetres', isSize);
  refuseRows('buildings.door_straight_m', buildings.door_straight_m, 'metres', isSize);
  refuseRows('buildings.door_path_mapped', buildings.door_path_mapped, '0 or 1', (is) => is <= 1);
}

export function refuseMains({ dead_end, first_vertex, coords_deg }: MainColumns): void {
  refuseRanges('mains.first_vertex', first_vertex, dead_end.length, coords_deg.length / 2);
  refuseRows('mains.dead_end', dead_end, `below ${DEAD_ENDS.length}`, (is) => is < DEAD_ENDS.length);
  refuseDegrees('mains.coords_deg', coords_deg);
}

export function refuseAsking(asking: AskingBuildings, { count }: BuildingColumns): void {
  const { building, flow_lps, duration_h, first_ring, ring_start, coords_deg } = asking;
  refuseLength('asking.flow_lps', flow_lps, building.length);
  refuseLength('asking.duration_h', duration_h, building.length);
  refuseRanges('asking.ring_start', ring_start, ring_start.length - 1, coords_deg.length / 2);
  refuseRanges('asking.first_ring', first_ring, building.length, ring_start.length - 1);
  refuseAscending('asking.building', building);
  refuseRows('asking.building', building, `below ${count}`, (is) => is < count);
  const positive = (is: number) => is > 0 && is < Infinity;
  refuseRows('asking.flow_lps', flow_lps, 'litres a second above 0', positive);
  refuseRows('asking.duration_h', duration_h, 'hours above 0', positive);
  refuseDegrees('asking.coords_deg', coords_deg);
}

export function refuseLists({ stations, obstacles, sources, streets, walk }: TownData): void {
  refuseAscending('stations', idsOf(stations));
  refuseAscending('obstacles', idsOf(obstacles));
  refuseAscending('hydrants', idsOf(sources.filter(({ layer }) => layer === 'hydrant')));
  refuseAscending('water sources', idsOf(sources.filter(({ layer }) => layer === 'water_source')));
  refuseRows(
    'obstacles.street',
    obstacles.map(({ street }) => street),
    `below ${streets.count} or none`,
    (is) => is < streets.count || is === NONE,
  );
  refuseRows(
    'sources.edge',
    sources.map(({ edge }) => edge),
    `below ${walk.edge_count} or none`,
    edgeOf(walk),
  );
}

const idsOf = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);
const isId = (is: number) => Number.isSafeInteger(is) && is >= 0;
const isSize = (is: number) => is >= 0 && is < Infinity;
const isLon = (is: number) => is >= -180 && is <= 180;
const isLat = (is: number) => is >= -90 && is <= 90;
const edgeOf =
  ({ edge_count }: Network) =>
  (is: number) =>
    is < edge_count || is === NONE;

function refuseRows(
  what: string,
  column: ArrayLike<number>,
  expected: string,
  holds: (is: number, row: number) => boolean,
): void {
  for (let row = 0; row < column.length; row++) {
    if (holds(column[row], row)) continue;
    throw new PackedTownError('content', `${what}: ${column[row]} in row ${row}; expected ${expected}`);
  }
}

function refuseLength(what: string, column: Column, expected: number): void {
  if (column.length === expected) return;
  throw new PackedTownError('content', `${what}: ${column.length} values; expected ${expected}`);
}

/** Where each of `count` rows begins among `total`, and the end. */
function refuseRanges(what: string, first: Uint32Array, count: number, total: number): void {
  refuseLength(what, first, count + 1);
  refuseRows(what, first, 'ranges that ascend from 0', (is, row) =>
    row === 0 ? is === 0 : is >= first[row - 1],
  );
  if (first[count] === total) return;
  throw new PackedTownError('content', `${what}: ends with ${first[count]}; expected ${total}`);
}

function refuseAscending(what: string, ids: ArrayLike<number>): void {
  refuseRows(what, ids, 'ids that ascend', (is, row) => isId(is) && (row === 0 || is > ids[row - 1]));
}

function refuseDegrees(what: string, lon_lat: Float64Array): void {
  refuseRows(what, lon_lat, 'degrees', (is, i) => (i % 2 === 0 ? isLon(is) : isLat(is)));
}

import type { Geometry, Position } from 'geojson';
import type { ImportItem } from '../../src/lib/contract/import.ts';
import type { LayerId, LayerRows } from '../../src/lib/contract/layer_rows.ts';
import { isDrivable, STREET_CLASSES } from '../../src/lib/domain/network/street_set.ts';
import { isAdministrative } from './osm_areas.ts';
import type { OsmSink, Tags } from './osm_block.ts';
import { OsmItems } from './osm_items.ts';
import { OsmNodes } from './osm_nodes.ts';
import { obstacleRow } from './osm_obstacles.ts';
import { addOutline, OUTLINE_LAYERS, OUTLINE_ROWS } from './osm_outlines.ts';
import { PLACE_KEYS, placeRow } from './osm_places.ts';
import { OsmRelations } from './osm_relations.ts';
import { buildingRow, hydrantRow, LIFECYCLE_KEYS, stationRow, streetRow, waterMainRow } from './osm_tags.ts';
import { waterRow } from './osm_water.ts';

/** An element none of whose keys is here is never looked at. */
export const WANTED_KEYS: ReadonlySet<string> = new Set([
  'highway',
  'building',
  'emergency',
  ...LIFECYCLE_KEYS,
  'man_made',
  'natural',
  'waterway',
  'landuse',
  'barrier',
  'boundary',
  'place',
  ...PLACE_KEYS,
]);

/** Layers whose rows come from single nodes. */
const POINT_ROWS = {
  hydrant: hydrantRow,
  water_source: (tags: Tags) => waterRow(tags, 'point'),
  station: stationRow,
  place: placeRow,
} satisfies { [L in LayerId]?: (tags: Tags) => LayerRows[L] | null };
const POINT_LAYERS = Object.keys(POINT_ROWS) as (keyof typeof POINT_ROWS)[];

interface Obstacle {
  position: Position;
  row: LayerRows['obstacle'];
  /** Index into STREET_CLASSES of the street it stands on, -1 while none is known. */
  class_index: number;
}

/** Turns the elements of an extract into rows and notes. See readOsmPbf for the order of the calls. */
export class OsmRows {
  readonly first_pass: OsmSink;
  readonly second_pass: OsmSink;
  readonly #items: OsmItems;
  readonly #nodes = new OsmNodes();
  readonly #relations: OsmRelations;
  readonly #obstacles = new Map<number, Obstacle>();
  #cut_streets = 0;
  #last_way_id: number | null = null;

  constructor(layer: LayerId | null) {
    this.#items = new OsmItems(layer);
    this.#relations = new OsmRelations(this.#items, this.#nodes);
    this.first_pass = {
      node: (id, lon_e7, lat_e7, tags) => this.#node(id, lon_e7, lat_e7, tags),
      relation: (id, members, tags) => this.#relations.add(id, members, tags),
    };
    this.second_pass = {
      way: (id, refs, tags) => this.#way(id, refs, tags),
      wantsWay: (id) => this.#relations.isMember(id),
    };
  }

  /** For files that store locations with the ways and leave untagged nodes out. */
  takeLocationsFromWays() {
    this.first_pass.wantsWay = () => true;
    this.first_pass.way = (_id, refs, _tags, location_e7) => {
      for (let i = 0; location_e7 !== null && i < refs.length; i++)
        if (coordinateFault(location_e7[2 * i], location_e7[2 * i + 1]) === null)
          this.#nodes.add(refs[i], location_e7[2 * i], location_e7[2 * i + 1]);
    };
  }

  freezeNodes() {
    this.#nodes.freeze();
  }

  /** The items made since the last call. */
  take(): ImportItem[] {
    return this.#items.take();
  }

  finish() {
    this.#relations.finish();
    for (const [id, { position, row, class_index }] of this.#obstacles)
      if (class_index >= 0)
        this.#items.add('obstacle', `node/${id}`, { type: 'Point', coordinates: position }, row);
    const message = `${this.#cut_streets} streets refer to nodes that are not in the file and were cut to what is there`;
    if (this.#cut_streets > 0) this.#items.note('street', 'file', 'clipped-streets', 'noted', message);
  }

  #node(id: number, lon_e7: number, lat_e7: number, tags: Tags | null) {
    const fault = coordinateFault(lon_e7, lat_e7);
    if (fault === null) this.#nodes.add(id, lon_e7, lat_e7);
    if (tags === null) return;
    const items = this.#items;
    const row = `node/${id}`;
    const position: Position = [lon_e7 / 1e7, lat_e7 / 1e7];
    for (const layer of POINT_LAYERS) {
      const attributes = items.wants(layer) ? POINT_ROWS[layer](tags) : null;
      if (attributes === null) continue;
      if (fault === null) items.add(layer, row, { type: 'Point', coordinates: position }, attributes);
      else items.note(layer, row, fault, 'rejected', `found lon ${position[0]}, lat ${position[1]}`);
    }
    if (items.wants('building') && buildingRow(tags))
      items.note('building', row, 'wrong-geometry', 'noted', 'a building is a point, expected its outline');
    const obstacle = items.wants('obstacle') && fault === null ? obstacleRow(tags) : null;
    if (obstacle) this.#obstacles.set(id, { position, row: obstacle, class_index: -1 });
  }

  #way(id: number, refs: Float64Array, tags: Tags | null) {
    if (id === this.#last_way_id) {
      this.#items.note(null, `way/${id}`, 'duplicate-id', 'noted', 'the way stands in the file twice');
      return;
    }
    this.#last_way_id = id;
    this.#relations.takeMember(id, refs);
    if (tags === null) return;
    if (tags.has('highway')) this.#street(`way/${id}`, refs, tags);
    if (tags.has('emergency') && this.#items.wants('hydrant') && hydrantRow(tags))
      this.#items.note(
        'hydrant',
        `way/${id}`,
        'wrong-geometry',
        'noted',
        'a hydrant is a way, expected a point',
      );
    this.#outlines(id, refs, tags);
    this.#waterLine(`way/${id}`, refs, tags);
    this.#waterMain(`way/${id}`, refs, tags);
  }

  /** One row for each run of nodes the file holds. */
  #street(row: string, refs: Float64Array, tags: Tags) {
    if (!this.#items.wants('street') && !this.#items.wants('obstacle')) return;
    const street = streetRow(tags, []);
    if (street === null) return;
    const { runs, is_cut } = this.#nodes.runs(refs);
    if (runs.length === 0 && this.#items.wants('street'))
      this.#items.note(
        'street',
        row,
        'missing-nodes',
        'noted',
        'no two neighbouring nodes of it are in the file',
      );
    if (is_cut && runs.length > 0 && this.#items.wants('street')) this.#cut_streets++;
    runs.forEach(({ ids, positions }, i) => {
      const part = i === 0 ? row : `${row}#${i + 1}`;
      const geometry: Geometry = { type: 'LineString', coordinates: positions };
      if (this.#items.wants('street'))
        this.#items.add('street', part, geometry, { ...street, vertex_keys: ids });
      if (isDrivable(street.street_class))
        this.#markObstacles(part, ids, STREET_CLASSES.indexOf(street.street_class));
    });
  }

  /** An obstacle where several streets meet belongs to the lowest of them. */
  #markObstacles(street: string, node_ids: number[], class_index: number) {
    if (this.#obstacles.size === 0) return;
    for (const id of node_ids) {
      const obstacle = this.#obstacles.get(id);
      if (obstacle === undefined || obstacle.class_index >= class_index) continue;
      obstacle.class_index = class_index;
      obstacle.row.street_source_id = street;
    }
  }

  #outlines(id: number, refs: Float64Array, tags: Tags) {
    const row = `way/${id}`;
    const is_closed = refs.length >= 4 && refs[0] === refs[refs.length - 1];
    for (const layer of OUTLINE_LAYERS) {
      const attributes = this.#items.wants(layer) ? OUTLINE_ROWS[layer](tags) : null;
      if (attributes === null) continue;
      if (layer === 'area' && isAdministrative(tags) && (!is_closed || this.#relations.isAdminMember(id)))
        continue;
      if (layer === 'water_source' && !is_closed && waterRow(tags, 'line')) continue;
      if (layer === 'building' && this.#relations.holdBuilding(id, tags)) continue;
      if (is_closed) addOutline(this.#items, this.#nodes, layer, row, refs, attributes);
      else if (!this.#relations.isMember(id))
        this.#items.note(layer, row, 'open-way', 'rejected', 'the way is not closed, expected an outline');
    }
  }

  /** Water that is no outline: rivers and canals, and suction points drawn as lines. */
  #waterLine(row: string, refs: Float64Array, tags: Tags) {
    const attributes = this.#items.wants('water_source') ? waterRow(tags, 'line') : null;
    if (attributes === null) return;
    const is_closed = refs.length >= 4 && refs[0] === refs[refs.length - 1];
    if (is_closed && waterRow(tags, 'polygon')) return;
    const lines = this.#nodes.runs(refs).runs.map((run) => run.positions);
    if (lines.length === 0) {
      const message = 'no two neighbouring nodes of it are in the file';
      this.#items.note('water_source', row, 'missing-nodes', 'noted', message);
      return;
    }
    const geometry: Geometry =
      lines.length === 1
        ? { type: 'LineString', coordinates: lines[0] }
        : { type: 'MultiLineString', coordinates: lines };
    this.#items.add('water_source', row, geometry, attributes);
  }

  /** Underground too: hydrants stand on it. */
  #waterMain(row: string, refs: Float64Array, tags: Tags) {
    const attributes = this.#items.wants('water_main') ? waterMainRow(tags) : null;
    if (attributes === null) return;
    const { runs } = this.#nodes.runs(refs);
    if (runs.length === 0) {
      const message = 'no two neighbouring nodes of it are in the file';
      this.#items.note('water_main', row, 'missing-nodes', 'noted', message);
    }
    runs.forEach(({ positions }, i) =>
      this.#items.add(
        'water_main',
        i === 0 ? row : `${row}#${i + 1}`,
        { type: 'LineString', coordinates: positions },
        attributes,
      ),
    );
  }
}

function coordinateFault(lon_e7: number, lat_e7: number) {
  if (!(Math.abs(lat_e7) <= 90e7)) return 'latitude-out-of-range';
  return Math.abs(lon_e7) <= 180e7 ? null : 'longitude-out-of-range';
}

import { LAST_DOT_ZOOM, type TileAddress, type TileLayer } from '../../contract/tile_layers.ts';
import { TILE_BUFFER, TILE_EXTENT, type TileValue } from '../../contract/mvt.ts';
import { STREET_CLASSES } from '../../domain/network/street_set.ts';
import type { Queryable } from '../db/database.ts';
import { HAZARD_STATUS } from './hazard_status.ts';

/** One layer of a tile as the database hands it on: row i of every column and geometry i belong together. */
export interface TileFeatures {
  layer: TileLayer;
  count: number;
  columns: Record<string, TileValue[]>;
  /** `count` geometries in TWKB, one after another, in tile units, y down. */
  geometry: Uint8Array;
}

/**
 * `clip` cuts at the buffered border. `whole` leaves every geometry whole: the way out where the embedded
 * database cannot cut one (a GEOS failure there ends the statement).
 */
export type TileCut = 'clip' | 'whole';

interface LayerSql {
  columns: Record<string, string>;
  from: string;
  where?: (zoom: number) => string;
  /** The geometry in EPSG:3857; points are never cut. */
  geometry: { column: string; kind: 'point' | 'shape' };
}

const MAIN_CLASSES = STREET_CLASSES.slice(0, STREET_CLASSES.indexOf('secondary') + 1);
const THROUGH_CLASSES = STREET_CLASSES.slice(0, STREET_CLASSES.indexOf('unclassified') + 1);
const TOWN_CLASSES = STREET_CLASSES.slice(0, STREET_CLASSES.indexOf('living_street') + 1);
const DRIVABLE_CLASSES = STREET_CLASSES.slice(0, STREET_CLASSES.indexOf('track') + 1);

function streetsAt(zoom: number): string {
  if (zoom >= 14) return 'true';
  const classes =
    zoom < 10 ? MAIN_CLASSES : zoom < 12 ? THROUGH_CLASSES : zoom < 13 ? TOWN_CLASSES : DRIVABLE_CLASSES;
  return `t.street_class in (${classes.map((name) => `'${name}'`).join(', ')})`;
}

/** The tile's square in EPSG:3857 metres as parameters: constants to the planner, so that it reads the index. */
const RUN = '$1::bigint';
const WEST = '$2::float8';
const SOUTH = '$3::float8';
const EAST = '$4::float8';
const NORTH = '$5::float8';
const MARGIN = '$6::float8';
const SCALE = '$7::float8';
const SQUARE = `st_makeenvelope(${WEST}, ${SOUTH}, ${EAST}, ${NORTH}, 3857)`;
const BOX = `st_makeenvelope(${WEST} - ${MARGIN}, ${SOUTH} - ${MARGIN}, ${EAST} + ${MARGIN}, ${NORTH} + ${MARGIN}, 3857)`;

const VERDICT_JOIN = `left join building_verdict v on v.run_id = ${RUN} and v.building_id = t.id`;

/** Where the rows of each layer come from; geometry aside, ready for any way of writing a tile. */
export const LAYER_SQL: Readonly<Record<Exclude<TileLayer, 'building_dot'>, LayerSql>> = {
  area: {
    columns: { kind: 't.kind', name: 't.name' },
    from: 'area t',
    geometry: { column: 't.geom_3857', kind: 'shape' },
  },
  area_label: {
    columns: { kind: 't.kind', name: 't.name', area_m2: 'round(t.area_m2)' },
    from: 'area t',
    where: () => `t.name is not null and st_transform(t.point, 3857) && ${SQUARE}`,
    geometry: { column: 'st_transform(t.point, 3857)', kind: 'point' },
  },
  water_source: {
    columns: { kind: 't.kind', status: 't.status', name: 't.name' },
    from: 'water_source t',
    geometry: { column: 't.geom_3857', kind: 'shape' },
  },
  building: {
    columns: { verdict: 'v.verdict', failing_leg: 'v.failing_leg' },
    from: `building t ${VERDICT_JOIN}`,
    geometry: { column: 't.geom_3857', kind: 'shape' },
  },
  street: {
    columns: {
      class: 't.street_class',
      name: 't.name',
      width_m: 't.width_m',
      width_source: "case when t.width_source = 'estimated' then 'estimated' end",
      bridge: 'nullif(t.bridge, false)',
    },
    from: 'street t',
    where: streetsAt,
    geometry: { column: 't.geom_3857', kind: 'shape' },
  },
  water_main: {
    columns: { diameter_mm: 't.diameter_mm', dead_end: 't.dead_end' },
    from: 'water_main t',
    geometry: { column: 't.geom_3857', kind: 'shape' },
  },
  obstacle: {
    columns: { kind: 't.kind', status: 't.status', clear_width_m: 't.clear_width_m' },
    from: 'obstacle t',
    geometry: { column: 't.geom_3857', kind: 'point' },
  },
  place: {
    columns: { kind: 't.kind', name: 't.name', verdict: 'v.verdict', failing_leg: 'v.failing_leg' },
    from: `place t left join place_verdict v on v.run_id = ${RUN} and v.place_id = t.id`,
    geometry: { column: 't.geom_3857', kind: 'point' },
  },
  gap: {
    columns: {
      rank: 't.rank',
      verdict: 't.verdict',
      failing_leg: 't.failing_leg',
      buildings: 't.buildings',
      people: 't.people',
    },
    from: 'gap t',
    where: () => `t.run_id = ${RUN}`,
    geometry: { column: 't.geom_3857', kind: 'shape' },
  },
  cluster: {
    columns: {
      kind: 't.kind',
      origin: 't.origin',
      name: 't.name',
      buildings: 't.buildings',
      density: 'round(t.density::numeric, 3)::float8',
      mean_gap_m: 'round(t.mean_gap_m::numeric, 1)::float8',
    },
    from: 'cluster t',
    geometry: { column: 't.geom_3857', kind: 'shape' },
  },
  hazard: {
    columns: {
      kind: 't.kind',
      severity: 't.severity',
      status: HAZARD_STATUS,
      due_on: 't.due_on',
      name: 't.name',
    },
    from: 'hazard t',
    geometry: { column: 't.geom_3857', kind: 'point' },
  },
  hydrant: {
    columns: { status: 't.status', kind: 't.kind' },
    from: 'hydrant t',
    geometry: { column: 't.geom_3857', kind: 'point' },
  },
  station: {
    columns: { kind: 't.kind', name: 't.name' },
    from: 'station t',
    geometry: { column: 't.geom_3857', kind: 'point' },
  },
};

/** Half the width of the Mercator square, metres. */
const HALF_WORLD_M = Math.PI * 6378137;

/** Cell of `building_dot`, tile units: 6 screen pixels. */
const DOT_CELL = 48;

/** Below this zoom lines and outlines keep one vertex in 4 x 4 tile units, half a screen pixel. */
const FIRST_FINE_ZOOM = 13;

/**
 * All layers of one tile in one statement: cut, scaled to tile units and written as TWKB in the database,
 * one row a layer. Layers without features at this place are missing. `run_id` is the coverage run whose verdicts
 * the buildings carry.
 */
export function tileFeatures(
  db: Pick<Queryable, 'query'>,
  layers: readonly TileLayer[],
  { z, x, y }: TileAddress,
  run_id: number | null,
  cut: TileCut,
): Promise<TileFeatures[]> {
  const { parameters, declared } = tileSquare({ z, x, y }, run_id);
  const selects = layers.map((layer) =>
    layer === 'building_dot' ? dotSelect() : layerSelect(layer, z, cut),
  );
  return db.query<TileFeatures>(
    `with asked as (${declared})
     ${selects.join('\nunion all\n')}`,
    parameters,
    { keep_plan: true },
  );
}

/**
 * The tile as a statement's parameters, and as SQL that reads them: its `square`, its `box` with the margin, and a
 * select that declares all of them, so that a statement may leave some unused.
 */
export function tileSquare({ z, x, y }: TileAddress, run_id: number | null) {
  const side_m = (2 * HALF_WORLD_M) / 2 ** z;
  const west_m = x * side_m - HALF_WORLD_M;
  const north_m = HALF_WORLD_M - y * side_m;
  const margin_m = (side_m * TILE_BUFFER) / TILE_EXTENT;
  const units_per_m = TILE_EXTENT / side_m;
  return {
    parameters: [run_id, west_m, north_m - side_m, west_m + side_m, north_m, margin_m, units_per_m],
    square: SQUARE,
    box: BOX,
    declared: `select ${RUN} as run_id, ${WEST} as west_m, ${SOUTH} as south_m, ${EAST} as east_m, ${NORTH} as north_m,
      ${MARGIN} as margin_m, ${SCALE} as units_per_m`,
  };
}

function layerSelect(layer: Exclude<TileLayer, 'building_dot'>, zoom: number, cut: TileCut): string {
  const { columns, from, where, geometry } = LAYER_SQL[layer];
  const names = Object.keys(columns);
  const shape = geometry.kind === 'shape';
  const cut_geometry =
    shape && cut === 'clip'
      ? `coalesce(st_clipbybox2d(${geometry.column}, ${BOX}), ${geometry.column})`
      : geometry.column;
  const scaled = `st_transscale(${cut_geometry}, -${WEST}, -${NORTH}, ${SCALE}, -${SCALE})`;
  const geom = shape && zoom < FIRST_FINE_ZOOM ? `st_snaptogrid(${scaled}, 4)` : scaled;
  return `select '${layer}' as layer, count(*) as count,
    json_build_object('id', json_agg(id)${names.map((name) => `, '${name}', json_agg("${name}")`).join('')}) as columns,
    string_agg(st_astwkb(geom, 0), ''::bytea) as geometry
  from (
    select t.id${names.map((name) => `, ${columns[name]} as "${name}"`).join('')}, ${geom} as geom
    from ${from}
    where t.geom_3857 && ${BOX} and ${where?.(zoom) ?? 'true'}
    order by t.id
  ) as features
  where geom is not null and not st_isempty(geom)
  having count(*) > 0`;
}

function dotSelect(): string {
  return `select 'building_dot' as layer, count(*) as count,
    json_build_object('id', json_agg(id), 'verdict', json_agg(verdict), 'buildings', json_agg(buildings),
      'covered', json_agg(covered)) as columns,
    string_agg(st_astwkb(geom, 0), ''::bytea) as geometry
  from (${dotCells()} order by 1) as cells
  having count(*) > 0`;
}

/** Buildings by grid cell: where their middle lies in tile units, how many, and the verdict most of them share. */
export function dotCells(): string {
  return `select min(id) as id, mode() within group (order by verdict) as verdict, count(*) as buildings,
      count(*) filter (where verdict = 'covered') as covered,
      st_makepoint(avg(x), avg(y)) as geom
    from (
      select t.id, v.verdict,
        ((st_xmin(t.geom_3857) + st_xmax(t.geom_3857)) / 2 - ${WEST}) * ${SCALE} as x,
        (${NORTH} - (st_ymin(t.geom_3857) + st_ymax(t.geom_3857)) / 2) * ${SCALE} as y
      from building t ${VERDICT_JOIN}
      where t.geom_3857 && ${SQUARE}
    ) as buildings
    where x >= 0 and x < ${TILE_EXTENT} and y >= 0 and y < ${TILE_EXTENT}
    group by floor(x / ${DOT_CELL}), floor(y / ${DOT_CELL})`;
}

/** Footprints from here on, dots before: never both. */
export const layerIsDrawnAt = (layer: TileLayer, zoom: number) =>
  layer !== 'building_dot' || zoom <= LAST_DOT_ZOOM;

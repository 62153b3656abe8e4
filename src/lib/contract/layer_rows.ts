import type { Geometry } from 'geojson';
import type { StreetClass } from '../domain/network/street_set.ts';

/** Layer ids, used in the command line, file names, URLs and the `layer` part of a row's identity. */
export const LAYERS = [
  'street',
  'hydrant',
  'water_source',
  'station',
  'building',
  'area',
  'obstacle',
  'place',
  'cluster',
  'hazard',
  'operating_surface',
  'water_main',
] as const;
export type LayerId = (typeof LAYERS)[number];

export type ValueSource = 'measured' | 'estimated' | 'unknown';
export type WaterStatus = 'working' | 'broken' | 'unknown';

/**
 * The attributes each layer's table takes from a file. Column names equal the keys; a missing or null value
 * is "unknown", never zero. Units are in the names.
 */
export interface LayerRows {
  street: {
    name: string | null;
    street_class: StreetClass;
    /** 1 along the vertices, -1 against, 0 both ways. */
    oneway: -1 | 0 | 1;
    maxspeed_kmh: number | null;
    /** Width of the carriageway and where it comes from. */
    width_m: number | null;
    width_source: ValueSource;
    /** Signed or physical limits. */
    max_width_m: number | null;
    max_height_m: number | null;
    max_weight_t: number | null;
    surface: string | null;
    access: string | null;
    bridge: boolean;
    tunnel: boolean;
    level: number;
    /** OSM node id of each vertex, else null. */
    vertex_keys: number[] | null;
  };
  hydrant: {
    name: string | null;
    /** pillar | underground | wall | standpipe | … as the source words it. */
    kind: string | null;
    diameter_mm: number | null;
    flow_lps: number | null;
    pressure_mpa: number | null;
    status: WaterStatus;
    tested_on: string | null;
    owner: string | null;
    street_name: string | null;
    /** On a main fed from one end only. */
    dead_end: boolean | null;
    ground_m: number | null;
  };
  water_source: {
    name: string | null;
    kind: 'pool' | 'tank' | 'river' | 'pond' | 'well' | 'crane' | 'suction_point' | 'canal' | 'lake';
    volume_m3: number | null;
    flow_lps: number | null;
    suction_height_m: number | null;
    truck_access: boolean | null;
    status: WaterStatus;
    season: 'all-year' | 'not-in-frost' | 'not-in-drought' | null;
    /** Share of years, 0 to 1, in which low water still gives the flow. */
    low_flow_guarantee: number | null;
    ground_m: number | null;
  };
  station: {
    name: string | null;
    kind: 'micro' | 'brigade' | 'national' | 'enterprise';
    turnout_s: number | null;
    crew: number | null;
    /** Vehicle codes the station owns; empty where unknown. */
    vehicles: string[];
    /** Portable pumps; vehicles that carry water, and what each of those carries. */
    pumps: number | null;
    tankers: number | null;
    tanker_m3: number | null;
  };
  building: {
    name: string | null;
    use: string | null;
    height_m: number | null;
    floors: number | null;
    structure: string | null;
    people: number | null;
    ground_m: number | null;
  };
  area: {
    name: string | null;
    kind: 'province' | 'city' | 'county' | 'town' | 'village' | 'grid' | 'other';
    population: number | null;
    has_mains: boolean | null;
    settlement_class: string | null;
    /** Buildings of fire-resistance class III and IV prevail. */
    low_fire_resistance: boolean | null;
  };
  obstacle: {
    kind: string;
    fixed: boolean | null;
    clear_width_m: number | null;
    clear_height_m: number | null;
    status: 'standing' | 'cleared';
    due_on: string | null;
    /** source_id of the street it stands on where the source says so. */
    street_source_id: string | null;
  };
  place: { name: string | null; kind: string };
  cluster: { name: string | null; kind: string };
  hazard: {
    name: string | null;
    kind: string;
    severity: 'minor' | 'serious' | 'major';
    due_on: string | null;
  };
  operating_surface: { name: string | null; length_m: number | null; width_m: number | null };
  water_main: {
    name: string | null;
    diameter_mm: number | null;
    /** In the main in normal running; what a hydrant gives is measured at the hydrant. */
    pressure_mpa: number | null;
    /** Fed from one end only; false in a loop. */
    dead_end: boolean | null;
    owner: string | null;
  };
}

/** Geometry kinds each layer accepts; a row of another kind is rejected with a reason. */
export const LAYER_GEOMETRY: Record<LayerId, readonly Geometry['type'][]> = {
  street: ['LineString', 'MultiLineString'],
  hydrant: ['Point'],
  water_source: ['Point', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'],
  station: ['Point', 'Polygon', 'MultiPolygon'],
  building: ['Polygon', 'MultiPolygon'],
  area: ['Polygon', 'MultiPolygon'],
  obstacle: ['Point', 'LineString', 'MultiLineString'],
  place: ['Point', 'Polygon', 'MultiPolygon'],
  cluster: ['Polygon', 'MultiPolygon'],
  hazard: ['Point'],
  operating_surface: ['Polygon', 'MultiPolygon'],
  water_main: ['LineString', 'MultiLineString'],
};

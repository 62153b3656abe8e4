import type { LayerId, LayerRows } from '../../../contract/layer_rows.ts';
import { STREET_CLASSES } from '../../../domain/network/street_set.ts';
import { VEHICLES } from '../../../domain/rules/rule_set.ts';
import {
  codes,
  date,
  flag,
  keys,
  number,
  oneOf,
  requiredOneOf,
  requiredText,
  text,
  wholeNumber,
  type ColumnRule,
} from './column_rule.ts';

const VALUE_SOURCES = ['measured', 'estimated', 'unknown'] as const;
const STATUSES = ['working', 'broken', 'unknown'] as const;

/** What each attribute may hold: the same limits as the checks of the layer's table. */
export const LAYER_COLUMNS: { [L in LayerId]: Record<keyof LayerRows[L], ColumnRule> } = {
  street: {
    name: text(),
    street_class: requiredOneOf(STREET_CLASSES),
    oneway: wholeNumber({ least: -1, most: 1, otherwise: 0 }),
    maxspeed_kmh: number({ above: 0, most: 255 }),
    width_m: number({ above: 0, most: 200 }),
    width_source: oneOf(VALUE_SOURCES, 'unknown'),
    max_width_m: number({ above: 0, most: 200 }),
    max_height_m: number({ above: 0, most: 100 }),
    max_weight_t: number({ above: 0, most: 1000 }),
    surface: text(),
    access: text(),
    bridge: flag(false),
    tunnel: flag(false),
    level: wholeNumber({ least: -100, most: 100, otherwise: 0 }),
    vertex_keys: keys(),
  },
  hydrant: {
    name: text(),
    kind: text(),
    diameter_mm: number({ above: 0, most: 2000 }),
    flow_lps: number({ least: 0, most: 1000 }),
    pressure_mpa: number({ least: 0, most: 10 }),
    status: oneOf(STATUSES, 'unknown'),
    tested_on: date(),
    owner: text(),
    street_name: text(),
  },
  water_source: {
    name: text(),
    kind: requiredOneOf([
      'pool',
      'tank',
      'river',
      'pond',
      'well',
      'crane',
      'suction_point',
      'canal',
      'lake',
    ] satisfies LayerRows['water_source']['kind'][]),
    volume_m3: number({ least: 0 }),
    flow_lps: number({ least: 0 }),
    suction_height_m: number({ least: 0, most: 1000 }),
    truck_access: flag(null),
    status: oneOf(STATUSES, 'unknown'),
  },
  station: {
    name: text(),
    kind: requiredOneOf([
      'micro',
      'brigade',
      'national',
      'enterprise',
    ] satisfies LayerRows['station']['kind'][]),
    turnout_s: number({ least: 0, most: 86_400 }),
    crew: number({ least: 0 }),
    vehicles: codes(VEHICLES),
  },
  building: {
    name: text(),
    use: text(),
    height_m: number({ above: 0, most: 1000 }),
    floors: number({ above: 0, most: 300 }),
    structure: text(),
    people: number({ least: 0 }),
  },
  area: {
    name: text(),
    kind: requiredOneOf([
      'province',
      'city',
      'county',
      'town',
      'village',
      'grid',
      'other',
    ] satisfies LayerRows['area']['kind'][]),
    population: number({ least: 0 }),
    has_mains: flag(null),
    settlement_class: text(),
  },
  obstacle: {
    kind: requiredText(),
    fixed: flag(null),
    clear_width_m: number({ least: 0, most: 200 }),
    clear_height_m: number({ least: 0, most: 100 }),
    status: oneOf(['standing', 'cleared'], 'standing'),
    due_on: date(),
    street_source_id: text(),
  },
  place: { name: text(), kind: requiredText() },
  cluster: { name: text(), kind: requiredText() },
  hazard: {
    name: text(),
    kind: requiredText(),
    severity: requiredOneOf(['minor', 'serious', 'major'] satisfies LayerRows['hazard']['severity'][]),
    due_on: date(),
  },
  operating_surface: { name: text(), length_m: number({ above: 0 }), width_m: number({ above: 0 }) },
};

/** Columns the importer computes from the geometry, with their SQL types, by layer. */
export const COMPUTED_COLUMNS: Record<LayerId, Readonly<Record<string, string>>> = {
  street: {},
  hydrant: {},
  water_source: { point: 'geometry' },
  station: {},
  building: { point: 'geometry', footprint_m2: 'double precision' },
  area: { point: 'geometry', area_m2: 'double precision' },
  obstacle: {},
  place: {},
  cluster: { point: 'geometry' },
  hazard: {},
  operating_surface: { point: 'geometry' },
};

import type { LayerRows, WaterStatus } from '../../src/lib/contract/layer_rows.ts';
import { isDrivable, STREET_CLASSES, type StreetClass } from '../../src/lib/domain/network/street_set.ts';
import type { Tags } from './osm_block.ts';
import {
  diameterMm,
  elevationM,
  flowLps,
  isSet,
  leastLengthM,
  lengthM,
  pressureMpa,
  speedKmh,
  weightT,
  wholeNumber,
} from './osm_values.ts';

/** highway=* to class; links belong to their road. Other values (construction, platform, …) are no streets. */
const STREET_CLASS: ReadonlyMap<string, StreetClass> = new Map([
  ...STREET_CLASSES.map((value) => [value, value] as const),
  ...(['motorway', 'trunk', 'primary', 'secondary', 'tertiary'] as const).map(
    (value) => [`${value}_link`, value] as const,
  ),
]);

const MAX_STREET_WIDTH_M = 100;

/**
 * A street or footway from a way's tags, or null. Private access does not leave a street out: it is stored.
 * `oneway:emergency=no` makes a street two-way, for the ones who drive it here are fire engines.
 */
export function streetRow(tags: Tags, vertex_keys: number[]): LayerRows['street'] | null {
  const street_class = STREET_CLASS.get(tags.get('highway') ?? '');
  if (street_class === undefined) return null;
  const drivable = isDrivable(street_class);
  return {
    name: tags.get('name') ?? null,
    street_class,
    oneway: drivable ? oneway(tags, street_class) : 0,
    maxspeed_kmh: speedKmh(tags.get('maxspeed')),
    ...streetWidth(tags),
    max_width_m: leastLengthM(tags.get('maxwidth'), tags.get('maxwidth:physical')),
    max_height_m: leastLengthM(tags.get('maxheight'), tags.get('maxheight:physical')),
    max_weight_t: weightT(tags.get('maxweight')),
    surface: tags.get('surface') ?? null,
    access: (drivable && (tags.get('motor_vehicle') ?? tags.get('vehicle'))) || (tags.get('access') ?? null),
    bridge: isSet(tags.get('bridge')),
    tunnel: isSet(tags.get('tunnel')),
    level: level(tags),
    vertex_keys,
  };
}

const ONEWAY: ReadonlyMap<string, -1 | 0 | 1> = new Map([
  ['yes', 1],
  ['true', 1],
  ['1', 1],
  ['-1', -1],
  ['reverse', -1],
  ['no', 0],
  ['false', 0],
  ['0', 0],
  ['reversible', 0],
  ['alternating', 0],
]);

/** On footways oneway=* speaks of bicycles, so it is read on drivable ways only. */
function oneway(tags: Tags, street_class: StreetClass): -1 | 0 | 1 {
  if (tags.get('oneway:emergency') === 'no') return 0;
  const stated = ONEWAY.get(tags.get('oneway') ?? '');
  if (stated !== undefined) return stated;
  const junction = tags.get('junction');
  const is_motorway = street_class === 'motorway' && tags.get('highway') === 'motorway';
  return junction === 'roundabout' || junction === 'circular' || is_motorway ? 1 : 0;
}

function streetWidth(tags: Tags): Pick<LayerRows['street'], 'width_m' | 'width_source'> {
  const plausible = (value_m: number | null) =>
    value_m !== null && value_m <= MAX_STREET_WIDTH_M ? value_m : null;
  const width_m = plausible(lengthM(tags.get('width:carriageway')) ?? lengthM(tags.get('width')));
  if (width_m !== null) {
    const is_guess = /estimat/i.test(tags.get('source:width') ?? '');
    return { width_m, width_source: is_guess ? 'estimated' : 'measured' };
  }
  const estimate_m = plausible(lengthM(tags.get('est_width')));
  return { width_m: estimate_m, width_source: estimate_m === null ? 'unknown' : 'estimated' };
}

/** layer=*, else +1 on a bridge and -1 in a tunnel; a passage through a building lies on the ground. */
function level(tags: Tags): number {
  const layer = Number.parseInt(tags.get('layer') ?? '', 10);
  if (Number.isFinite(layer)) return Math.max(-100, Math.min(100, layer));
  if (isSet(tags.get('bridge'))) return 1;
  return isSet(tags.get('tunnel')) && tags.get('tunnel') !== 'building_passage' ? -1 : 0;
}

/** Values of building=* that stand for no building. */
const NO_BUILDING = new Set(['no', 'entrance', 'demolished', 'proposed', 'construction_site', 'razed']);

export function buildingRow(tags: Tags): LayerRows['building'] | null {
  const building = tags.get('building');
  if (building === undefined || NO_BUILDING.has(building)) return null;
  return {
    name: tags.get('name') ?? null,
    use: building === 'yes' ? null : building,
    height_m: lengthM(tags.get('height')),
    floors: wholeNumber(tags.get('building:levels')) || null,
    structure: tags.get('building:structure') ?? tags.get('building:material') ?? null,
    people: null,
    ground_m: elevationM(tags.get('ele')),
  };
}

const OUT_OF_USE = new Set(['disused', 'abandoned', 'was', 'demolished', 'razed']);
const BROKEN = new Set([
  'broken',
  'defective',
  'out_of_order',
  'closed',
  'needs_maintenance',
  'disused',
  'abandoned',
  'no',
]);
const WORKING = new Set(['operational', 'working', 'functional', 'ok', 'yes']);

/** Keys that hold the emergency=* of something out of use. */
export const LIFECYCLE_KEYS = [...OUT_OF_USE].map((prefix) => `${prefix}:emergency`);

/** A survey date says that the hydrant was seen, not that its flow was measured, so tested_on stays unknown. */
export function hydrantRow(tags: Tags): LayerRows['hydrant'] | null {
  const in_use = tags.get('emergency') === 'fire_hydrant';
  const out_of_use = ['disused', 'abandoned'].some(
    (prefix) => tags.get(`${prefix}:emergency`) === 'fire_hydrant',
  );
  if (!in_use && !out_of_use) return null;
  return {
    name: tags.get('name') ?? tags.get('ref') ?? null,
    kind: tags.get('fire_hydrant:type') ?? null,
    diameter_mm: diameterMm(tags.get('fire_hydrant:diameter')),
    flow_lps: flowLps(
      tags.get('fire_hydrant:flow_rate') ??
        tags.get('flow_rate') ??
        tags.get('fire_hydrant:flow_capacity') ??
        tags.get('flow_capacity'),
    ),
    pressure_mpa: pressureMpa(tags.get('fire_hydrant:pressure') ?? tags.get('pressure')),
    status: in_use ? operationalStatus(tags) : 'broken',
    tested_on: null,
    owner: tags.get('operator') ?? tags.get('owner') ?? null,
    street_name: tags.get('addr:street') ?? tags.get('fire_hydrant:street') ?? null,
    dead_end: null,
    ground_m: elevationM(tags.get('ele')),
  };
}

/** What the tags say about whether a water point works; nothing said is unknown, never working. */
export function operationalStatus(tags: Tags): WaterStatus {
  const stated = tags.get('operational_status') ?? '';
  if (BROKEN.has(stated) || tags.get('disused') === 'yes' || tags.get('abandoned') === 'yes') return 'broken';
  return WORKING.has(stated) ? 'working' : 'unknown';
}

/** Works and airport brigades serve their own ground first. */
const ENTERPRISE = new Set(['industrial', 'works', 'airport', 'company', 'private', 'plant', 'site']);

export function stationRow(tags: Tags): LayerRows['station'] | null {
  if (tags.get('amenity') !== 'fire_station') return null;
  const words = [tags.get('fire_station:type'), tags.get('fire_station:type:FR'), tags.get('operator:type')];
  return {
    name: tags.get('name') ?? null,
    kind: words.some((word) => word !== undefined && ENTERPRISE.has(word)) ? 'enterprise' : 'brigade',
    turnout_s: null,
    crew: null,
    vehicles: [],
    pumps: null,
    tankers: null,
    tanker_m3: null,
  };
}

/** A pipeline that carries water; other substances, and pipelines that do not say what they carry, are none. */
export function waterMainRow(tags: Tags): LayerRows['water_main'] | null {
  if (tags.get('man_made') !== 'pipeline' || tags.get('substance') !== 'water') return null;
  return {
    name: tags.get('name') ?? tags.get('ref') ?? null,
    diameter_mm: diameterMm(tags.get('diameter')),
    pressure_mpa: pressureMpa(tags.get('pressure')),
    dead_end: null,
    owner: tags.get('operator') ?? tags.get('owner') ?? null,
  };
}

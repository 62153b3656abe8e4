import type { LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Tags } from './osm_block.ts';
import { operationalStatus } from './osm_tags.ts';
import { elevationM, flowLps, isSet, volumeM3 } from './osm_values.ts';

type WaterKind = LayerRows['water_source']['kind'];

/** Which geometry of an element the kind is read from. */
export type WaterShape = 'point' | 'line' | 'polygon';

const EMERGENCY = new Map<string, WaterKind>(
  Object.entries({
    water_tank: 'tank',
    fire_water_pond: 'pond',
    suction_point: 'suction_point',
  } as const),
);

/**
 * Open water by water=*. Waste water, and private swimming pools (leisure=swimming_pool), are no intakes;
 * they are left out, for in many towns they would outnumber everything else.
 */
const WATER_AREA = new Map<string, WaterKind | null>(
  Object.entries({
    lake: 'lake',
    lagoon: 'lake',
    reservoir: 'lake',
    oxbow: 'lake',
    cove: 'lake',
    harbour: 'lake',
    river: 'river',
    stream: 'river',
    rapids: 'river',
    canal: 'canal',
    ditch: 'canal',
    moat: 'canal',
    lock: 'canal',
    pond: 'pond',
    basin: 'pond',
    reflecting_pool: 'pond',
    fish_pass: null,
    wastewater: null,
    stream_pool: null,
  } as const),
);

const WATERWAY_LINE = new Map<string, WaterKind>(
  Object.entries({
    river: 'river',
    stream: 'river',
    tidal_channel: 'river',
    canal: 'canal',
  } as const),
);
const WATERWAY_AREA = new Map<string, WaterKind>(
  Object.entries({ riverbank: 'river', dock: 'canal' } as const),
);

/** Basins that are dry between rains hold no fire water. */
const DRY_BASINS = new Set(['detention', 'infiltration']);

const MAN_MADE = new Map<string, WaterKind>(
  Object.entries({ water_well: 'well', reservoir_covered: 'pool', water_tank: 'tank' } as const),
);

/** A source to draw fire water from, or null. `shape` is what the element's geometry would be. */
export function waterRow(tags: Tags, shape: WaterShape): LayerRows['water_source'] | null {
  const kind = waterKind(tags, shape);
  if (kind === null) return null;
  return {
    name: tags.get('name') ?? tags.get('ref') ?? null,
    kind,
    volume_m3: volumeM3(tags.get('water_tank:volume') ?? tags.get('volume') ?? tags.get('capacity')),
    flow_lps: flowLps(tags.get('flow_rate') ?? tags.get('flow_capacity')),
    suction_height_m: null,
    truck_access: null,
    status: operationalStatus(tags),
    season: season(tags),
    low_flow_guarantee: null,
    ground_m: elevationM(tags.get('ele')),
  };
}

function season(tags: Tags): LayerRows['water_source']['season'] {
  const words = [tags.get('intermittent'), tags.get('seasonal')];
  if (words.some((word) => word !== undefined && isSet(word))) return 'not-in-drought';
  return tags.get('intermittent') === 'no' ? 'all-year' : null;
}

function waterKind(tags: Tags, shape: WaterShape): WaterKind | null {
  const emergency = EMERGENCY.get(tags.get('emergency') ?? '');
  if (emergency !== undefined) return emergency;
  const waterway = tags.get('waterway') ?? '';
  if (shape === 'line') return isCulvert(tags) ? null : (WATERWAY_LINE.get(waterway) ?? null);
  const man_made = MAN_MADE.get(tags.get('man_made') ?? '') ?? null;
  if (man_made !== null || shape === 'point') return man_made;
  if (tags.get('man_made') === 'storage_tank' && tags.get('content') === 'water') return 'tank';
  if (tags.get('natural') === 'water') {
    const detail = WATER_AREA.get(tags.get('water') ?? '');
    return detail === undefined ? 'pond' : detail;
  }
  if (tags.get('landuse') === 'reservoir') return 'lake';
  if (tags.get('landuse') === 'basin') return DRY_BASINS.has(tags.get('basin') ?? '') ? null : 'pond';
  return WATERWAY_AREA.get(waterway) ?? null;
}

/** Water in a pipe or culvert cannot be drawn from on the surface. */
const isCulvert = (tags: Tags) => isSet(tags.get('tunnel')) || tags.get('location') === 'underground';

import ruleSet from '../../geodata/rules/cn.json' with { type: 'json' };
import { encodeEwkb } from '../../src/lib/contract/ewkb.ts';
import { metresPerLatDegree, metresPerLonDegree } from '../../src/lib/domain/geometry/metric.ts';
import type { StreetClass } from '../../src/lib/domain/network/street_set.ts';
import { mainWithin_m, withMains } from '../../src/lib/domain/water/nearest_main.ts';
import type { RuleSet } from '../../src/lib/domain/rules/rule_set.ts';
import type { ObstacleRow } from '../../src/lib/server/queries/obstacle_rows.ts';
import type { StationRow } from '../../src/lib/server/queries/station_rows.ts';
import type { StreetRow } from '../../src/lib/server/queries/street_rows.ts';
import type { HydrantRow } from '../../src/lib/server/queries/hydrant_rows.ts';
import type { WaterSourceRow } from '../../src/lib/server/queries/water_source_rows.ts';
import { flatRings } from '../../src/lib/server/services/town/flat_geometry.ts';
import type { Town } from '../../src/lib/server/services/town/load_town.ts';
import { streetColumns, streetLimits } from '../../src/lib/server/services/town/street_columns.ts';

export const RULES = ruleSet as unknown as RuleSet;

/** Metres east and north of a corner of the made town. */
export type Place = [x_m: number, y_m: number];

const CORNER = { lon_deg: 118, lat_deg: 25 };

/** A place in metres as lon, lat. Distances come out right within 1 mm in 1 km of the corner. */
export const degreesOf = ([x_m, y_m]: Place): [number, number] => [
  CORNER.lon_deg + x_m / metresPerLonDegree(CORNER.lat_deg),
  CORNER.lat_deg + y_m / metresPerLatDegree(CORNER.lat_deg),
];

export interface MadeStreet {
  line: Place[];
  street_class?: StreetClass;
  width_m?: number;
  oneway?: -1 | 0 | 1;
  max_height_m?: number;
}

export interface MadeTown {
  streets: MadeStreet[];
  stations?: (Partial<StationRow> & { at: Place })[];
  hydrants?: (Partial<HydrantRow> & { at: Place })[];
  pools?: (Partial<WaterSourceRow> & { at: Place })[];
  obstacles?: (Partial<ObstacleRow> & { at: Place })[];
  /** The corner of each building that faces its street; the rest of it lies behind, away from y = 0. */
  buildings?: {
    at: Place;
    people?: number;
    area_id?: number;
    use?: string;
    floors?: number;
    /** What is recorded; the outline is that of a small house all the same. */
    footprint_m2?: number;
  }[];
  mains?: { line: Place[]; dead_end: boolean | null }[];
  areas?: (Omit<Town['areas'][number], 'settlement_class' | 'low_fire_resistance'> &
    Partial<Town['areas'][number]>)[];
}

/** A town of a few streets and houses, straight into the arrays of a run; ids count from 1 in the order given. */
export function madeTown(made: MadeTown, rules: RuleSet = RULES): Town {
  const at = (place: Place) => {
    const [lon_deg, lat_deg] = degreesOf(place);
    return { lon_deg, lat_deg };
  };
  const streets = madeStreetRows(made);
  const footprints = (made.buildings ?? []).map(({ at: [x, y] }) => {
    const back = y < 0 ? y - 10 : y + 10;
    const ring: Place[] = [
      [x, y],
      [x + 5, back],
      [x - 5, back],
      [x, y],
    ];
    return flatRings(encodeEwkb({ type: 'MultiPolygon', coordinates: [[ring.map(degreesOf)]] }));
  });
  const mains = (made.mains ?? []).map(({ line, dead_end }, i) => ({
    id: i + 1,
    name: null,
    diameter_mm: null,
    dead_end,
    coords_deg: Float64Array.from(line.flatMap((place) => degreesOf(place))),
  }));
  return {
    rules,
    streets: streetColumns(streets, rules),
    street_limits: streetLimits(streets, rules),
    street_labels: streets.map(({ source, source_id, name }) => ({ source, source_id, name })),
    stations: (made.stations ?? []).map(({ at: place, ...station }, i) => ({
      id: i + 1,
      name: null,
      kind: 'brigade',
      turnout_s: null,
      crew: null,
      vehicles: [],
      pumps: null,
      tankers: null,
      tanker_m3: null,
      area_id: null,
      ...station,
      ...at(place),
    })),
    hydrants: withMains(
      (made.hydrants ?? []).map(({ at: place, ...hydrant }, i) => ({
        id: i + 1,
        name: null,
        area_id: null,
        status: 'working',
        flow_lps: 20,
        pressure_mpa: 0.2,
        tested_on: null,
        dead_end: null,
        ground_m: null,
        ...hydrant,
        ...at(place),
      })),
      mains,
      mainWithin_m(rules.rules),
    ),
    water_sources: (made.pools ?? []).map(({ at: place, ...pool }, i) => ({
      id: i + 1,
      name: null,
      area_id: null,
      kind: 'pool',
      status: 'working',
      volume_m3: 200,
      flow_lps: null,
      suction_height_m: null,
      truck_access: true,
      season: null,
      low_flow_guarantee: null,
      ground_m: null,
      ...pool,
      geom: encodeEwkb({ type: 'Point', coordinates: degreesOf(place) }),
    })),
    obstacles: (made.obstacles ?? []).map(({ at: place, ...obstacle }, i) => ({
      id: i + 1,
      source: 'made',
      kind: 'bollard',
      clear_width_m: null,
      clear_height_m: null,
      street_source_id: null,
      ...obstacle,
      ...at(place),
    })),
    buildings: (made.buildings ?? []).map(({ at: place, people, area_id, use, floors, footprint_m2 }, i) => ({
      id: i + 1,
      area_id: area_id ?? null,
      use: use ?? null,
      height_m: null,
      floors: floors ?? null,
      people: people ?? null,
      footprint_m2: footprint_m2 ?? 50,
      ground_m: null,
      populated_area_id: null,
      ...at(place),
      geom: new Uint8Array(),
    })),
    footprints,
    mains,
    places: [],
    areas: (made.areas ?? []).map((area) => ({
      settlement_class: null,
      low_fire_resistance: null,
      ...area,
    })),
  };
}

/** Its streets as rows, for edits. */
export const madeStreetRows = (made: Pick<MadeTown, 'streets'>): StreetRow[] =>
  made.streets.map((street, i): StreetRow => ({
    id: i + 1,
    source: 'made',
    source_id: String(i + 1),
    area_id: null,
    name: null,
    street_class: street.street_class ?? 'residential',
    oneway: street.oneway ?? 0,
    maxspeed_kmh: null,
    width_m: street.width_m ?? null,
    width_source: street.width_m === undefined ? 'unknown' : 'measured',
    max_width_m: null,
    max_height_m: street.max_height_m ?? null,
    max_weight_t: null,
    closed: false,
    level: 0,
    vertex_keys: null,
    geom: encodeEwkb({ type: 'LineString', coordinates: street.line.map(degreesOf) }),
  }));

import type { WeightSource } from '../coverage/weights.ts';
import type { Network } from '../network/network.ts';
import type { StreetSet } from '../network/street_set.ts';
import type { RuleSet, StationKind, VehicleCode } from '../rules/rule_set.ts';
import type { AskingBuildings } from '../water/asking_buildings.ts';
import type { HydrantCondition, SourceClass } from '../water/source_class.ts';
import type { SourceFigures } from '../water/source_figures.ts';

/**
 * A town as live edits need it: flat columns that cross wires and threads as bytes. Both networks are packed without
 * obstacles and with both directions of every way (oneway 'ignore'); costs block what may not be driven.
 */
export interface TownData {
  /** Names the state of the data: equal stamps mean equal data. */
  stamp: string;
  rules: RuleSet;
  streets: StreetSet;
  /** What the clear widths in `streets` were made of, for edits of one of the two. */
  street_limits: StreetLimits;
  /** Ways a vehicle may use. */
  drive: Network;
  /** Ways a crew may walk and lay hose along. */
  walk: Network;
  /** Each list ascending by id. */
  stations: StationData[];
  obstacles: ObstacleData[];
  /** In the order that breaks ties: hydrants, then other water. */
  sources: SourceData[];
  /** Which main a hydrant stands on that edits put somewhere. */
  mains: MainColumns;
  buildings: BuildingColumns;
  asking: AskingBuildings;
}

/** One value a street, mm. */
export interface StreetLimits {
  /** Width of the carriageway, recorded or else estimated by class; 0 unknown. */
  width_mm: Uint16Array;
  /** Signed width limit; 0 none. */
  max_width_mm: Uint16Array;
}

export interface StationData {
  id: number;
  name: string | null;
  kind: StationKind;
  turnout_s: number | null;
  /** Recorded crew; 0 covers nobody, null nobody recorded it. */
  crew: number | null;
  vehicles: VehicleCode[];
  lon_deg: number;
  lat_deg: number;
}

/** An obstacle that stands on a street. */
export interface ObstacleData {
  id: number;
  kind: string;
  /** As recorded; null is filled from the rule set by kind. */
  clear_width_m: number | null;
  clear_height_m: number | null;
  lon_deg: number;
  lat_deg: number;
  /** Where it narrows a street: index of the way and distance along it; street NONE where none is near enough. */
  street: number;
  along_mm: number;
}

export interface SourceData {
  layer: 'hydrant' | 'water_source';
  id: number;
  source_class: SourceClass;
  /** What it would be worth repaired; equal to source_class where it is not broken. */
  class_if_working: SourceClass;
  /** A hydrant as recorded, for edits of one of its figures; null for other water. */
  condition: HydrantCondition | null;
  /** What it is summed up by. */
  figures: SourceFigures & { points_deg: number[] };
  lon_deg: number;
  lat_deg: number;
  /** Place on the walkable ways; edge NONE where there is none. */
  edge: number;
  along_mm: number;
  offset_mm: number;
}

/** One value a water main, in the order that breaks ties; none where no main tells whether it is a dead end. */
export interface MainColumns {
  /** Index into DEAD_ENDS. */
  dead_end: Uint8Array;
  /** Vertices of main m: [first_vertex[m], first_vertex[m + 1]). */
  first_vertex: Uint32Array;
  /** lon,lat pairs. */
  coords_deg: Float64Array;
}

export const DEAD_ENDS = [null, false, true] as const;

/** One value a building, ascending by id. */
export interface BuildingColumns {
  count: number;
  id: Float64Array;
  /** NaN outside any area. */
  area_id: Float64Array;
  lon_deg: Float64Array;
  lat_deg: Float64Array;
  weight: Float64Array;
  /** Index into WEIGHT_SOURCES. */
  weight_source: Uint8Array;
  /** The door's place on the walkable ways; door_edge NONE where the town has no way to walk on. */
  door_edge: Uint32Array;
  door_along_mm: Float64Array;
  door_straight_m: Float64Array;
  /** 0 where the way nearest the house is a fragment no street touches. */
  door_path_mapped: Uint8Array;
}

export const WEIGHT_SOURCES = ['recorded', 'shared', 'count'] as const satisfies readonly WeightSource[];

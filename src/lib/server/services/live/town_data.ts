import type { Walkways, WalkPlace } from '../../../domain/coverage/walkways.ts';
import { weights, type WeightSource } from '../../../domain/coverage/weights.ts';
import {
  DEAD_ENDS,
  WEIGHT_SOURCES,
  type BuildingColumns,
  type MainColumns,
  type ObstacleData,
  type SourceData,
  type StationData,
  type TownData,
} from '../../../domain/live/town_data.ts';
import { NONE } from '../../../domain/network/network.ts';
import type { VehicleCode } from '../../../domain/rules/rule_set.ts';
import { judgeHydrant, judgeWaterSource } from '../../../domain/water/source_class.ts';
import { populatedAreas } from '../coverage/run_coverage.ts';
import { flatRings } from '../town/flat_geometry.ts';
import type { Town } from '../town/load_town.ts';
import { packUncut, placeObstacles } from '../town/obstacle_cuts.ts';
import { buildWalkways } from '../town/walkways.ts';
import { askingBuildings } from '../water/asked_flow.ts';
import { figuresOfHydrant, figuresOfWater, placeOfWater } from '../water/sources.ts';

/** People of each building of a town, in its order. */
export interface BuildingWeights {
  weight: Float64Array;
  source: WeightSource[];
}

export const weightsOf = (town: Town): BuildingWeights => weights(town.buildings, populatedAreas(town));

/**
 * The town as live edits need it: streets packed without obstacles, and everything placed on them exactly as a full run
 * places it.
 *
 * @param stamp names the state of the data.
 * @param people of its buildings; left out, they are shared out over the town's own buildings.
 */
export function townData(town: Town, stamp: string, people: BuildingWeights = weightsOf(town)): TownData {
  const walkways = buildWalkways(town);
  const { network: drive } = packUncut(town);
  const places = placeObstacles(town, drive);
  return {
    stamp,
    rules: town.rules,
    streets: town.streets,
    street_limits: town.street_limits,
    drive,
    walk: walkways.ground.network,
    stations: town.stations.map(
      ({ id, name, kind, turnout_s, crew, vehicles, lon_deg, lat_deg }): StationData => ({
        ...{ id, name, kind, turnout_s, crew, lon_deg, lat_deg },
        vehicles: vehicles as VehicleCode[],
      }),
    ),
    obstacles: town.obstacles.map(
      ({ id, kind, clear_width_m, clear_height_m, lon_deg, lat_deg }, i): ObstacleData => ({
        ...{ id, kind, clear_width_m, clear_height_m, lon_deg, lat_deg },
        street: places[i]?.street ?? NONE,
        along_mm: places[i]?.along_mm ?? 0,
      }),
    ),
    sources: sources(town, walkways),
    mains: mains(town),
    buildings: buildings(town, walkways, people),
    asking: askingBuildings(town),
  };
}

function sources({ hydrants, water_sources, rules: { rules } }: Town, walkways: Walkways): SourceData[] {
  return [
    ...hydrants.map((hydrant): SourceData => {
      const { id, lon_deg, lat_deg } = hydrant;
      const { source_class } = judgeHydrant(hydrant, rules);
      return {
        ...{ layer: 'hydrant', id, source_class, lon_deg, lat_deg },
        class_if_working: judgeHydrant(ifWorking(hydrant), rules).source_class,
        condition: {
          status: hydrant.status,
          flow_lps: hydrant.flow_lps,
          pressure_mpa: hydrant.pressure_mpa,
        },
        figures: figuresOfHydrant(hydrant),
        ...placed(walkways.placeOf(lon_deg, lat_deg)),
      };
    }),
    ...water_sources.map((water): SourceData => {
      const { source_class } = judgeWaterSource(water, rules);
      const class_if_working = judgeWaterSource(ifWorking(water), rules).source_class;
      const usable = source_class !== 'none' || class_if_working !== 'none';
      return {
        ...{ layer: 'water_source', id: water.id, source_class, class_if_working, condition: null },
        figures: figuresOfWater(water),
        ...middleOf(water.geom),
        ...placed(usable ? placeOfWater(water.geom, walkways) : null),
      };
    }),
  ];
}

function mains({ mains }: Town): MainColumns {
  const told = mains.some(({ dead_end }) => dead_end !== null) ? mains : [];
  const first_vertex = new Uint32Array(told.length + 1);
  told.forEach(({ coords_deg }, i) => (first_vertex[i + 1] = first_vertex[i] + coords_deg.length / 2));
  return {
    dead_end: Uint8Array.from(told, ({ dead_end }) => DEAD_ENDS.indexOf(dead_end)),
    first_vertex,
    coords_deg: Float64Array.from(told.flatMap(({ coords_deg }) => Array.from(coords_deg))),
  };
}

const ifWorking = <Condition extends { status: string }>(condition: Condition) =>
  condition.status === 'broken' ? { ...condition, status: 'working' as const } : condition;

const placed = (at: WalkPlace | null) => ({
  edge: at?.edge ?? NONE,
  along_mm: at?.along_mm ?? 0,
  offset_mm: at ? Math.floor(at.straight_m * 1000 + 0.5) : 0,
});

/** The middle of a geometry's bounds: where its mark is drawn. */
function middleOf(geom: Uint8Array): { lon_deg: number; lat_deg: number } {
  const { coords_deg } = flatRings(geom);
  const [least, most] = [
    [Infinity, Infinity],
    [-Infinity, -Infinity],
  ];
  coords_deg.forEach((value, i) => {
    least[i % 2] = Math.min(least[i % 2], value);
    most[i % 2] = Math.max(most[i % 2], value);
  });
  return { lon_deg: (least[0] + most[0]) / 2, lat_deg: (least[1] + most[1]) / 2 };
}

function buildings(town: Town, walkways: Walkways, people: BuildingWeights): BuildingColumns {
  const doors = town.footprints.map((footprint) => walkways.doorOf(footprint));
  return {
    count: town.buildings.length,
    id: Float64Array.from(town.buildings, ({ id }) => id),
    area_id: Float64Array.from(town.buildings, ({ area_id }) => area_id ?? NaN),
    lon_deg: Float64Array.from(town.buildings, ({ lon_deg }) => lon_deg),
    lat_deg: Float64Array.from(town.buildings, ({ lat_deg }) => lat_deg),
    weight: people.weight,
    weight_source: Uint8Array.from(people.source, (source) => WEIGHT_SOURCES.indexOf(source)),
    door_edge: Uint32Array.from(doors, (door) => door?.edge ?? NONE),
    door_along_mm: Float64Array.from(doors, (door) => door?.along_mm ?? 0),
    door_straight_m: Float64Array.from(doors, (door) => door?.straight_m ?? 0),
    door_path_mapped: Uint8Array.from(doors, (door) => (door?.path_mapped ? 1 : 0)),
  };
}

import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import type { Connectivity } from '../../../domain/network/join_vertices.ts';
import type { StreetLimits } from '../../../domain/live/town_data.ts';
import type { StreetSet } from '../../../domain/network/street_set.ts';
import { mainWithin_m, withMains, type Main } from '../../../domain/water/nearest_main.ts';
import type { ActingDatabase } from '../../db/database.ts';
import { areaRows, type AreaRow } from '../../queries/area_rows.ts';
import { buildingRows, type BuildingRow } from '../../queries/building_rows.ts';
import { hydrantRows, type HydrantRow } from '../../queries/hydrant_rows.ts';
import { standingObstacleRows, type ObstacleRow } from '../../queries/obstacle_rows.ts';
import { placeRows, type PlaceRow } from '../../queries/place_rows.ts';
import { stationRows, type StationRow } from '../../queries/station_rows.ts';
import { streetRows, type StreetRow } from '../../queries/street_rows.ts';
import { waterMainRows } from '../../queries/water_main_rows.ts';
import { waterSourceRows, type WaterSourceRow } from '../../queries/water_source_rows.ts';
import { flatLine, flatRings, type Footprint } from './flat_geometry.ts';
import { streetColumns, streetLimits } from './street_columns.ts';

export interface StreetLabel {
  source: string;
  source_id: string;
  name: string | null;
  /** The area its middle lies in; null none, left out where nobody looked. */
  area_id?: number | null;
}

/** Everything a run needs, out of the tables and into arrays, ascending by id. */
export interface Town {
  rules: RuleSet;
  streets: StreetSet;
  street_limits: StreetLimits;
  /** Where ways without vertex keys meet; left out, it is read from the streets themselves. */
  connectivity?: Connectivity;
  street_labels: StreetLabel[];
  obstacles: ObstacleRow[];
  stations: StationRow[];
  /** `dead_end` by their own record, else by that of the main they stand on. */
  hydrants: HydrantRow[];
  mains: Main[];
  water_sources: WaterSourceRow[];
  buildings: BuildingRow[];
  footprints: Footprint[];
  places: PlaceRow[];
  areas: AreaRow[];
}

/** The rows a town is made of, as the tables hold them; can be handed to another thread. */
export interface TownRows extends Pick<
  Town,
  | 'rules'
  | 'obstacles'
  | 'stations'
  | 'hydrants'
  | 'mains'
  | 'water_sources'
  | 'buildings'
  | 'places'
  | 'areas'
> {
  streets: StreetRow[];
}

export async function loadTown(db: ActingDatabase, rules: RuleSet): Promise<Town> {
  return townOf(await townRows(db, rules));
}

export async function townRows(db: ActingDatabase, rules: RuleSet): Promise<TownRows> {
  const mains = (await waterMainRows(db)).map(({ geom, ...main }) => ({
    ...main,
    coords_deg: flatLine(geom),
  }));
  return {
    rules,
    mains,
    streets: await streetRows(db),
    buildings: await buildingRows(db),
    obstacles: await standingObstacleRows(db),
    stations: await stationRows(db),
    hydrants: withMains(await hydrantRows(db), mains, mainWithin_m(rules.rules)),
    water_sources: await waterSourceRows(db),
    places: await placeRows(db),
    areas: await areaRows(db),
  };
}

/** Geometry out of its bytes and streets into columns. */
export const townOf = ({ streets, ...rows }: TownRows): Town => ({
  ...rows,
  streets: streetColumns(streets, rows.rules),
  street_limits: streetLimits(streets, rows.rules),
  street_labels: streets.map(({ source, source_id, name, area_id }) => ({
    source,
    source_id,
    name,
    area_id,
  })),
  footprints: rows.buildings.map(({ geom }) => flatRings(geom)),
});

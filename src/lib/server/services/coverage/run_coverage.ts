import { Assessor, type Assessment, type Door } from '../../../domain/coverage/assess.ts';
import type { Reach } from '../../../domain/coverage/reach.ts';
import { exitTime_ms } from '../../../domain/coverage/stations.ts';
import { StopFields } from '../../../domain/coverage/stop_fields.ts';
import type { Walkways } from '../../../domain/coverage/walkways.ts';
import { weights, type PopulatedArea, type WeightSource } from '../../../domain/coverage/weights.ts';
import { arcCosts, type ArcCosts } from '../../../domain/network/costs.ts';
import { footCosts } from '../../../domain/network/foot_costs.ts';
import type { Network } from '../../../domain/network/network.ts';
import { packNetwork, type PackNotes } from '../../../domain/network/pack.ts';
import { isDrivable, isWalkable, STREET_CLASSES } from '../../../domain/network/street_set.ts';
import type { StationKind, VehicleCode } from '../../../domain/rules/rule_set.ts';
import { toMilliseconds, type Seconds } from '../../../domain/units/units.ts';
import { AskedLeg, askedAnswer, askerOfBuilding } from '../../../domain/water/asking_buildings.ts';
import type { WaterSeason } from '../../../domain/water/natural_intake.ts';
import { SourcesInReach } from '../../../domain/water/sources_in_reach.ts';
import { WaterLeg } from '../../../domain/water/water_leg.ts';
import type { Town } from '../town/load_town.ts';
import { obstacleCuts } from '../town/obstacle_cuts.ts';
import { buildWalkways } from '../town/walkways.ts';
import { askingBuildings } from '../water/asked_flow.ts';
import { placeSources, type Source } from '../water/sources.ts';
import { onGround } from './on_ground.ts';
import { placeStations, searchStations, type PlacedStation } from './stations.ts';

export interface CoverageOptions {
  vehicle: VehicleCode;
  cutoff_s: Seconds;
  /** Fills the turn-out of stations without one of their own; null takes the rule set's by kind. */
  turnout_s: Seconds | null;
  /** Station kinds in the run; null all. */
  station_kinds: readonly StationKind[] | null;
  /** Stations in the run by id; left out, all of those kinds. */
  station_ids?: ReadonlySet<number>;
  /** What natural water is judged for; left out: wet, when all of it is to be had. */
  season?: WaterSeason;
}

export interface CoverageRun {
  town: Town;
  options: CoverageOptions;
  drive: Network;
  costs: ArcCosts;
  pack_notes: PackNotes;
  walkways: Walkways;
  stations: PlacedStation[];
  /** Arrivals with unknown widths passable: what the files show. */
  open: Reach;
  sources: Source[];
  weight: Float64Array;
  weight_source: WeightSource[];
  doors: (Door | null)[];
  buildings: Assessment[];
  place_doors: (Door | null)[];
  places: Assessment[];
}

/**
 * One run for one vehicle over a town: packs the streets, searches from every station at three
 * levels of confidence, and judges every building and place. Pure computation, no database.
 */
export function runCoverage(town: Town, options: CoverageOptions): CoverageRun {
  const { rules, streets } = town;
  const vehicle = rules.vehicles[options.vehicle];
  const on_foot = options.vehicle === 'walk';
  const { join_m, cap_at_maxspeed } = rules.travel;
  const oneway = on_foot ? 'ignore' : rules.travel.oneway;
  const usable = on_foot ? isWalkable : isDrivable;
  const { network: drive, notes } = packNetwork(streets, {
    include: (street) => usable(STREET_CLASSES[streets.street_class[street]]),
    join_m,
    connectivity: town.connectivity,
    oneway,
    cuts: on_foot ? [] : obstacleCuts(town),
  });
  const costs = on_foot
    ? footCosts(drive, vehicle)
    : arcCosts(drive, streets, vehicle, { oneway, cap_at_maxspeed });
  const walkways = buildWalkways(town);
  const stations = placeStations(town, options, drive, costs);
  const { known, open, any_size } = searchStations(drive, costs, stations, exitTime_ms(rules, vehicle));
  const sources = placeSources(town, walkways, options.season);
  const { ground } = walkways;
  const cutoff_ms = toMilliseconds(options.cutoff_s);
  const placed = sources.flatMap((source) => source.placed ?? []);
  const water = new WaterLeg(ground, placed, vehicle.supply_hose_m);
  const reach = new SourcesInReach(ground, placed, vehicle.supply_hose_m);
  const asking = askingBuildings(town);
  const asked = new AskedLeg(asking, rules.rules);
  const asker = askerOfBuilding(asking, town.buildings.length);
  const assessor = new Assessor({
    stops: new StopFields({ drive, ground, known, open, any_size, cutoff_ms }),
    known,
    open,
    waterAt: (stop, asker) => {
      const { edge, along_mm } = onGround(drive, ground.network, stop);
      const one = water.at(edge, along_mm);
      if (asker < 0) return one;
      const reached = reach.at(edge, along_mm);
      return askedAnswer(
        one,
        asked.supply(asker, reached, (source) => sources[source]),
      );
    },
    cutoff_ms,
    attack_hose_m: vehicle.attack_hose_m,
  });
  const doors = town.footprints.map((footprint) => walkways.doorOf(footprint));
  const place_doors = town.places.map((place) => walkways.doorOfPoint(place.lon_deg, place.lat_deg));
  const { weight, source } = weights(town.buildings, populatedAreas(town));
  return {
    town,
    options,
    drive,
    costs,
    pack_notes: notes,
    walkways,
    stations,
    open,
    sources,
    weight,
    weight_source: source,
    doors,
    buildings: doors.map((door, building) => assessor.assess(door, asker[building])),
    place_doors,
    places: place_doors.map((door) => assessor.assess(door)),
  };
}

/** Areas with a known population, each with the nearest larger one. */
export function populatedAreas({ areas }: Pick<Town, 'areas'>): PopulatedArea[] {
  const by_id = new Map(areas.map((area) => [area.id, area]));
  const populatedAbove = (id: number | null): number | null => {
    const area = id === null ? undefined : by_id.get(id);
    if (!area) return null;
    return area.population !== null ? area.id : populatedAbove(area.parent_id);
  };
  return areas.flatMap(({ id, parent_id, population }) =>
    population === null ? [] : [{ id, population, populated_parent_id: populatedAbove(parent_id) }],
  );
}

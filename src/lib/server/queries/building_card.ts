import type { BuildingCard } from '../../contract/api.ts';
import type { ActingDatabase } from '../db/database.ts';

/** One building and its verdict in the run given; null where no such building is to be seen. */
export async function buildingCard(
  db: ActingDatabase,
  building_id: number,
  run_id: number | null,
): Promise<Omit<BuildingCard, 'run'> | null> {
  const [card] = await db.query<Omit<BuildingCard, 'run'>>(
    `select b.id, b.source, b.source_id, b.name, b.use, b.floors, b.height_m, b.footprint_m2,
       area.name as area_name, st_x(b.point) as lon_deg, st_y(b.point) as lat_deg,
       case when v.building_id is not null then json_build_object(
         'verdict', v.verdict, 'failing_leg', v.failing_leg, 'vehicle', v.vehicle,
         'attack_hose_m', rules.body #> array['vehicles', v.vehicle, 'attack_hose_m'],
         'supply_hose_m', rules.body #> array['vehicles', v.vehicle, 'supply_hose_m'],
         'arrive', v.arrive, 'hose', v.hose, 'water', v.water,
         'arrival_s', v.arrival_s, 'hose_m', v.hose_m, 'offset_m', v.offset_m,
         'stop_lon_deg', v.stop_lon_deg, 'stop_lat_deg', v.stop_lat_deg,
         'street_name', street.name,
         'station', case when station.id is not null then
           json_build_object('id', station.id, 'name', station.name, 'kind', station.kind) end,
         'water_source', case
           when hydrant.id is not null then json_build_object(
             'layer', 'hydrant', 'id', hydrant.id, 'name', hydrant.name, 'kind', hydrant.kind,
             'status', hydrant.status, 'flow_lps', hydrant.flow_lps, 'pressure_mpa', hydrant.pressure_mpa,
             'lon_deg', st_x(hydrant.geom), 'lat_deg', st_y(hydrant.geom))
           when water.id is not null then json_build_object(
             'layer', 'water_source', 'id', water.id, 'name', water.name, 'kind', water.kind,
             'status', water.status, 'flow_lps', water.flow_lps, 'pressure_mpa', null,
             'lon_deg', st_x(water.point), 'lat_deg', st_y(water.point)) end,
         'water_m', v.water_m, 'weight', v.weight, 'weight_source', v.weight_source
       ) end as verdict
     from building b
     left join area on area.id = b.area_id
     left join building_verdict v on v.building_id = b.id and v.run_id = $2::bigint
     left join analysis_run run on run.id = v.run_id
     left join rule_set rules on rules.code = run.rule_set_code and rules.version = run.rule_set_version
     left join street on street.id = v.street_id
     left join station on station.id = v.station_id
     left join hydrant on v.water_layer = 'hydrant' and hydrant.id = v.water_id
     left join water_source water on v.water_layer = 'water_source' and water.id = v.water_id
     where b.id = $1::bigint`,
    [building_id, run_id],
  );
  return card ?? null;
}

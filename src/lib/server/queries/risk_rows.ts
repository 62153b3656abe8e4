import type { ActingDatabase } from '../db/database.ts';

/** What makes a fire in a building worse, as far as recorded. */
export interface RiskRow {
  building_id: number;
  /** Building material or fire-resistance class as the source words it. */
  structure: string | null;
  /** Whether its area is recorded as one where buildings of low fire resistance prevail. */
  low_fire_resistance: boolean | null;
  in_cluster: boolean;
  /** Kinds of the places inside it. */
  place_kinds: string[];
  /** An open major hazard recorded for it, or within the distance asked of its point. */
  major_hazard: boolean;
}

/** All buildings, ascending by id. A hazard is open until its latest event closes, checks or dismisses it. */
export const riskRows = (db: ActingDatabase, hazard_near_m: number) =>
  db.query<RiskRow>(
    `with latest as (
       select distinct on (hazard_id) hazard_id, status from hazard_event order by hazard_id, id desc
     ), open_major as (
       select hazard.building_id, hazard.geom
       from hazard left join latest on latest.hazard_id = hazard.id
       where hazard.severity = 'major' and coalesce(latest.status, 'reported') not in ('closed', 'dismissed', 'checked')
     ), endangered as (
       select building_id from open_major where building_id is not null
       union
       select building.id
       from open_major
       join building on building.geom
         && st_expand(open_major.geom, $1 / (110000 * greatest(0.01, cos(radians(st_y(open_major.geom))))))
       where st_distance(open_major.geom::geography, building.point::geography) <= $1
     )
     select building.id as building_id, building.structure, area.low_fire_resistance,
       exists (select from cluster where cluster.geom && building.point and st_intersects(cluster.geom, building.point))
         as in_cluster,
       array(
         select distinct place.kind from place
         where place.geom && building.geom and st_intersects(place.geom, building.geom) order by place.kind
       ) as place_kinds,
       endangered.building_id is not null as major_hazard
     from building
     left join area on area.id = building.area_id
     left join endangered on endangered.building_id = building.id
     order by building.id`,
    [hazard_near_m],
  );

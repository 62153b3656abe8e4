import type { AreaFigures } from '../../contract/api_areas.ts';
import type { ActingDatabase } from '../db/database.ts';
import type { AreaResults } from '../services/coverage/run_results.ts';
import { HAZARD_IS_OPEN } from './hazard_status.ts';

export interface AreaRowWithResults extends Pick<
  AreaFigures,
  | 'area_id'
  | 'parent_id'
  | 'name'
  | 'kind'
  | 'population'
  | 'has_mains'
  | 'bounds_deg'
  | 'stations'
  | 'hazards_open'
> {
  /** Null where the run has none for it: the area came after the run, or there is no run. */
  results: AreaResults | null;
}

/** Areas the actor sees, ascending by id, then what lies outside any, each with its figures in the run given. */
export const areaFigures = (db: ActingDatabase, run_id: number | null) =>
  db.query<AreaRowWithResults>(
    `with station_counts as (
       select area_id, count(*) as stations from station group by area_id
     ), hazard_counts as (
       select area_id, count(*) as hazards_open from hazard t where ${HAZARD_IS_OPEN} group by area_id
     ), places as (
       select id as area_id, parent_id, name, kind, population, has_mains,
         json_build_array(st_xmin(geom), st_ymin(geom), st_xmax(geom), st_ymax(geom)) as bounds_deg
       from area
       union all
       select null, null, null, null, null, null, null where firecover_sees_all()
     )
     select places.*, coalesce(stations, 0) as stations, coalesce(hazards_open, 0) as hazards_open,
       (select results_by_area -> coalesce(places.area_id::text, '') from analysis_run
         where id = $1::bigint) as results
     from places
     left join station_counts on station_counts.area_id is not distinct from places.area_id
     left join hazard_counts on hazard_counts.area_id is not distinct from places.area_id
     order by places.area_id nulls last`,
    [run_id],
  );

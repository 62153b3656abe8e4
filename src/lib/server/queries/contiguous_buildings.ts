import { metresPerLatDegree, metresPerLonDegree } from '../../domain/geometry/metric.ts';
import type { Queryable } from '../db/database.ts';

export interface ContiguousBuilding {
  id: number;
  /** Number of its group; means nothing beyond this answer. */
  label: number;
  area_id: number | null;
  footprint_m2: number;
  lon_deg: number;
  lat_deg: number;
  /** Clear distance to the nearest other building of the group, metres to the millimetre. */
  gap_m: number;
  /** EWKB MultiPolygon, WGS 84. */
  geom: Uint8Array;
}

/**
 * Buildings in groups that stand no further apart than `gap_m`, footprint to footprint: DBSCAN, a building counting as
 * inner where that many, itself included, lie as near. Groups smaller than `min_buildings` are left out. Ascending
 * by id.
 *
 * Metres are measured in one plane, true at the middle latitude of the buildings: 20 km north or south of it east-west
 * distances are off by 0.3 %.
 */
export async function contiguousBuildings(
  tx: Queryable,
  { gap_m, min_neighbours, min_buildings }: { gap_m: number; min_neighbours: number; min_buildings: number },
): Promise<ContiguousBuilding[]> {
  const [{ middle_deg }] = await tx.query<{ middle_deg: number | null }>(
    `select (st_ymin(box) + st_ymax(box)) / 2 as middle_deg
     from (select st_extent(geom) as box from building) as whole`,
  );
  if (middle_deg === null) return [];
  return tx.query<ContiguousBuilding>(
    `with measured as materialized (
       select id, area_id, footprint_m2, point, geom, st_scale(geom, $4::float8, $5::float8) as plan
       from building order by id
     ), labelled as materialized (
       select measured.*,
         st_clusterdbscan(plan, eps => $1::float8, minpoints => $2::int) over (order by id) as label
       from measured
     ), members as materialized (
       select labelled.* from labelled
       where label in (select label from labelled group by label having count(*) >= $3::int)
     ), pairs as (
       select member.id, member.label, near.id as near_id,
         st_distance(member.plan, st_scale(near.geom, $4::float8, $5::float8)) as distance_m
       from members member
       join building near
         on near.geom && st_expand(member.geom, 1.1 * $1::float8 / $4::float8, 1.1 * $1::float8 / $5::float8)
         and near.id <> member.id
     ), gaps as (
       select pairs.id, round(min(pairs.distance_m)::numeric, 3)::float8 as gap_m
       from pairs join members other on other.id = pairs.near_id and other.label = pairs.label
       group by pairs.id
     )
     select members.id, label, area_id, footprint_m2, st_x(point) as lon_deg, st_y(point) as lat_deg,
       gap_m, st_asewkb(geom) as geom
     from members join gaps on gaps.id = members.id order by members.id`,
    [gap_m, min_neighbours, min_buildings, metresPerLonDegree(middle_deg), metresPerLatDegree(middle_deg)],
  );
}

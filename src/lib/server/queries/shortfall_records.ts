import type { Queryable } from '../db/database.ts';

type Status = 'working' | 'broken' | 'unknown';
type Db = Pick<Queryable, 'query'>;

export interface HydrantRecord {
  id: number;
  area_id: number | null;
  lon_deg: number;
  lat_deg: number;
  name: string | null;
  kind: string | null;
  street_name: string | null;
  owner: string | null;
  status: Status;
  flow_lps: number | null;
  pressure_mpa: number | null;
  /** Of the latest test that measured it. */
  static_pressure_mpa: number | null;
  /** Latest day of the hydrant's own and of its tests; ISO date. */
  tested_on: string | null;
}

/** All hydrants, ascending by id, with what their tests say. */
export const hydrantRecords = (db: Db) =>
  db.query<HydrantRecord>(
    `with latest as (
       select hydrant_id, max(tested_on) as tested_on from hydrant_test group by hydrant_id
     ), static as (
       select distinct on (hydrant_id) hydrant_id, static_pressure_mpa from hydrant_test
       where static_pressure_mpa is not null order by hydrant_id, tested_on desc, id desc
     )
     select h.id, h.area_id, st_x(h.geom) as lon_deg, st_y(h.geom) as lat_deg, h.name, h.kind, h.street_name, h.owner,
       h.status, h.flow_lps, h.pressure_mpa, static.static_pressure_mpa,
       greatest(h.tested_on, latest.tested_on) as tested_on
     from hydrant h
     left join latest on latest.hydrant_id = h.id
     left join static on static.hydrant_id = h.id
     order by h.id`,
  );

export interface WaterRecord {
  id: number;
  area_id: number | null;
  lon_deg: number;
  lat_deg: number;
  name: string | null;
  kind: string;
  status: Status;
  volume_m3: number | null;
  flow_lps: number | null;
  suction_height_m: number | null;
  truck_access: boolean | null;
  season: 'all-year' | 'not-in-frost' | 'not-in-drought' | null;
  low_flow_guarantee: number | null;
  /** Latest check; ISO date. */
  checked_on: string | null;
}

/** All water other than hydrants, ascending by id, with the day of its latest check. */
export const waterRecords = (db: Db) =>
  db.query<WaterRecord>(
    `with latest as (
       select water_source_id, max(checked_on) as checked_on from water_source_check group by water_source_id
     )
     select w.id, w.area_id, st_x(w.point) as lon_deg, st_y(w.point) as lat_deg, w.name, w.kind, w.status, w.volume_m3,
       w.flow_lps, w.suction_height_m, w.truck_access, w.season, w.low_flow_guarantee, latest.checked_on
     from water_source w left join latest on latest.water_source_id = w.id order by w.id`,
  );

export interface OrderRecord {
  id: number;
  hydrant_id: number;
  opened_on: string;
  due_on: string | null;
  done_on: string | null;
  responsible: string | null;
  fault: string;
  remark: string | null;
}

/** All repair orders, ascending by id. */
export const orderRecords = (db: Db) =>
  db.query<OrderRecord>(
    `select id, hydrant_id, opened_on, due_on, done_on, responsible, fault, remark from repair_order order by id`,
  );

export interface TargetRecord {
  id: number;
  area_id: number | null;
  measure: string;
  value: number;
  unit: string;
  due_on: string;
  source: string;
  remark: string | null;
}

/** Targets of areas about water, the soonest due first. */
export const waterTargets = (db: Db) =>
  db.query<TargetRecord>(
    `select id, area_id, measure, value, unit, due_on, source, remark from target
     where measure in ('hydrant.working_rate', 'hydrant.count', 'pool.volume_m3') and area_id is not null
     order by due_on, id`,
  );

export interface AreaRecord {
  area_id: number;
  parent_id: number | null;
  name: string | null;
  kind: string;
  has_mains: boolean | null;
  population: number | null;
  settlement_class: string | null;
  lon_deg: number;
  lat_deg: number;
  bounds_deg: [number, number, number, number];
}

/** All areas, ascending by id. */
export const areaRecords = (db: Db) =>
  db.query<AreaRecord>(
    `select id as area_id, parent_id, name, kind, has_mains, population, settlement_class,
       st_x(point) as lon_deg, st_y(point) as lat_deg,
       json_build_array(st_xmin(geom), st_ymin(geom), st_xmax(geom), st_ymax(geom)) as bounds_deg
     from area order by id`,
  );

export interface BuildingRecord {
  id: number;
  name: string | null;
  use: string | null;
  lon_deg: number;
  lat_deg: number;
}

/** Buildings by id. */
export const buildingRecords = (db: Db, ids: readonly number[]) =>
  db.query<BuildingRecord>(
    `select id, name, use, st_x(point) as lon_deg, st_y(point) as lat_deg from building
     where id = any ($1::bigint[])`,
    [ids],
  );

export interface TestRecord {
  hydrant_id: number;
  tested_on: string;
  status: Status;
}

/** Every dated test, in the order of its day. */
export const testRecords = (db: Db) =>
  db.query<TestRecord>(`select hydrant_id, tested_on, status from hydrant_test order by tested_on, id`);

export interface StateRecord {
  hydrant_id: number;
  area_id: number | null;
  status: Status;
  tested_on: string | null;
  /** When the row's present values came in; ISO date, null entered by hand. */
  since: string | null;
  /** What it was before, the newest first: replaced values by column, until when they held and since when. */
  before: {
    until: string;
    since: string | null;
    condition: { status?: Status; tested_on?: string | null };
  }[];
}

/** What hydrants are and were, ascending by id. */
export const stateRecords = (db: Db) =>
  db.query<StateRecord>(
    `with earlier as (
       select row_id, json_agg(json_build_object(
           'until', c.valid_until::date, 'since', s.imported_at::date, 'condition', c.condition
         ) order by c.id desc) as before
       from condition_history c left join source s on s.id = c.import_id
       where c.layer = 'hydrant' group by row_id
     )
     select h.id as hydrant_id, h.area_id, h.status, h.tested_on, s.imported_at::date as since,
       coalesce(earlier.before, '[]') as before
     from hydrant h
     left join source s on s.id = h.import_id
     left join earlier on earlier.row_id = h.id
     order by h.id`,
  );

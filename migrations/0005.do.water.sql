-- Hydrants and other water.

create table hydrant (
  id bigint generated always as identity primary key,
  source text not null,
  source_id text not null,
  row_hash text,
  import_id bigint references source,
  missing_import_id bigint references source,
  area_id bigint references area on delete set null,
  name text,
  kind text,
  diameter_mm double precision check (diameter_mm > 0 and diameter_mm <= 2000),
  flow_lps double precision check (flow_lps >= 0 and flow_lps <= 1000),
  pressure_mpa double precision check (pressure_mpa >= 0 and pressure_mpa <= 10),
  status text not null default 'unknown' check (status in ('working', 'broken', 'unknown')),
  tested_on date,
  owner text,
  street_name text,
  geom geometry(Point, 4326) not null check (not st_isempty(geom)),
  geom_3857 geometry(Point, 3857) generated always as (st_transform(geom, 3857)) stored,
  unique (source, source_id),
  check (geom @ st_makeenvelope(-180, -90, 180, 90, 4326))
);
comment on table hydrant is 'Fire hydrants with their latest known condition; earlier ones are in hydrant_test and condition_history.';
comment on column hydrant.kind is 'As the source words it: pillar, underground, wall, standpipe.';
comment on column hydrant.flow_lps is 'Flow at the latest test; null unknown, never counted as good.';
comment on column hydrant.pressure_mpa is 'Pressure at the latest test; null unknown, never counted as good.';
create index hydrant_geom on hydrant using gist (geom);
create index hydrant_geom_3857 on hydrant using gist (geom_3857);
create index hydrant_area_id on hydrant (area_id, status);
create index hydrant_tested_on on hydrant (tested_on);
create index hydrant_missing_import_id on hydrant (missing_import_id) where missing_import_id is not null;
alter table hydrant enable row level security;
alter table hydrant force row level security;
create policy hydrant_by_area on hydrant for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, update, delete on hydrant to firecover_app;

create table hydrant_test (
  id bigint generated always as identity primary key,
  hydrant_id bigint not null references hydrant on delete cascade,
  tested_on date not null,
  flow_lps double precision check (flow_lps >= 0 and flow_lps <= 1000),
  static_pressure_mpa double precision check (static_pressure_mpa >= 0 and static_pressure_mpa <= 10),
  flowing_pressure_mpa double precision check (flowing_pressure_mpa >= 0 and flowing_pressure_mpa <= 10),
  status text not null check (status in ('working', 'broken', 'unknown')),
  tested_by text,
  remark text,
  recorded_at timestamptz not null default now()
);
comment on table hydrant_test is 'Dated tests and inspections of a hydrant; the latest one decides, none is overwritten.';
create index hydrant_test_hydrant_id on hydrant_test (hydrant_id, tested_on);
alter table hydrant_test enable row level security;
alter table hydrant_test force row level security;
create policy hydrant_test_by_hydrant on hydrant_test for all
  using (exists (select from hydrant where hydrant.id = hydrant_id));
grant select, insert on hydrant_test to firecover_app;

create table repair_order (
  id bigint generated always as identity primary key,
  hydrant_id bigint not null references hydrant on delete cascade,
  opened_on date not null,
  due_on date,
  done_on date,
  responsible text,
  fault text not null,
  remark text,
  check (due_on >= opened_on),
  check (done_on >= opened_on)
);
comment on table repair_order is 'Repairs ordered of whoever keeps the hydrant.';
create index repair_order_hydrant_id on repair_order (hydrant_id);
create index repair_order_due_on on repair_order (due_on) where done_on is null;
alter table repair_order enable row level security;
alter table repair_order force row level security;
create policy repair_order_by_hydrant on repair_order for all
  using (exists (select from hydrant where hydrant.id = hydrant_id));
grant select, insert, update on repair_order to firecover_app;

create table water_source (
  id bigint generated always as identity primary key,
  source text not null,
  source_id text not null,
  row_hash text,
  import_id bigint references source,
  missing_import_id bigint references source,
  area_id bigint references area on delete set null,
  name text,
  kind text not null check (kind in
    ('pool', 'tank', 'river', 'pond', 'well', 'crane', 'suction_point', 'canal', 'lake')),
  volume_m3 double precision check (volume_m3 >= 0),
  flow_lps double precision check (flow_lps >= 0),
  suction_height_m double precision check (suction_height_m >= 0 and suction_height_m <= 1000),
  truck_access boolean,
  status text not null default 'unknown' check (status in ('working', 'broken', 'unknown')),
  season text check (season in ('all-year', 'not-in-frost', 'not-in-drought')),
  point geometry(Point, 4326) not null,
  geom geometry(Geometry, 4326) not null check (not st_isempty(geom)),
  geom_3857 geometry(Geometry, 3857) generated always as (st_transform(geom, 3857)) stored,
  unique (source, source_id),
  check (geometrytype(geom) in ('POINT', 'LINESTRING', 'MULTILINESTRING', 'POLYGON', 'MULTIPOLYGON')),
  check (geom @ st_makeenvelope(-180, -90, 180, 90, 4326))
);
comment on table water_source is 'Water other than hydrants: pools, tanks, natural water with or without an intake, wells, water cranes.';
comment on column water_source.suction_height_m is 'Lift from the low water level to the pump; null unknown.';
comment on column water_source.truck_access is 'Whether a pumper can stand beside it; null unknown.';
comment on column water_source.point is 'Representative point: the point itself, the middle of a line, a point inside a polygon.';
comment on column water_source.season is 'When water can be drawn; null unknown.';
create index water_source_geom on water_source using gist (geom);
create index water_source_geom_3857 on water_source using gist (geom_3857);
create index water_source_area_id on water_source (area_id, status);
create index water_source_missing_import_id on water_source (missing_import_id) where missing_import_id is not null;
alter table water_source enable row level security;
alter table water_source force row level security;
create policy water_source_by_area on water_source for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, update, delete on water_source to firecover_app;

create table water_source_check (
  id bigint generated always as identity primary key,
  water_source_id bigint not null references water_source on delete cascade,
  checked_on date not null,
  status text not null check (status in ('working', 'broken', 'unknown')),
  volume_m3 double precision check (volume_m3 >= 0),
  suction_height_m double precision check (suction_height_m >= 0),
  checked_by text,
  remark text,
  recorded_at timestamptz not null default now()
);
comment on table water_source_check is 'Dated checks of a water source; the latest one decides, none is overwritten.';
create index water_source_check_water_source_id on water_source_check (water_source_id, checked_on);
alter table water_source_check enable row level security;
alter table water_source_check force row level security;
create policy water_source_check_by_water_source on water_source_check for all
  using (exists (select from water_source where water_source.id = water_source_id));
grant select, insert on water_source_check to firecover_app;

-- Demand: buildings, the places in them, and clusters of them.

create table building (
  id bigint generated always as identity primary key,
  source text not null,
  source_id text not null,
  row_hash text,
  import_id bigint references source,
  missing_import_id bigint references source,
  area_id bigint references area on delete set null,
  name text,
  use text,
  height_m double precision check (height_m > 0 and height_m <= 1000),
  floors double precision check (floors > 0 and floors <= 300),
  structure text,
  people double precision check (people >= 0),
  footprint_m2 double precision not null check (footprint_m2 >= 0),
  point geometry(Point, 4326) not null,
  geom geometry(MultiPolygon, 4326) not null check (not st_isempty(geom)),
  geom_3857 geometry(MultiPolygon, 3857) generated always as (st_transform(geom, 3857)) stored,
  unique (source, source_id),
  check (geom @ st_makeenvelope(-180, -90, 180, 90, 4326))
);
comment on table building is 'Building footprints, sheds included; each gets one verdict a run.';
comment on column building.use is 'As the source words it: house, apartments, shed, school.';
comment on column building.structure is 'Building material or fire-resistance class as the source words it; null unknown.';
comment on column building.people is 'People recorded for it; null unknown, then shared out from the area''s population.';
comment on column building.footprint_m2 is 'Computed by the import in a local metric frame.';
comment on column building.point is 'Representative point, inside the polygon; computed by the import so that every database holds the same bytes.';
create index building_geom on building using gist (geom);
create index building_geom_3857 on building using gist (geom_3857);
create index building_area_id on building (area_id);
create index building_missing_import_id on building (missing_import_id) where missing_import_id is not null;
alter table building enable row level security;
alter table building force row level security;
create policy building_by_area on building for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, update, delete on building to firecover_app;

alter table obstacle
  add constraint obstacle_building_id_fkey foreign key (building_id) references building on delete set null;
comment on column obstacle.building_id is 'Building whose window or door it bars; null where it stands on a street.';
create index obstacle_building_id on obstacle (building_id) where building_id is not null;

create table place (
  id bigint generated always as identity primary key,
  source text not null,
  source_id text not null,
  row_hash text,
  import_id bigint references source,
  missing_import_id bigint references source,
  area_id bigint references area on delete set null,
  name text,
  kind text not null check (kind <> ''),
  geom geometry(Point, 4326) not null check (not st_isempty(geom)),
  geom_3857 geometry(Point, 3857) generated always as (st_transform(geom, 3857)) stored,
  unique (source, source_id),
  check (geom @ st_makeenvelope(-180, -90, 180, 90, 4326))
);
comment on table place is 'Key units and other places with their own verdict: the nine kinds of small venue, high-rise, e-bike charging, schools, care homes, crowded places.';
create index place_geom on place using gist (geom);
create index place_geom_3857 on place using gist (geom_3857);
create index place_area_id on place (area_id, kind);
create index place_missing_import_id on place (missing_import_id) where missing_import_id is not null;
alter table place enable row level security;
alter table place force row level security;
create policy place_by_area on place for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, update, delete on place to firecover_app;

create table cluster (
  id bigint generated always as identity primary key,
  source text not null,
  source_id text not null,
  row_hash text,
  import_id bigint references source,
  missing_import_id bigint references source,
  area_id bigint references area on delete set null,
  name text,
  kind text not null check (kind <> ''),
  origin text not null default 'imported' check (origin in ('imported', 'computed', 'drawn')),
  point geometry(Point, 4326) not null,
  geom geometry(MultiPolygon, 4326) not null check (not st_isempty(geom)),
  geom_3857 geometry(MultiPolygon, 3857) generated always as (st_transform(geom, 3857)) stored,
  unique (source, source_id),
  check (geom @ st_makeenvelope(-180, -90, 180, 90, 4326))
);
comment on table cluster is 'Contiguous buildings a fire would run through: urban villages, fringes, timber quarters.';
create index cluster_geom on cluster using gist (geom);
create index cluster_geom_3857 on cluster using gist (geom_3857);
create index cluster_area_id on cluster (area_id);
create index cluster_missing_import_id on cluster (missing_import_id) where missing_import_id is not null;
alter table cluster enable row level security;
alter table cluster force row level security;
create policy cluster_by_area on cluster for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, update, delete on cluster to firecover_app;

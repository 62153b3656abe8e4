-- Streets, what narrows them, and where a ladder truck stands.

create table street (
  id bigint generated always as identity primary key,
  source text not null,
  source_id text not null,
  row_hash text,
  import_id bigint references source,
  missing_import_id bigint references source,
  area_id bigint references area on delete set null,
  name text,
  street_class text not null check (street_class in (
    'motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'unclassified', 'residential', 'road',
    'living_street', 'service', 'track', 'pedestrian', 'footway', 'path', 'steps', 'cycleway', 'bridleway',
    'corridor')),
  oneway smallint not null default 0 check (oneway in (-1, 0, 1)),
  maxspeed_kmh double precision check (maxspeed_kmh > 0 and maxspeed_kmh <= 255),
  width_m double precision check (width_m > 0 and width_m <= 200),
  width_source text not null default 'unknown' check (width_source in ('measured', 'estimated', 'unknown')),
  max_width_m double precision check (max_width_m > 0 and max_width_m <= 200),
  max_height_m double precision check (max_height_m > 0 and max_height_m <= 100),
  max_weight_t double precision check (max_weight_t > 0 and max_weight_t <= 1000),
  surface text,
  access text,
  bridge boolean not null default false,
  tunnel boolean not null default false,
  level smallint not null default 0 check (level between -100 and 100),
  vertex_keys bigint[],
  lane_marked boolean,
  lane_signed boolean,
  dead_end boolean,
  has_turnaround boolean,
  turning_radius_m double precision check (turning_radius_m > 0),
  slope double precision check (slope between -1 and 1),
  geom geometry(LineString, 4326) not null,
  geom_3857 geometry(LineString, 3857) generated always as (st_transform(geom, 3857)) stored,
  unique (source, source_id),
  check (st_npoints(geom) >= 2 and st_length(geom) > 0),
  check (vertex_keys is null or cardinality(vertex_keys) = st_npoints(geom)),
  check (geom @ st_makeenvelope(-180, -90, 180, 90, 4326))
);
comment on table street is 'Streets and ways on foot, one line each, unsplit; the packer splits them at junctions.';
comment on column street.oneway is '1 along the vertices, -1 against them, 0 both ways.';
comment on column street.width_m is 'Carriageway width; null unknown. Where it comes from is width_source.';
comment on column street.max_width_m is 'Signed or physical limit; null none known.';
comment on column street.max_height_m is 'Signed or physical limit; null none known, open sky.';
comment on column street.level is 'Vertical order of a crossing without a junction: bridge +1, tunnel -1.';
comment on column street.vertex_keys is 'OSM node id of each vertex; ways meet where these are equal. Null: ways meet where vertices lie within the join distance.';
comment on column street.lane_marked is 'Fire-lane register: marked on the ground; null unknown.';
comment on column street.slope is 'Share, rise over run along the vertices; null unknown.';
create index street_geom on street using gist (geom);
create index street_geom_3857 on street using gist (geom_3857);
create index street_area_id on street (area_id);
create index street_missing_import_id on street (missing_import_id) where missing_import_id is not null;
alter table street enable row level security;
alter table street force row level security;
create policy street_by_area on street for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, update, delete on street to firecover_app;

create table street_measurement (
  id bigint generated always as identity primary key,
  street_id bigint not null references street on delete cascade,
  quantity text not null check (quantity in ('width_m', 'height_m', 'slope', 'turning_radius_m')),
  value double precision not null,
  position geometry(Point, 4326),
  method text not null check (method in ('measured', 'estimated')),
  measured_on date not null,
  measured_by text,
  recorded_at timestamptz not null default now()
);
comment on table street_measurement is 'Dated measurements of a street; the latest one decides, none is overwritten.';
comment on column street_measurement.value is 'In the unit of its quantity''s name; slope is a share.';
comment on column street_measurement.position is 'Where along the street it was measured; null for the whole of it.';
create index street_measurement_street_id on street_measurement (street_id, measured_on);
alter table street_measurement enable row level security;
alter table street_measurement force row level security;
create policy street_measurement_by_street on street_measurement for all
  using (exists (select from street where street.id = street_id));
grant select, insert on street_measurement to firecover_app;

create table obstacle (
  id bigint generated always as identity primary key,
  source text not null,
  source_id text not null,
  row_hash text,
  import_id bigint references source,
  missing_import_id bigint references source,
  area_id bigint references area on delete set null,
  kind text not null check (kind <> ''),
  fixed boolean,
  clear_width_m double precision check (clear_width_m >= 0 and clear_width_m <= 200),
  clear_height_m double precision check (clear_height_m >= 0 and clear_height_m <= 100),
  status text not null default 'standing' check (status in ('standing', 'cleared')),
  due_on date,
  street_source_id text,
  building_id bigint,
  geom geometry(Point, 4326) not null check (not st_isempty(geom)),
  geom_3857 geometry(Point, 3857) generated always as (st_transform(geom, 3857)) stored,
  unique (source, source_id),
  check (geom @ st_makeenvelope(-180, -90, 180, 90, 4326))
);
comment on table obstacle is 'What stands in the way: on a street (gate, bollard, stall, overhead line) or on a building (barred rescue window).';
comment on column obstacle.fixed is 'False where it can be moved or opened; null unknown.';
comment on column obstacle.clear_width_m is 'Clear width it leaves, 0 shuts the street; null unknown.';
comment on column obstacle.street_source_id is 'source_id of the street it stands on where the source says so; else the nearest street.';
create index obstacle_geom on obstacle using gist (geom);
create index obstacle_geom_3857 on obstacle using gist (geom_3857);
create index obstacle_area_id on obstacle (area_id);
create index obstacle_due_on on obstacle (due_on) where status = 'standing';
create index obstacle_missing_import_id on obstacle (missing_import_id) where missing_import_id is not null;
alter table obstacle enable row level security;
alter table obstacle force row level security;
create policy obstacle_by_area on obstacle for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, update, delete on obstacle to firecover_app;

create table operating_surface (
  id bigint generated always as identity primary key,
  source text not null,
  source_id text not null,
  row_hash text,
  import_id bigint references source,
  missing_import_id bigint references source,
  area_id bigint references area on delete set null,
  name text,
  length_m double precision check (length_m > 0),
  width_m double precision check (width_m > 0),
  point geometry(Point, 4326) not null,
  geom geometry(MultiPolygon, 4326) not null check (not st_isempty(geom)),
  geom_3857 geometry(MultiPolygon, 3857) generated always as (st_transform(geom, 3857)) stored,
  unique (source, source_id),
  check (geom @ st_makeenvelope(-180, -90, 180, 90, 4326))
);
comment on table operating_surface is 'Paved surface beside a tall building where a ladder truck works.';
create index operating_surface_geom on operating_surface using gist (geom);
create index operating_surface_geom_3857 on operating_surface using gist (geom_3857);
create index operating_surface_area_id on operating_surface (area_id);
create index operating_surface_missing_import_id on operating_surface (missing_import_id) where missing_import_id is not null;
alter table operating_surface enable row level security;
alter table operating_surface force row level security;
create policy operating_surface_by_area on operating_surface for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, update, delete on operating_surface to firecover_app;

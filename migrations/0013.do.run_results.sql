-- What a coverage run leaves besides the verdicts of buildings: those of places, the gaps, and its pictures.

create function firecover_judged_stamp() returns text
  language sql stable
  return (
    select string_agg(layer || ':' || version, ',' order by layer collate "C") from data_version
    where layer in ('area', 'building', 'hydrant', 'obstacle', 'place', 'station', 'street', 'water_source')
  );
comment on function firecover_judged_stamp() is
  'State of the layers that verdicts follow from, as firecover_data_stamp() for all: a new hazard or cluster leaves them as they are.';

alter table analysis_run add column vehicles text[] not null default '{}'
  check (vehicles <@ array['walk', 'trike', 'mini', 'pumper', 'ladder']);
comment on column analysis_run.vehicles is 'Vehicles the run went through; several where each building has the best over those the stations own.';
comment on column analysis_run.vehicle is 'The vehicle of every station in the run; null where each building has the best over those the stations own.';
comment on column analysis_run.data_stamp is
  'firecover_judged_stamp() when the data was read; another stamp now means the verdicts are stale.';

create table place_verdict (
  run_id bigint not null references analysis_run on delete cascade,
  place_id bigint not null references place on delete cascade,
  vehicle text not null check (vehicle in ('walk', 'trike', 'mini', 'pumper', 'ladder')),
  area_id bigint,
  verdict text not null check (verdict in (
    'covered', 'late', 'unreachable', 'too-narrow', 'hose-short', 'no-water', 'weak-water', 'unknown')),
  failing_leg text check (failing_leg in ('arrive', 'hose', 'water')),
  arrive text not null check (arrive in ('pass', 'fail', 'unknown')),
  hose text not null check (hose in ('pass', 'fail', 'unknown')),
  water text not null check (water in ('pass', 'fail', 'unknown')),
  arrival_s double precision check (arrival_s >= 0),
  station_id bigint,
  street_id bigint,
  street_fraction double precision check (street_fraction between 0 and 1),
  stop_lon_deg double precision check (stop_lon_deg between -180 and 180),
  stop_lat_deg double precision check (stop_lat_deg between -90 and 90),
  offset_m double precision check (offset_m >= 0),
  hose_m double precision check (hose_m >= 0),
  water_layer text check (water_layer in ('hydrant', 'water_source')),
  water_id bigint,
  water_m double precision check (water_m >= 0),
  primary key (run_id, place_id),
  check ((verdict = 'covered') = (failing_leg is null)),
  check ((water_layer is null) = (water_id is null))
);
comment on table place_verdict is 'The verdict of one place in one run, judged as a building is; columns as in building_verdict.';
create index place_verdict_place_id on place_verdict (place_id);
create index place_verdict_area_id on place_verdict (run_id, area_id, verdict);
alter table place_verdict enable row level security;
alter table place_verdict force row level security;
create policy place_verdict_by_area on place_verdict for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, delete on place_verdict to firecover_app;

create table gap (
  id bigint generated always as identity primary key,
  run_id bigint not null references analysis_run on delete cascade,
  rank integer not null check (rank > 0),
  area_id bigint,
  verdict text not null check (verdict in (
    'late', 'unreachable', 'too-narrow', 'hose-short', 'no-water', 'weak-water', 'unknown')),
  failing_leg text not null check (failing_leg in ('arrive', 'hose', 'water')),
  buildings integer not null check (buildings > 0),
  people double precision check (people >= 0),
  worst_arrival_s double precision check (worst_arrival_s >= 0),
  geom geometry(MultiPolygon, 4326) not null check (not st_isempty(geom)),
  geom_3857 geometry(MultiPolygon, 3857) generated always as (st_transform(geom, 3857)) stored,
  unique (run_id, rank)
);
comment on table gap is 'Not-covered buildings of one run with one failing leg in one area, linked to each other; ranked.';
comment on column gap.verdict is 'The most frequent verdict of its buildings.';
comment on column gap.people is 'Null where the weight of any of its buildings only counts it.';
comment on column gap.worst_arrival_s is 'The greatest known arrival; null where none is known.';
comment on column gap.geom is 'A picture: a band round its buildings and the links between them.';
create index gap_geom_3857 on gap using gist (geom_3857);
create index gap_area_id on gap (run_id, area_id);
alter table gap enable row level security;
alter table gap force row level security;
create policy gap_by_area on gap for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, delete on gap to firecover_app;

create table run_picture (
  run_id bigint not null references analysis_run on delete cascade,
  kind text not null check (kind in ('rings', 'gaps')),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  body_gzip bytea not null,
  primary key (run_id, kind)
);
comment on table run_picture is 'GeoJSON of a run as the command line writes it, drawn once with the run.';
comment on column run_picture.sha256 is 'Of the GeoJSON before it was compressed.';
alter table run_picture enable row level security;
alter table run_picture force row level security;
-- A picture shows the whole run: it is for those who may see all of it.
create policy run_picture_all on run_picture for all using (firecover_sees_all());
grant select, insert, delete on run_picture to firecover_app;

alter table cluster
  add column buildings integer check (buildings > 0),
  add column footprint_m2 double precision check (footprint_m2 >= 0),
  add column density double precision check (density between 0 and 1),
  add column mean_gap_m double precision check (mean_gap_m >= 0);
comment on column cluster.buildings is 'Buildings that make it up; null where it was drawn or imported. Same for the figures below.';
comment on column cluster.density is 'Share of the outline that is built on.';
comment on column cluster.mean_gap_m is 'Mean over its buildings of the clear distance to the nearest other one of it.';

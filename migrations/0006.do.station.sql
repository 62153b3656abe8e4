-- Forces: stations, their vehicles and who is on duty.

create table vehicle_type (
  code text primary key check (code in ('walk', 'trike', 'mini', 'pumper', 'ladder')),
  width_m double precision not null check (width_m > 0),
  height_m double precision not null check (height_m > 0),
  passes_clear_width_m double precision not null check (passes_clear_width_m > 0),
  weight_t double precision not null check (weight_t > 0),
  turning_radius_m double precision check (turning_radius_m > 0),
  main_kmh double precision not null check (main_kmh > 0),
  side_kmh double precision not null check (side_kmh > 0),
  lane_kmh double precision not null check (lane_kmh > 0),
  attack_hose_m double precision not null check (attack_hose_m >= 0),
  supply_hose_m double precision not null check (supply_hose_m >= 0)
);
comment on table vehicle_type is 'Kinds of vehicle a run can be made with; filled from the default rule set.';
comment on column vehicle_type.passes_clear_width_m is 'Least clear width it gets through.';
alter table vehicle_type enable row level security;
alter table vehicle_type force row level security;
create policy vehicle_type_everyone_reads on vehicle_type for select using (true);
create policy vehicle_type_all_writes on vehicle_type for all using (firecover_sees_all());
grant select, insert, update on vehicle_type to firecover_app;

create table mutual_aid_group (
  id bigint generated always as identity primary key,
  area_id bigint references area on delete set null,
  name text not null
);
comment on table mutual_aid_group is 'Neighbouring stations that help each other.';
create index mutual_aid_group_area_id on mutual_aid_group (area_id);
alter table mutual_aid_group enable row level security;
alter table mutual_aid_group force row level security;
create policy mutual_aid_group_by_area on mutual_aid_group for all using (firecover_sees(area_id));
grant select, insert, update, delete on mutual_aid_group to firecover_app;

create table station (
  id bigint generated always as identity primary key,
  source text not null,
  source_id text not null,
  row_hash text,
  import_id bigint references source,
  missing_import_id bigint references source,
  area_id bigint references area on delete set null,
  mutual_aid_group_id bigint references mutual_aid_group on delete set null,
  name text,
  kind text not null check (kind in ('micro', 'brigade', 'national', 'enterprise')),
  turnout_s double precision check (turnout_s >= 0 and turnout_s <= 86400),
  crew double precision check (crew >= 0),
  pumps integer check (pumps >= 0),
  vehicles text[] not null default '{}'
    check (vehicles <@ array['walk', 'trike', 'mini', 'pumper', 'ladder']),
  geom geometry(Point, 4326) not null check (not st_isempty(geom)),
  geom_3857 geometry(Point, 3857) generated always as (st_transform(geom, 3857)) stored,
  unique (source, source_id),
  check (geom @ st_makeenvelope(-180, -90, 180, 90, 4326))
);
comment on table station is 'Fire stations: micro stations, township brigades, national brigades, enterprise brigades.';
comment on column station.turnout_s is 'Own turn-out time, order to wheels rolling; null takes the one asked for, then the rule set''s.';
comment on column station.vehicles is 'Vehicle codes the station owns; empty where unknown. Single vehicles are in station_vehicle.';
create index station_geom on station using gist (geom);
create index station_geom_3857 on station using gist (geom_3857);
create index station_area_id on station (area_id, kind);
create index station_mutual_aid_group_id on station (mutual_aid_group_id);
create index station_missing_import_id on station (missing_import_id) where missing_import_id is not null;
alter table station enable row level security;
alter table station force row level security;
create policy station_by_area on station for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, update, delete on station to firecover_app;

create table station_vehicle (
  id bigint generated always as identity primary key,
  station_id bigint not null references station on delete cascade,
  vehicle text not null references vehicle_type,
  label text,
  status text not null default 'ready' check (status in ('ready', 'in-repair', 'retired'))
);
comment on table station_vehicle is 'The single vehicles of a station, where they are kept one by one.';
create index station_vehicle_station_id on station_vehicle (station_id);
alter table station_vehicle enable row level security;
alter table station_vehicle force row level security;
create policy station_vehicle_by_station on station_vehicle for all
  using (exists (select from station where station.id = station_id));
grant select, insert, update, delete on station_vehicle to firecover_app;

create table duty (
  id bigint generated always as identity primary key,
  station_id bigint not null references station on delete cascade,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  crew integer not null check (crew >= 0),
  head text,
  check (ends_at > starts_at)
);
comment on table duty is 'Duty roster: who stands ready when; a station with nobody on duty does not cover.';
create index duty_station_id on duty (station_id, starts_at);
alter table duty enable row level security;
alter table duty force row level security;
create policy duty_by_station on duty for all
  using (exists (select from station where station.id = station_id));
grant select, insert, update, delete on duty to firecover_app;

-- Water mains, the heights of what water is lifted between, and the tankers that carry it.

create table water_main (
  id bigint generated always as identity primary key,
  source text not null,
  source_id text not null,
  row_hash text,
  import_id bigint references source,
  missing_import_id bigint references source,
  area_id bigint references area on delete set null,
  name text,
  diameter_mm double precision check (diameter_mm > 0 and diameter_mm <= 5000),
  pressure_mpa double precision check (pressure_mpa >= 0 and pressure_mpa <= 10),
  dead_end boolean,
  owner text,
  geom geometry(LineString, 4326) not null,
  geom_3857 geometry(LineString, 3857) generated always as (st_transform(geom, 3857)) stored,
  unique (source, source_id),
  check (st_npoints(geom) >= 2 and st_length(geom) > 0),
  check (geom @ st_makeenvelope(-180, -90, 180, 90, 4326))
);
comment on table water_main is 'Mains that feed hydrants, one line each; a line of several pieces is several rows.';
comment on column water_main.diameter_mm is 'Nominal diameter (DN); null unknown.';
comment on column water_main.pressure_mpa is 'Pressure in the main in normal running; null unknown. What a hydrant gives is measured at the hydrant.';
comment on column water_main.dead_end is 'True where it is fed from one end only (branch), false in a loop; null not recorded.';
create index water_main_geom on water_main using gist (geom);
create index water_main_geom_3857 on water_main using gist (geom_3857);
create index water_main_area_id on water_main (area_id);
create index water_main_missing_import_id on water_main (missing_import_id) where missing_import_id is not null;
alter table water_main enable row level security;
alter table water_main force row level security;
create policy water_main_by_area on water_main for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, update, delete on water_main to firecover_app;

insert into data_version (layer) values ('water_main');
create trigger water_main_inserted after insert on water_main referencing new table as changed
  for each statement execute function firecover_note_change();
create trigger water_main_updated after update on water_main referencing new table as changed
  for each statement execute function firecover_note_change();
create trigger water_main_deleted after delete on water_main referencing old table as changed
  for each statement execute function firecover_note_change();
create trigger water_main_keep_condition
  after update of diameter_mm, pressure_mpa, dead_end on water_main
  for each row when (
    (old.diameter_mm, old.pressure_mpa, old.dead_end) is distinct from
    (new.diameter_mm, new.pressure_mpa, new.dead_end)
  ) execute function firecover_keep_condition('diameter_mm', 'pressure_mpa', 'dead_end');

-- Whether hydrants add up hangs on the mains they stand on.
create or replace function firecover_judged_stamp() returns text
  language sql stable
  return (
    select string_agg(layer || ':' || version, ',' order by layer collate "C") from data_version
    where layer in (
      'area', 'building', 'hydrant', 'obstacle', 'place', 'station', 'street', 'water_main', 'water_source')
  );

alter table edit drop constraint edit_layer_check;
alter table edit add constraint edit_layer_check check (layer in (
  'street', 'hydrant', 'water_source', 'station', 'building', 'area', 'obstacle', 'place', 'cluster',
  'hazard', 'operating_surface', 'water_main'));

alter table hydrant
  add column ground_m double precision check (ground_m between -500 and 9000),
  add column dead_end boolean;
comment on column hydrant.ground_m is 'Height of the ground above the datum of the source''s survey; null unknown.';
comment on column hydrant.dead_end is 'On a main fed from one end only; null not recorded, then the nearest main tells.';

alter table water_source
  add column ground_m double precision check (ground_m between -500 and 9000),
  add column low_flow_guarantee double precision check (low_flow_guarantee between 0 and 1);
comment on column water_source.ground_m is 'Height of the ground a pump stands on beside it, above the datum of the source''s survey; null unknown.';
comment on column water_source.low_flow_guarantee is 'Share of years, 0 to 1, in which the low water of its season still gives the recorded flow; null unknown.';

alter table building add column ground_m double precision check (ground_m between -500 and 9000);
comment on column building.ground_m is 'Height of the ground at its door above the datum of the source''s survey; null unknown. height_m is the building''s own.';

alter table station
  add column tankers integer check (tankers >= 0),
  add column tanker_m3 double precision check (tanker_m3 > 0 and tanker_m3 <= 100);
comment on column station.tankers is 'Vehicles that carry water; null unknown.';
comment on column station.tanker_m3 is 'Water each of them carries; null unknown.';

alter table area add column low_fire_resistance boolean;
comment on column area.low_fire_resistance is 'Buildings of fire-resistance class III and IV prevail; null not recorded.';

drop trigger hydrant_keep_condition on hydrant;
create trigger hydrant_keep_condition
  after update of flow_lps, pressure_mpa, status, tested_on, dead_end on hydrant
  for each row when (
    (old.flow_lps, old.pressure_mpa, old.status, old.tested_on, old.dead_end)
    is distinct from
    (new.flow_lps, new.pressure_mpa, new.status, new.tested_on, new.dead_end)
  ) execute function firecover_keep_condition('flow_lps', 'pressure_mpa', 'status', 'tested_on', 'dead_end');

drop trigger water_source_keep_condition on water_source;
create trigger water_source_keep_condition
  after update of volume_m3, flow_lps, suction_height_m, truck_access, status, low_flow_guarantee on water_source
  for each row when (
    (old.volume_m3, old.flow_lps, old.suction_height_m, old.truck_access, old.status, old.low_flow_guarantee)
    is distinct from
    (new.volume_m3, new.flow_lps, new.suction_height_m, new.truck_access, new.status, new.low_flow_guarantee)
  ) execute function firecover_keep_condition(
    'volume_m3', 'flow_lps', 'suction_height_m', 'truck_access', 'status', 'low_flow_guarantee');

drop trigger station_keep_condition on station;
create trigger station_keep_condition
  after update of turnout_s, crew, pumps, vehicles, tankers, tanker_m3 on station
  for each row when (
    (old.turnout_s, old.crew, old.pumps, old.vehicles, old.tankers, old.tanker_m3)
    is distinct from
    (new.turnout_s, new.crew, new.pumps, new.vehicles, new.tankers, new.tanker_m3)
  ) execute function firecover_keep_condition(
    'turnout_s', 'crew', 'pumps', 'vehicles', 'tankers', 'tanker_m3');

-- What changed: versions by layer (so that stale verdicts are known), live notices, and earlier conditions.

create table data_version (
  layer text primary key,
  version bigint not null default 0 check (version >= 0)
);
comment on table data_version is 'Counter by layer, raised by every statement that changes the layer''s table, within the same transaction.';
alter table data_version enable row level security;
alter table data_version force row level security;
create policy data_version_everyone on data_version for all using (true);
grant select on data_version to firecover_app;

create function firecover_data_stamp() returns text
  language sql stable
  return (select string_agg(layer || ':' || version, ',' order by layer collate "C") from data_version);
comment on function firecover_data_stamp() is
  'State of the layers as one text, e.g. area:3,building:7; equal stamps mean equal data.';

create function firecover_note_change() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  ids bigint[];
  ids_left_out boolean;
begin
  if not exists (select from changed) then
    return null;
  end if;
  update data_version set version = version + 1 where layer = tg_table_name;
  select array_agg(id order by id) into ids from (select id from changed limit 301) few;
  ids_left_out := cardinality(ids) > 300;
  perform pg_notify(
    'firecover_change',
    json_build_object(
      'layer', tg_table_name,
      'change', lower(tg_op),
      'ids', case when ids_left_out then '{}'::bigint[] else ids end,
      'all', ids_left_out
    )::text
  );
  return null;
end
$$;
comment on function firecover_note_change() is
  'Statement trigger: raises the layer''s data_version and notifies firecover_change with up to 300 ids; "all": '
  'true where there were more. A notice stays far below the limit of 8,000 bytes.';
revoke execute on function firecover_note_change() from public;

do $$
declare
  layer text;
begin
  foreach layer in array array[
    'street', 'hydrant', 'water_source', 'station', 'building', 'area', 'obstacle', 'place', 'cluster',
    'hazard', 'operating_surface'
  ] loop
    insert into data_version (layer) values (layer);
    execute format(
      'create trigger %I after insert on %I referencing new table as changed '
      'for each statement execute function firecover_note_change()', layer || '_inserted', layer);
    execute format(
      'create trigger %I after update on %I referencing new table as changed '
      'for each statement execute function firecover_note_change()', layer || '_updated', layer);
    execute format(
      'create trigger %I after delete on %I referencing old table as changed '
      'for each statement execute function firecover_note_change()', layer || '_deleted', layer);
  end loop;
end
$$;

create table condition_history (
  id bigint generated always as identity primary key,
  layer text not null,
  row_id bigint not null,
  area_id bigint,
  import_id bigint,
  valid_until timestamptz not null default now(),
  condition jsonb not null
);
comment on table condition_history is 'Conditions a row had before they were replaced, append-only: flow, pressure, status, width, clear width, crew.';
comment on column condition_history.import_id is 'Import the replaced values came from; null for values entered by hand.';
comment on column condition_history.condition is 'The replaced values by column name.';
create index condition_history_row on condition_history (layer, row_id, id);
create index condition_history_area_id on condition_history (area_id);
create trigger condition_history_append_only before update or delete or truncate on condition_history
  for each statement execute function firecover_refuse_change();
alter table condition_history enable row level security;
alter table condition_history force row level security;
create policy condition_history_by_area on condition_history for select using (firecover_sees(area_id));
create policy condition_history_everyone_appends on condition_history for insert with check (true);
grant select on condition_history to firecover_app;

create function firecover_keep_condition() returns trigger
  language plpgsql security definer set search_path = public, pg_temp
as $$
declare
  before jsonb := to_jsonb(old);
  after jsonb := to_jsonb(new);
  replaced jsonb;
begin
  select jsonb_object_agg(name, before -> name) into replaced
  from unnest(tg_argv) as condition (name)
  where before -> name is distinct from after -> name;
  if replaced is not null then
    insert into condition_history (layer, row_id, area_id, import_id, condition)
    values (tg_table_name, old.id, old.area_id, old.import_id, replaced);
  end if;
  return null;
end
$$;
comment on function firecover_keep_condition() is 'Row trigger: writes the named columns'' replaced values to condition_history before they are lost.';
revoke execute on function firecover_keep_condition() from public;

create trigger street_keep_condition
  after update of width_m, width_source, max_width_m, max_height_m, max_weight_t on street
  for each row when (
    (old.width_m, old.width_source, old.max_width_m, old.max_height_m, old.max_weight_t)
    is distinct from
    (new.width_m, new.width_source, new.max_width_m, new.max_height_m, new.max_weight_t)
  ) execute function firecover_keep_condition(
    'width_m', 'width_source', 'max_width_m', 'max_height_m', 'max_weight_t');
create trigger obstacle_keep_condition
  after update of clear_width_m, clear_height_m, status on obstacle
  for each row when (
    (old.clear_width_m, old.clear_height_m, old.status)
    is distinct from
    (new.clear_width_m, new.clear_height_m, new.status)
  ) execute function firecover_keep_condition('clear_width_m', 'clear_height_m', 'status');
create trigger hydrant_keep_condition
  after update of flow_lps, pressure_mpa, status, tested_on on hydrant
  for each row when (
    (old.flow_lps, old.pressure_mpa, old.status, old.tested_on)
    is distinct from
    (new.flow_lps, new.pressure_mpa, new.status, new.tested_on)
  ) execute function firecover_keep_condition('flow_lps', 'pressure_mpa', 'status', 'tested_on');
create trigger water_source_keep_condition
  after update of volume_m3, flow_lps, suction_height_m, truck_access, status on water_source
  for each row when (
    (old.volume_m3, old.flow_lps, old.suction_height_m, old.truck_access, old.status)
    is distinct from
    (new.volume_m3, new.flow_lps, new.suction_height_m, new.truck_access, new.status)
  ) execute function firecover_keep_condition(
    'volume_m3', 'flow_lps', 'suction_height_m', 'truck_access', 'status');
create trigger station_keep_condition
  after update of turnout_s, crew, pumps, vehicles on station
  for each row when (
    (old.turnout_s, old.crew, old.pumps, old.vehicles)
    is distinct from
    (new.turnout_s, new.crew, new.pumps, new.vehicles)
  ) execute function firecover_keep_condition('turnout_s', 'crew', 'pumps', 'vehicles');

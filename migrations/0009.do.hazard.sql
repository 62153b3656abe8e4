-- Live hazards and the sensors that report them.

create function firecover_refuse_change() returns trigger
  language plpgsql
as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op)
    using errcode = 'insufficient_privilege';
end
$$;
comment on function firecover_refuse_change() is 'Keeps append-only tables append-only for the owner too.';

create table hazard (
  id bigint generated always as identity primary key,
  source text not null,
  source_id text not null,
  row_hash text,
  import_id bigint references source,
  missing_import_id bigint references source,
  area_id bigint references area on delete set null,
  building_id bigint references building on delete set null,
  name text,
  kind text not null check (kind <> ''),
  severity text not null check (severity in ('minor', 'serious', 'major')),
  due_on date,
  responsible text,
  geom geometry(Point, 4326) not null check (not st_isempty(geom)),
  geom_3857 geometry(Point, 3857) generated always as (st_transform(geom, 3857)) stored,
  unique (source, source_id),
  check (geom @ st_makeenvelope(-180, -90, 180, 90, 4326))
);
comment on table hazard is 'Hazards found; where each stands is the latest row of hazard_event.';
create index hazard_geom on hazard using gist (geom);
create index hazard_geom_3857 on hazard using gist (geom_3857);
create index hazard_area_id on hazard (area_id, severity);
create index hazard_due_on on hazard (due_on);
create index hazard_building_id on hazard (building_id) where building_id is not null;
create index hazard_missing_import_id on hazard (missing_import_id) where missing_import_id is not null;
alter table hazard enable row level security;
alter table hazard force row level security;
create policy hazard_by_area on hazard for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, update on hazard to firecover_app;

create table hazard_event (
  id bigint generated always as identity primary key,
  hazard_id bigint not null references hazard,
  status text not null check (status in (
    'reported', 'confirmed', 'dismissed', 'assigned', 'listed', 'rectified', 'checked', 'closed', 'reopened')),
  happened_at timestamptz not null default now(),
  made_by text not null,
  due_on date,
  responsible text,
  remark text,
  body jsonb not null default '{}'
);
comment on table hazard_event is 'Append-only ledger of a hazard: reported, confirmed, assigned, rectified, checked, closed.';
comment on column hazard_event.status is 'Where the hazard stands after this event; listed = put under public supervision (挂牌督办).';
create index hazard_event_hazard_id on hazard_event (hazard_id, id);
create trigger hazard_event_append_only before update or delete or truncate on hazard_event
  for each statement execute function firecover_refuse_change();
alter table hazard_event enable row level security;
alter table hazard_event force row level security;
create policy hazard_event_by_hazard on hazard_event for all
  using (exists (select from hazard where hazard.id = hazard_id));
grant select, insert on hazard_event to firecover_app;

create table sensor (
  id bigint generated always as identity primary key,
  area_id bigint references area on delete set null,
  place_id bigint references place on delete set null,
  building_id bigint references building on delete set null,
  external_id text not null unique,
  kind text not null check (kind <> ''),
  unit text,
  warn_above double precision,
  alarm_above double precision,
  installed_on date,
  geom geometry(Point, 4326) not null,
  geom_3857 geometry(Point, 3857) generated always as (st_transform(geom, 3857)) stored
);
comment on table sensor is 'Detectors and meters that report on their own.';
comment on column sensor.external_id is 'Identifier in the system that reports.';
comment on column sensor.unit is 'Unit of its readings and thresholds.';
create index sensor_geom on sensor using gist (geom);
create index sensor_geom_3857 on sensor using gist (geom_3857);
create index sensor_area_id on sensor (area_id);
create index sensor_place_id on sensor (place_id) where place_id is not null;
create index sensor_building_id on sensor (building_id) where building_id is not null;
alter table sensor enable row level security;
alter table sensor force row level security;
create policy sensor_by_area on sensor for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, update, delete on sensor to firecover_app;

create table reading (
  id bigint generated always as identity primary key,
  sensor_id bigint not null references sensor,
  idempotency_key text,
  measured_at timestamptz not null,
  received_at timestamptz not null default now(),
  value double precision,
  grade text not null default 'normal' check (grade in ('normal', 'fault', 'warning', 'alarm')),
  body jsonb not null default '{}',
  unique (sensor_id, idempotency_key)
);
comment on table reading is 'What a sensor reported, append-only.';
comment on column reading.value is 'In the sensor''s unit; null for events without a value.';
comment on column reading.idempotency_key is 'Key of the delivery; a second one with the same key is the same reading.';
create index reading_sensor_id on reading (sensor_id, measured_at);
create index reading_alarm on reading (measured_at) where grade in ('warning', 'alarm');
create trigger reading_append_only before update or delete or truncate on reading
  for each statement execute function firecover_refuse_change();
alter table reading enable row level security;
alter table reading force row level security;
create policy reading_by_sensor on reading for all
  using (exists (select from sensor where sensor.id = sensor_id));
grant select, insert on reading to firecover_app;

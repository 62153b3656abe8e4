-- Holidays, targets and tasks.

create table event (
  id bigint generated always as identity primary key,
  area_id bigint references area on delete set null,
  name text not null,
  kind text not null check (kind in ('holiday', 'fair', 'match', 'weather', 'other')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  crowd double precision check (crowd >= 0),
  geom geometry(MultiPolygon, 4326),
  check (ends_at > starts_at)
);
comment on table event is 'Holidays, fairs and other times of heightened duty.';
comment on column event.crowd is 'People expected; null unknown.';
create index event_area_id on event (area_id);
create index event_starts_at on event (starts_at);
create index event_geom on event using gist (geom);
alter table event enable row level security;
alter table event force row level security;
create policy event_by_area on event for all using (firecover_sees(area_id));
grant select, insert, update, delete on event to firecover_app;

create table target (
  id bigint generated always as identity primary key,
  area_id bigint references area on delete set null,
  measure text not null check (measure <> ''),
  value double precision not null,
  unit text not null,
  due_on date not null,
  source text not null,
  remark text
);
comment on table target is 'What a plan asks for by when. Dates and thresholds are data: every place has its own.';
comment on column target.measure is 'Stable name of the figure, e.g. hydrant.working_rate.';
comment on column target.value is 'In unit; shares are 0 to 1.';
comment on column target.source is 'The plan and its clause.';
create index target_area_id on target (area_id, due_on);
alter table target enable row level security;
alter table target force row level security;
create policy target_by_area on target for all using (firecover_sees(area_id));
grant select, insert, update, delete on target to firecover_app;

create table task (
  id bigint generated always as identity primary key,
  area_id bigint references area on delete set null,
  target_id bigint references target on delete set null,
  title text not null,
  owner text,
  due_on date,
  status text not null default 'open' check (status in ('open', 'doing', 'done', 'dropped')),
  about_layer text,
  about_id bigint,
  created_at timestamptz not null default now(),
  done_at timestamptz,
  check ((about_layer is null) = (about_id is null))
);
comment on table task is 'Work with an owner and a due date.';
comment on column task.about_layer is 'Layer of the row the task is about, with about_id; null for none.';
create index task_area_id on task (area_id, status);
create index task_due_on on task (due_on) where status in ('open', 'doing');
create index task_target_id on task (target_id) where target_id is not null;
alter table task enable row level security;
alter table task force row level security;
create policy task_by_area on task for all using (firecover_sees(area_id));
grant select, insert, update, delete on task to firecover_app;

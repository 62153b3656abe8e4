-- Rule sets, what-if scenarios, and the results of runs.

create table rule_set (
  code text not null check (code ~ '^[a-z][a-z0-9_-]*$'),
  version text not null check (version <> ''),
  name_zh text not null,
  name_en text not null,
  body jsonb not null check (jsonb_typeof(body) = 'object'),
  is_current boolean not null default false,
  loaded_at timestamptz not null default now(),
  primary key (code, version)
);
comment on table rule_set is 'The numbers verdicts are judged by, versioned; each rule in body names its clause, force and confidence.';
comment on column rule_set.is_current is 'The version used where only the code is asked for; one a code.';
create unique index rule_set_current on rule_set (code) where is_current;
alter table rule_set enable row level security;
alter table rule_set force row level security;
create policy rule_set_everyone_reads on rule_set for select using (true);
create policy rule_set_all_writes on rule_set for all using (firecover_sees_all());
grant select, insert, update on rule_set to firecover_app;

create table scenario (
  id bigint generated always as identity primary key,
  area_id bigint references area on delete set null,
  name text not null,
  remark text,
  created_by text,
  created_at timestamptz not null default now()
);
comment on table scenario is 'A saved what-if: the base data plus an ordered list of edits.';
create index scenario_area_id on scenario (area_id);
alter table scenario enable row level security;
alter table scenario force row level security;
create policy scenario_by_area on scenario for all using (firecover_sees(area_id));
grant select, insert, update, delete on scenario to firecover_app;

create table edit (
  scenario_id bigint not null references scenario on delete cascade,
  position integer not null check (position >= 0),
  kind text not null check (kind in ('add', 'change', 'remove')),
  layer text not null check (layer in (
    'street', 'hydrant', 'water_source', 'station', 'building', 'area', 'obstacle', 'place', 'cluster',
    'hazard', 'operating_surface')),
  row_id bigint,
  body jsonb not null default '{}',
  geom geometry(Geometry, 4326),
  primary key (scenario_id, position),
  check ((kind = 'add') = (row_id is null))
);
comment on table edit is 'One step of a scenario, in order: a row added, changed or removed.';
comment on column edit.row_id is 'Row of the layer''s table; null where the step adds one.';
comment on column edit.body is 'Attributes by column name; for change only those that differ.';
alter table edit enable row level security;
alter table edit force row level security;
create policy edit_by_scenario on edit for all
  using (exists (select from scenario where scenario.id = scenario_id));
grant select, insert, update, delete on edit to firecover_app;

create table analysis_run (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('coverage', 'water', 'lanes', 'clusters', 'site')),
  area_id bigint references area on delete set null,
  scenario_id bigint references scenario on delete cascade,
  vehicle text check (vehicle in ('walk', 'trike', 'mini', 'pumper', 'ladder')),
  cutoff_s double precision check (cutoff_s >= 0),
  inputs jsonb not null,
  rule_set_code text not null,
  rule_set_version text not null,
  data_stamp text not null,
  totals jsonb not null default '{}',
  results_by_area jsonb not null default '{}',
  duration_ms double precision check (duration_ms >= 0),
  created_by text,
  created_at timestamptz not null default now(),
  foreign key (rule_set_code, rule_set_version) references rule_set
);
comment on table analysis_run is 'One run of an analysis: what it was asked, with which rules and which state of the data, and its totals; kept for trends.';
comment on column analysis_run.area_id is 'Area the run was limited to; null for everything.';
comment on column analysis_run.inputs is 'Every option of the run by name; equal inputs, rules and data_stamp give equal verdicts.';
comment on column analysis_run.data_stamp is 'firecover_data_stamp() when the data was read; another stamp now means the verdicts are stale.';
comment on column analysis_run.results_by_area is 'Totals by area id.';
create index analysis_run_latest on analysis_run (kind, vehicle, created_at);
create index analysis_run_area_id on analysis_run (area_id);
create index analysis_run_scenario_id on analysis_run (scenario_id) where scenario_id is not null;
alter table analysis_run enable row level security;
alter table analysis_run force row level security;
create policy analysis_run_by_area on analysis_run for all using (firecover_sees(area_id));
create policy analysis_run_of_everything on analysis_run for select using (area_id is null);
grant select, insert, update, delete on analysis_run to firecover_app;

create table building_verdict (
  run_id bigint not null references analysis_run on delete cascade,
  building_id bigint not null references building on delete cascade,
  vehicle text not null check (vehicle in ('walk', 'trike', 'mini', 'pumper', 'ladder')),
  area_id bigint,
  verdict text not null check (verdict in (
    'covered', 'late', 'unreachable', 'too-narrow', 'hose-short', 'no-water', 'weak-water', 'unknown')),
  failing_leg text check (failing_leg in ('arrive', 'hose', 'water')),
  arrive text not null check (arrive in ('pass', 'fail', 'unknown')),
  hose text not null check (hose in ('pass', 'fail', 'unknown')),
  water text not null check (water in ('pass', 'fail', 'unknown')),
  weight double precision not null check (weight >= 0),
  weight_source text not null check (weight_source in ('recorded', 'shared', 'count')),
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
  primary key (run_id, building_id),
  check ((verdict = 'covered') = (failing_leg is null)),
  check ((water_layer is null) = (water_id is null))
);
comment on table building_verdict is 'The verdict of one building in one run: three legs, and the first failing or else first unknown one.';
comment on column building_verdict.failing_leg is 'First failing leg, else first unknown leg; null where covered.';
comment on column building_verdict.arrival_s is 'From the order to go, turn-out included; given beyond the cutoff too, null where nobody arrives.';
comment on column building_verdict.street_fraction is 'Position of the stop along the street''s vertices, 0 to 1.';
comment on column building_verdict.offset_m is 'Straight distance from the stop to the door.';
comment on column building_verdict.hose_m is 'Path from the stop to the door on ways, plus the last straight piece.';
comment on column building_verdict.area_id is 'Area of the building at the time. No foreign key, as for the columns below: a verdict outlives what it names, the run''s data_stamp tells its age.';
comment on column building_verdict.station_id is 'Station that arrives first.';
create index building_verdict_building_id on building_verdict (building_id);
create index building_verdict_area_id on building_verdict (run_id, area_id, verdict);
create index building_verdict_verdict on building_verdict (run_id, verdict);
alter table building_verdict enable row level security;
alter table building_verdict force row level security;
create policy building_verdict_by_area on building_verdict for all
  using ((select firecover_sees_all()) or area_id = any ((select firecover_areas())::bigint[]));
grant select, insert, delete on building_verdict to firecover_app;

-- Scenarios that several people keep: revisions, the state they were made on, and what was adopted from them.

alter table scenario
  add column revision integer not null default 1 check (revision >= 1),
  add column author text not null default '' check (length(author) <= 100),
  add column base_stamp text not null default '',
  add column rule_set_code text,
  add column rule_set_version text,
  add column vehicle text not null default 'best'
    check (vehicle in ('best', 'walk', 'trike', 'mini', 'pumper', 'ladder')),
  add column cutoff_s double precision not null default 300 check (cutoff_s >= 0 and cutoff_s <= 86400),
  add column turnout_s double precision check (turnout_s >= 0 and turnout_s <= 86400),
  add column updated_at timestamptz not null default now(),
  add column updated_by text not null default '',
  add column adopted_at timestamptz,
  add column adopted_by text,
  add column adopted_stamp text,
  add column copied_from bigint references scenario on delete set null,
  add foreign key (rule_set_code, rule_set_version) references rule_set,
  add check (name <> '' and length(name) <= 200),
  add check ((adopted_at is null) = (adopted_by is null)),
  add check ((adopted_at is null) = (adopted_stamp is null));
comment on column scenario.name is 'Not unique: scenarios are told apart by id.';
comment on column scenario.revision is 'One more each time it is saved; who saves names the revision that was edited, so that nobody overwrites another''s.';
comment on column scenario.author is 'Who made it, as typed.';
comment on column scenario.created_by is 'Actor of the session that made it; who that is, is in author.';
comment on column scenario.base_stamp is 'State of the data the author saw: firecover_judged_stamp() and the newest import; another one now means the scenario is stale.';
comment on column scenario.vehicle is 'Vehicle of the question it was made with; best: over the vehicles the stations own.';
comment on column scenario.turnout_s is 'For stations without a turn-out of their own; null takes the rule set''s by kind.';
comment on column scenario.adopted_at is 'When it was taken into the data; after that it is not changed.';
comment on column scenario.adopted_stamp is 'State of the data just before.';
create index scenario_copied_from on scenario (copied_from) where copied_from is not null;
create index scenario_updated_at on scenario (updated_at desc, id desc);

alter table edit drop constraint edit_check;
alter table edit
  add check (kind = 'add' or row_id is not null),
  add check (kind <> 'add' or row_id is null or row_id >= 1000000000000000);
comment on column edit.row_id is
  'Row of the layer''s table. Where the step adds one, its number within the scenario, from 1e15 up, by which later steps name it.';

alter table street add column closed boolean not null default false;
comment on column street.closed is 'Closed to vehicles now, whatever its width: by a fence, a site, a market. People on foot pass.';

drop trigger street_keep_condition on street;
create trigger street_keep_condition
  after update of width_m, width_source, max_width_m, max_height_m, max_weight_t, closed on street
  for each row when (
    (old.width_m, old.width_source, old.max_width_m, old.max_height_m, old.max_weight_t, old.closed)
    is distinct from
    (new.width_m, new.width_source, new.max_width_m, new.max_height_m, new.max_weight_t, new.closed)
  ) execute function firecover_keep_condition(
    'width_m', 'width_source', 'max_width_m', 'max_height_m', 'max_weight_t', 'closed');

create table adopted_edit (
  id bigint generated always as identity primary key,
  scenario_id bigint not null,
  scenario_name text not null,
  revision integer not null check (revision >= 1),
  adopted_at timestamptz not null default now(),
  adopted_by text not null check (adopted_by <> ''),
  data_stamp text not null,
  change text not null check (change in ('add', 'change', 'remove')),
  layer text not null check (layer in ('station', 'obstacle', 'hydrant', 'street')),
  row_id bigint not null,
  scenario_row_id bigint,
  area_id bigint,
  before jsonb check (jsonb_typeof(before) = 'object'),
  body jsonb not null check (jsonb_typeof(body) = 'object'),
  check ((change = 'add') = (before is null)),
  check ((change = 'add') = (scenario_row_id is not null))
);
comment on table adopted_edit is 'What scenarios did to the data, append-only: one row for each row that was added, changed or removed.';
comment on column adopted_edit.scenario_id is 'No foreign keys: the record outlives what it is about.';
comment on column adopted_edit.data_stamp is 'State of the data just before; the same for all rows of one adoption.';
comment on column adopted_edit.row_id is 'Row of the layer''s table.';
comment on column adopted_edit.scenario_row_id is 'Number the added row had in the scenario.';
comment on column adopted_edit.area_id is 'Area of the row; before the change where there was one.';
comment on column adopted_edit.before is
  'The row as it was, by column name, geometry as GeoJSON; with a row that was removed the rows of other tables that went with it, by table name.';
comment on column adopted_edit.body is 'What was written: attributes by column name, at_deg where it was placed.';
create index adopted_edit_scenario_id on adopted_edit (scenario_id, id);
create index adopted_edit_row on adopted_edit (layer, row_id, id);
create index adopted_edit_area_id on adopted_edit (area_id);
create trigger adopted_edit_append_only before update or delete or truncate on adopted_edit
  for each statement execute function firecover_refuse_change();
alter table adopted_edit enable row level security;
alter table adopted_edit force row level security;
create policy adopted_edit_by_area on adopted_edit for select using (firecover_sees(area_id));
create policy adopted_edit_of_own_areas on adopted_edit for insert with check (firecover_sees(area_id));
grant select, insert on adopted_edit to firecover_app;

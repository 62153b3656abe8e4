-- Who may do what, and who did what.

create table account (
  id bigint generated always as identity primary key,
  login text not null unique check (login <> ''),
  display_name text not null,
  password_hash text,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table account is 'People and systems that sign in.';
comment on column account.password_hash is 'Salted slow hash with its parameters; null where sign-in is by another system.';
alter table account enable row level security;
alter table account force row level security;
create policy account_all on account for all using (firecover_sees_all());
grant select, insert, update on account to firecover_app;

create table session (
  token_sha256 bytea primary key check (octet_length(token_sha256) = 32),
  account_id bigint not null references account on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  check (expires_at > created_at)
);
comment on table session is 'Signed-in sessions.';
comment on column session.token_sha256 is 'Hash of the token; the token itself is only in the browser.';
create index session_account_id on session (account_id);
create index session_expires_at on session (expires_at);
alter table session enable row level security;
alter table session force row level security;
create policy session_all on session for all using (firecover_sees_all());
grant select, insert, update, delete on session to firecover_app;

create table role_grant (
  id bigint generated always as identity primary key,
  account_id bigint not null references account on delete cascade,
  role text not null check (role in ('planner', 'commander', 'village-head', 'leader', 'admin')),
  area_id bigint references area on delete cascade,
  granted_by text not null,
  granted_at timestamptz not null default now(),
  unique nulls not distinct (account_id, role, area_id)
);
comment on table role_grant is 'Roles of an account, each for one area and all below it.';
comment on column role_grant.area_id is 'Null for every area.';
create index role_grant_area_id on role_grant (area_id);
alter table role_grant enable row level security;
alter table role_grant force row level security;
create policy role_grant_all on role_grant for all using (firecover_sees_all());
grant select, insert, delete on role_grant to firecover_app;

create table audit (
  id bigint generated always as identity primary key,
  happened_at timestamptz not null default now(),
  account_id bigint,
  actor_name text not null,
  area_id bigint,
  action text not null check (action <> ''),
  about_layer text,
  about_id bigint,
  body jsonb not null default '{}'
);
comment on table audit is 'Append-only record of who did what.';
comment on column audit.account_id is 'Null for the local administrator. No foreign keys: the record outlives what it is about.';
create index audit_happened_at on audit (happened_at);
create index audit_area_id on audit (area_id);
create trigger audit_append_only before update or delete or truncate on audit
  for each statement execute function firecover_refuse_change();
alter table audit enable row level security;
alter table audit force row level security;
create policy audit_by_area on audit for select using (firecover_sees(area_id));
create policy audit_everyone_appends on audit for insert with check (true);
grant select, insert on audit to firecover_app;

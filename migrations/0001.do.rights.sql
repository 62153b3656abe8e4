-- The restricted role, and what it may see.
--
-- Every statement of the application runs in a transaction that does
--   set local role firecover_app; set local firecover.areas = 'all' | '{1,2,3}';
-- A row is visible where its area_id is among those areas. Rows without an area are visible to 'all' only:
-- nobody can say whose they are. A missing or empty setting sees nothing.

create extension if not exists postgis;

do $$
begin
  if not exists (select from pg_roles where rolname = 'firecover_app') then
    begin
      create role firecover_app nologin nosuperuser nocreatedb nocreaterole noinherit nobypassrls;
    exception when duplicate_object or unique_violation then
      -- Another database of the same cluster migrates at the same moment.
      null;
    end;
  end if;
  if not pg_has_role(current_user, 'firecover_app', 'member') then
    begin
      execute format('grant firecover_app to %I', current_user);
    exception when insufficient_privilege then
      raise exception 'role firecover_app exists and % is not a member of it', current_user
        using hint = format('A superuser has to run: grant firecover_app to %I', current_user);
    end;
  end if;
  begin
    execute format('revoke temporary on database %I from public', current_database());
  exception when insufficient_privilege then
    raise notice 'not the owner of database %: temporary tables stay allowed', current_database();
  end;
end
$$;

revoke create on schema public from public;
grant usage on schema public to firecover_app;

create function firecover_sees_all() returns boolean
  language sql stable parallel safe
  return coalesce(current_setting('firecover.areas', true) = 'all', false);
comment on function firecover_sees_all() is
  'True where the actor of this transaction may see every area and the rows of none.';

create function firecover_areas() returns bigint[]
  language sql stable parallel safe
  return case
    when coalesce(current_setting('firecover.areas', true), '') in ('', 'all') then '{}'::bigint[]
    else current_setting('firecover.areas', true)::bigint[]
  end;
comment on function firecover_areas() is
  'Areas the actor of this transaction may see, descendants included; empty for all and for none.';

create function firecover_sees(area_id bigint) returns boolean
  language sql stable parallel safe
  return coalesce(firecover_sees_all() or area_id = any (firecover_areas()), false);
comment on function firecover_sees(bigint) is
  'Whether the actor may see a row of this area. Policies of big tables spell it out with (select ...), which '
  'is evaluated once a statement and not once a row.';

do $$
begin
  alter function firecover_sees_all() leakproof;
  alter function firecover_areas() leakproof;
  alter function firecover_sees(bigint) leakproof;
exception when insufficient_privilege then
  raise notice 'only a superuser may mark functions leakproof';
end
$$;

-- Provenance of imports, and the tree of areas that rights hang on.

create table source (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  path_base_name text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  format text not null,
  crs text not null,
  encoding text not null,
  options jsonb not null default '{}',
  licence text,
  imported_at timestamptz not null default now(),
  imported_by text,
  counts jsonb not null default '{}',
  notes jsonb not null default '[]',
  unique (name, sha256, options)
);
comment on table source is 'Provenance of an import: one row for each file, content and options that changed anything or was seen first.';
comment on column source.name is 'First part of a row''s identity (layer, source, source_id): --source or the file''s name without extension.';
comment on column source.crs is 'Coordinate system as asked: auto, EPSG:n, gcj02 or bd09.';
comment on column source.counts is 'Counts by layer: read, inserted, updated, unchanged, rejected, repaired, missing.';
comment on column source.notes is 'The first 1,000 notes: layer, row, code, message.';
alter table source enable row level security;
alter table source force row level security;
create policy source_everyone_reads on source for select using (true);
create policy source_all_writes on source for all using (firecover_sees_all());
grant select, insert, update on source to firecover_app;

create table area (
  id bigint generated always as identity primary key,
  source text not null,
  source_id text not null,
  row_hash text,
  import_id bigint references source,
  missing_import_id bigint references source,
  parent_id bigint references area on delete set null,
  name text,
  kind text not null check (kind in ('province', 'city', 'county', 'town', 'village', 'grid', 'other')),
  population double precision check (population >= 0),
  has_mains boolean,
  settlement_class text,
  area_m2 double precision not null check (area_m2 > 0),
  point geometry(Point, 4326) not null,
  geom geometry(MultiPolygon, 4326) not null check (not st_isempty(geom)),
  geom_3857 geometry(MultiPolygon, 3857) generated always as (st_transform(geom, 3857)) stored,
  unique (source, source_id),
  check (parent_id <> id),
  check (geom @ st_makeenvelope(-180, -90, 180, 90, 4326))
);
comment on table area is 'Administrative areas as a tree, province to village and grid cell; rights and totals hang on them.';
comment on column area.parent_id is 'Smallest larger area that holds this area''s representative point; set by the import.';
comment on column area.population is 'People living here; null unknown.';
comment on column area.has_mains is 'Whether a water mains network serves the area; null unknown.';
comment on column area.settlement_class is 'As the source words it, e.g. urban village, fringe, old town.';
comment on column area.area_m2 is 'Computed by the import; the smallest enclosing area is the one with the least area_m2, then the lowest id.';
comment on column area.point is 'Representative point, inside the polygon; computed by the import so that every database holds the same bytes.';
comment on column area.row_hash is 'Hash of geometry and attributes as imported; equal hash means unchanged. Null for rows drawn by hand. Same in every layer table.';
comment on column area.missing_import_id is 'First import of the same source whose file no longer held this row; null while it does. Same in every layer table.';
create index area_geom on area using gist (geom);
create index area_geom_3857 on area using gist (geom_3857);
create index area_parent_id on area (parent_id);
create index area_missing_import_id on area (missing_import_id) where missing_import_id is not null;
alter table area enable row level security;
alter table area force row level security;
create policy area_by_area on area for all
  using ((select firecover_sees_all()) or id = any ((select firecover_areas())::bigint[]));
grant select, insert, update, delete on area to firecover_app;

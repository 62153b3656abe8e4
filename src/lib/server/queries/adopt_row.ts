import type { Position } from '../../domain/live/edit.ts';
import type { Queryable, SqlValue } from '../db/database.ts';

export type AdoptedLayer = 'station' | 'obstacle' | 'hydrant' | 'street';

/** Columns that are written, by name. */
export type WrittenColumns = Record<string, SqlValue>;

/** SQL types of the columns that scenarios write. */
const TYPES: Record<AdoptedLayer, Record<string, string>> = {
  station: { name: 'text', kind: 'text', turnout_s: 'float8', vehicles: 'text[]', area_id: 'bigint' },
  obstacle: {
    kind: 'text',
    clear_width_m: 'float8',
    clear_height_m: 'float8',
    status: 'text',
    street_source_id: 'text',
    area_id: 'bigint',
  },
  hydrant: {
    name: 'text',
    status: 'text',
    flow_lps: 'float8',
    pressure_mpa: 'float8',
    dead_end: 'boolean',
    ground_m: 'float8',
    area_id: 'bigint',
  },
  street: {
    closed: 'boolean',
    width_m: 'float8',
    width_source: 'text',
    max_width_m: 'float8',
    max_height_m: 'float8',
  },
};

/** Tables whose rows go with a row of the layer. */
const PARTS: Partial<Record<AdoptedLayer, { table: string; column: string }[]>> = {
  station: [
    { table: 'station_vehicle', column: 'station_id' },
    { table: 'duty', column: 'station_id' },
  ],
  hydrant: [
    { table: 'hydrant_test', column: 'hydrant_id' },
    { table: 'repair_order', column: 'hydrant_id' },
  ],
};

/** Keeps others from writing to the tables until the transaction ends, so that the data stays as it was looked at. */
export const holdTables = (tx: Queryable) =>
  tx.query('lock table station, obstacle, hydrant, street in share row exclusive mode');

/** The row as it is, geometry as GeoJSON; with_parts: and by table the rows that would go with it. Null: not there. */
export async function rowBefore(
  tx: Queryable,
  layer: AdoptedLayer,
  id: number,
  { with_parts }: { with_parts: boolean },
): Promise<{ area_id: number | null; before: object } | null> {
  const parts = with_parts ? (PARTS[layer] ?? []) : [];
  const kept = parts.map(
    ({ table, column }) =>
      `|| jsonb_build_object('${table}',
         (select coalesce(jsonb_agg(to_jsonb(p) order by p.id), '[]') from ${table} p where p.${column} = t.id))`,
  );
  const standing = layer === 'obstacle' ? "and t.status = 'standing' and t.building_id is null" : '';
  const [row] = await tx.query<{ area_id: number | null; before: object }>(
    `select t.area_id, to_jsonb(t) - 'geom_3857' ${kept.join(' ')} as before from ${layer} t
     where t.id = $1 ${standing}`,
    [id],
  );
  return row ?? null;
}

/** Adds a row; gives its id. */
export async function insertRow(
  tx: Queryable,
  layer: AdoptedLayer,
  identity: { source: string; source_id: string },
  columns: WrittenColumns,
  [lon_deg, lat_deg]: Position,
): Promise<number> {
  const names = Object.keys(columns);
  const [{ id }] = await tx.query<{ id: number }>(
    `insert into ${layer} (source, source_id, geom, ${names.join(', ')})
     values ($1, $2, st_setsrid(st_makepoint($3::float8, $4::float8), 4326),
       ${names.map((name, i) => `$${i + 5}::${typeOf(layer, name)}`).join(', ')}) returning id`,
    [identity.source, identity.source_id, lon_deg, lat_deg, ...Object.values(columns)],
  );
  return id;
}

/** Writes columns of a row and, where a position is given, where it is. */
export async function updateRow(
  tx: Queryable,
  layer: AdoptedLayer,
  id: number,
  columns: WrittenColumns,
  at_deg: Position | null,
): Promise<void> {
  const names = Object.keys(columns);
  const sets = names.map((name, i) => `${name} = $${i + 2}::${typeOf(layer, name)}`);
  const at = names.length + 2;
  if (at_deg) sets.push(`geom = st_setsrid(st_makepoint($${at}::float8, $${at + 1}::float8), 4326)`);
  if (sets.length === 0) return;
  const written = await tx.query(`update ${layer} set ${sets.join(', ')} where id = $1 returning id`, [
    id,
    ...Object.values(columns),
    ...(at_deg ?? []),
  ]);
  if (written.length !== 1) throw new Error(`${layer} ${id}: ${written.length} rows written; expected 1`);
}

/** Takes a row away, with its parts. */
export async function deleteRow(tx: Queryable, layer: AdoptedLayer, id: number): Promise<void> {
  const gone = await tx.query(`delete from ${layer} where id = $1 returning id`, [id]);
  if (gone.length !== 1) throw new Error(`${layer} ${id}: ${gone.length} rows removed; expected 1`);
}

function typeOf(layer: AdoptedLayer, column: string): string {
  const type = TYPES[layer][column];
  if (!type) throw new TypeError(`Scenarios do not write ${layer}.${column}`);
  return type;
}

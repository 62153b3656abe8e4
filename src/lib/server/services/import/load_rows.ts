import type { LayerId } from '../../../contract/layer_rows.ts';
import type { Queryable } from '../../db/database.ts';
import { areaAt, PLACE_IN_AREA } from './assign_areas.ts';
import { COMPUTED_COLUMNS, LAYER_COLUMNS } from './layer_columns.ts';

interface Column {
  name: string;
  sql: string;
}

const columnsOf = (layer: LayerId): Column[] => [
  { name: 'source_id', sql: 'text' },
  { name: 'row_hash', sql: 'text' },
  ...Object.entries(LAYER_COLUMNS[layer]).map(([name, { sql }]) => ({ name, sql })),
  ...Object.entries(COMPUTED_COLUMNS[layer]).map(([name, sql]) => ({ name, sql })),
  { name: 'geom', sql: 'geometry' },
];

/** Inserts a batch (a JSON array of objects by column) into a layer's table, each row with its area. */
export async function insertRows(
  tx: Queryable,
  layer: LayerId,
  batch: string,
  source: string,
  import_id: number,
): Promise<void> {
  const columns = columnsOf(layer);
  const names = columns.map(({ name }) => `"${name}"`);
  const in_area = layer !== 'area';
  await tx.query(
    `insert into "${layer}" (source, import_id, ${names.join(', ')}${in_area ? ', area_id' : ''})
     select $2, $3, ${names.map((name) => `r.${name}`).join(', ')}${in_area ? `, ${areaAt(layer, 'r')}` : ''}
     from jsonb_to_recordset($1::jsonb) as r (${recordType(columns)})`,
    [batch, source, import_id],
  );
}

/** Brings a batch (objects by column, each with its row's id) up to date. */
export async function updateRows(
  tx: Queryable,
  layer: LayerId,
  batch: string,
  import_id: number,
): Promise<void> {
  const columns = columnsOf(layer);
  const settings = columns
    .filter(({ name }) => name !== 'source_id')
    .map(({ name }) => `"${name}" = r."${name}"`);
  if (layer !== 'area') settings.push(`area_id = ${areaAt(layer, 'r')}`);
  await tx.query(
    `update "${layer}" t set import_id = $2, missing_import_id = null, ${settings.join(', ')}
     from jsonb_to_recordset($1::jsonb) as r (id bigint, ${recordType(columns)})
     where t.id = r.id`,
    [batch, import_id],
  );
}

/** Marks rows that the latest file of their source no longer holds. */
export async function markMissing(
  tx: Queryable,
  layer: LayerId,
  ids: readonly number[],
  import_id: number,
): Promise<void> {
  await tx.query(`update "${layer}" set missing_import_id = $2 where id = any ($1::bigint[])`, [
    ids,
    import_id,
  ]);
}

const recordType = (columns: readonly Column[]) =>
  columns.map(({ name, sql }) => `"${name}" ${sql}`).join(', ');

/** Layers in the order they are loaded: areas first, since all others are placed in them. */
export const LOAD_ORDER = ['area', ...(Object.keys(PLACE_IN_AREA) as Exclude<LayerId, 'area'>[])] as const;

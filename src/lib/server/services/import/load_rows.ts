import type { LayerId } from '../../../contract/layer_rows.ts';
import type { Queryable } from '../../db/database.ts';
import type { AreaLocator } from './area_locator.ts';
import { COMPUTED_COLUMNS, LAYER_COLUMNS } from './layer_columns.ts';
import type { Batch } from './row_spool.ts';

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

/** Inserts a batch into a layer's table, each row with its area; `locator` is null for areas themselves. */
export async function insertRows(
  tx: Queryable,
  layer: LayerId,
  batch: Batch,
  source: string,
  import_id: number,
  locator: AreaLocator | null,
): Promise<void> {
  const columns = columnsOf(layer);
  const names = [...columns.map(({ name }) => `"${name}"`), ...(locator === null ? [] : ['area_id'])].join(
    ', ',
  );
  await tx.query(
    `insert into "${layer}" (source, import_id, ${names})
     select $2, $3, ${names} from ${recordSet(columns, locator, '$4')}`,
    [batch.rows, source, import_id, ...areaParameter(batch, locator)],
  );
}

/** Brings a batch, whose rows carry their ids, up to date. */
export async function updateRows(
  tx: Queryable,
  layer: LayerId,
  batch: Batch,
  import_id: number,
  locator: AreaLocator | null,
): Promise<void> {
  const columns = columnsOf(layer);
  const names = columns.map(({ name }) => name).filter((name) => name !== 'source_id');
  if (locator !== null) names.push('area_id');
  const settings = names.map((name) => `"${name}" = r."${name}"`).join(', ');
  await tx.query(
    `update "${layer}" t set import_id = $2, missing_import_id = null, ${settings}
     from ${recordSet([{ name: 'id', sql: 'bigint' }, ...columns], locator, '$3')}
     where t.id = r.id`,
    [batch.rows, import_id, ...areaParameter(batch, locator)],
  );
}

/** The rows of $1 and, beside them, their areas of another parameter. */
function recordSet(columns: readonly Column[], locator: AreaLocator | null, areas: '$3' | '$4'): string {
  const record = `json_to_recordset($1::json) as (${recordType(columns)})`;
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  if (locator === null) return `rows from (${record}) as r (${names})`;
  return `rows from (${record}, unnest(${areas}::bigint[])) as r (${names}, area_id)`;
}

function areaParameter({ places_deg }: Batch, locator: AreaLocator | null): [] | [(number | null)[]] {
  if (locator === null) return [];
  const areas: (number | null)[] = [];
  for (let i = 0; i < places_deg.length; i += 2) areas.push(locator.areaAt(places_deg[i], places_deg[i + 1]));
  return [areas];
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

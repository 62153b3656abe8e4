import { hexOf } from './parameter_text.ts';

export interface BulkColumn {
  name: string;
  /** An SQL type, such as `geometry`, `text`, `double precision`, `int[]`. */
  type: string;
}

/** A batch is sent when it holds this many rows or this much text, whichever comes first. */
const BATCH_ROWS = 2_000;
const BATCH_CHARACTERS = 4_000_000;

type Rows = Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>;

/**
 * Inserts rows through `jsonb_to_recordset`; `unnest` and `json_to_recordset` took the same time on both drivers.
 * The next batch is written while the database works on the last one. Returns the number of rows inserted.
 *
 * @throws TypeError naming row and column for a number that is not finite, which JSON would turn into null.
 */
export async function bulkInsert(
  run: (sql: string, parameters: string[]) => Promise<unknown>,
  table: string,
  columns: readonly BulkColumn[],
  rows: Rows,
): Promise<number> {
  const sql = insertStatement(table, columns);
  let batch: string[] = [];
  let characters = 0;
  let inserted = 0;
  let underWay: Promise<unknown> = Promise.resolve();
  const send = async () => {
    await underWay;
    underWay = run(sql, [`[${batch.join(',')}]`]);
    underWay.catch(() => undefined); // reported by the next await, however late that comes
    await new Promise((resolve) => setImmediate(resolve)); // lets the batch leave before the next is written
    inserted += batch.length;
    batch = [];
    characters = 0;
  };
  for await (const row of rows) {
    const text = rowText(row, columns, inserted + batch.length);
    batch.push(text);
    characters += text.length;
    if (batch.length >= BATCH_ROWS || characters >= BATCH_CHARACTERS) await send();
  }
  if (batch.length > 0) await send();
  await underWay;
  return inserted;
}

/** The record's columns are numbered, which keeps the text short. */
function insertStatement(table: string, columns: readonly BulkColumn[]): string {
  const names = columns.map((column) => quoted(column.name)).join(', ');
  const record = columns.map((column, i) => `"${i}" ${sqlType(column)}`).join(', ');
  const values = columns.map((_, i) => `"${i}"`).join(', ');
  const target = table.split('.').map(quoted).join('.');
  return `insert into ${target} (${names}) select ${values} from jsonb_to_recordset($1::jsonb) as r(${record})`;
}

function rowText(row: readonly unknown[], columns: readonly BulkColumn[], index: number): string {
  if (row.length !== columns.length) {
    throw new TypeError(`Row ${index} has ${row.length} values; expected ${columns.length}`);
  }
  let text = '{';
  for (let i = 0; i < row.length; i++) {
    const value = row[i];
    if (value === null || value === undefined) continue;
    if (text.length > 1) text += ',';
    text += `"${i}":${valueText(value, columns[i], index)}`;
  }
  return text + '}';
}

function valueText(value: unknown, column: BulkColumn, index: number): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`Row ${index}, column ${column.name}: ${value}; expected a finite number`);
  }
  if (value instanceof Uint8Array) {
    return column.type.startsWith('geometry') ? `"${hexOf(value)}"` : `"\\\\x${hexOf(value)}"`;
  }
  return JSON.stringify(value);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function sqlType(column: BulkColumn): string {
  if (/^[a-z][a-z0-9_ .]*(\([a-z0-9_, ]+\))?(\[\])*$/i.test(column.type)) return column.type;
  throw new TypeError(`Column ${column.name} has the type ${column.type}; expected the name of an SQL type`);
}

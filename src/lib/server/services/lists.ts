import { sheetHead, sheetLine, type CsvValue } from '../../contract/csv.ts';
import { LIST_ROWS, type ListAnswer, type ListName, type ListQuery } from '../../contract/api_lists.ts';
import type { ActingDatabase, Actor, Database } from '../db/database.ts';
import { latestRun } from '../queries/latest_run.ts';
import { listRows, listTotal, type ListFilter } from '../queries/list_rows.ts';

/** Rows of a CSV read from the database at a time. */
const CSV_PAGE = 5000;

/** One page of a list. */
export async function listPage<Name extends ListName>(
  database: Database,
  actor: Actor,
  name: Name,
  query: ListQuery<Name>,
): Promise<ListAnswer<Name>> {
  const db = database.as(actor);
  const filter = await filterOf(db, query);
  return { total: await listTotal(db, name, filter), rows: await listRows(db, name, filter, query) };
}

/** The whole list as CSV: a header, then a line a row, columns as in LIST_ROWS; lists within a cell joined by blanks. */
export async function* listCsv(
  database: Database,
  actor: Actor,
  name: ListName,
  query: ListQuery<ListName>,
): AsyncGenerator<string> {
  const db = database.as(actor);
  const filter = await filterOf(db, query);
  const columns = Object.keys(LIST_ROWS[name].shape);
  yield sheetHead(columns);
  for (let offset = 0; ; offset += CSV_PAGE) {
    const rows = await listRows(db, name, filter, { offset, limit: CSV_PAGE });
    const lines = rows.map((row) => sheetLine(columns.map((column) => cell((row as Row)[column]))));
    if (lines.length > 0) yield lines.join('');
    if (rows.length < CSV_PAGE) return;
  }
}
type Row = Record<string, unknown>;

/** The run asked for, else the default one; one that does not exist leaves every row unassessed. */
async function filterOf(db: ActingDatabase, query: ListQuery<ListName>): Promise<ListFilter> {
  const asked = 'run' in query ? query.run : undefined;
  const run = await latestRun(db, asked ?? null);
  return { ...query, run_id: run?.id ?? null };
}

function cell(value: unknown): CsvValue {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}

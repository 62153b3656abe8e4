import type { WorkListQuery, WorkListRow } from '../../../contract/api_work_list.ts';
import type { Actor, Database } from '../../db/database.ts';
import { workRows } from './work_rows.ts';
import { workListState, type WorkListState } from './work_lists.ts';

export type AskedWorkList =
  | Exclude<WorkListState, { state: 'done' }>
  /** Rows of the area asked for, all of them. */
  | { state: 'done'; steps: number; rows: WorkListRow[] };

/** The rows of a work list, where it has been made. */
export async function askedWorkList(
  database: Database,
  actor: Actor,
  { kind, vehicle, cutoff, area, id }: WorkListQuery,
): Promise<AskedWorkList> {
  const answer = await workListState(database, actor, { kind, vehicle, cutoff_s: cutoff });
  if (answer.state !== 'done') return answer;
  const rows = await workRows(database.as(actor), answer.list);
  const isAsked = (row: WorkListRow) =>
    (area === 'all' || row.area_id === (area === 'none' ? null : area)) &&
    (id === undefined || row.id === id);
  return { state: 'done', steps: answer.list.steps.length, rows: rows.filter(isAsked) };
}

import type { WorkListRow } from '../../../contract/api_work_list.ts';
import type { WorkList, WorkRow } from '../../../domain/live/work_list.ts';
import type { ActingDatabase } from '../../db/database.ts';
import { streetNames, workFacts } from '../../queries/work_facts.ts';

/**
 * A work list with what is recorded of each row: by step, then those in none by what they give back alone to the list's
 * vehicle, then to any, then by id. Rows that are not to be seen any more are left out.
 */
export async function workRows(db: ActingDatabase, list: WorkList): Promise<WorkListRow[]> {
  const facts = new Map((await workFacts(db, list.kind)).map((fact) => [fact.id, fact]));
  const names = await streetNames(
    db,
    list.rows.flatMap(({ street_id }) => street_id ?? []),
  );
  return list.rows.toSorted(byOrder(list)).flatMap((row): WorkListRow[] => {
    const fact = facts.get(row.row);
    if (!fact) return [];
    const step = row.step === null ? null : list.steps[row.step];
    return [
      {
        ...fact,
        street_name: (row.street_id === null ? undefined : names.get(row.street_id)) ?? fact.street_name,
        alone: row.alone,
        order: row.step === null ? null : row.step + 1,
        order_gain: step?.gain ?? null,
        group: step?.rows ?? [],
      },
    ];
  });
}

function byOrder({ vehicle }: WorkList) {
  const mostOf = ({ alone }: WorkRow) => Math.max(...Object.values(alone).map(({ buildings }) => buildings));
  return (a: WorkRow, b: WorkRow) =>
    (a.step ?? Infinity) - (b.step ?? Infinity) ||
    b.alone[vehicle].buildings - a.alone[vehicle].buildings ||
    b.alone[vehicle].to_unknown - a.alone[vehicle].to_unknown ||
    mostOf(b) - mostOf(a) ||
    a.row - b.row;
}

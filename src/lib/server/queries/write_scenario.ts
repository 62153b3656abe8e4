import type { Edit } from '../../domain/live/edit.ts';
import type { Queryable } from '../db/database.ts';

export interface ScenarioColumns {
  name: string;
  remark: string | null;
  vehicle: string;
  cutoff_s: number;
  turnout_s: number | null;
  base_stamp: string;
  rule_set_code: string;
  rule_set_version: string;
  by: string;
}

/** Makes a scenario without steps; gives its id. */
export async function insertScenario(
  tx: Queryable,
  row: ScenarioColumns & { area_id: number | null; copied_from: number | null; created_by: string },
): Promise<number> {
  const [{ id }] = await tx.query<{ id: number }>(
    `insert into scenario (name, remark, vehicle, cutoff_s, turnout_s, base_stamp, rule_set_code, rule_set_version,
       author, updated_by, area_id, copied_from, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12) returning id`,
    [...values(row), row.area_id, row.copied_from, row.created_by],
  );
  return id;
}

/** Writes over a scenario that is at this revision and not adopted; false where it is not, and nothing is written. */
export async function updateScenario(
  tx: Queryable,
  id: number,
  revision: number,
  row: ScenarioColumns,
): Promise<boolean> {
  const updated = await tx.query(
    `update scenario set name = $1, remark = $2, vehicle = $3, cutoff_s = $4, turnout_s = $5, base_stamp = $6,
       rule_set_code = $7, rule_set_version = $8, updated_by = $9, updated_at = now(), revision = revision + 1
     where id = $10 and revision = $11 and adopted_at is null returning id`,
    [...values(row), id, revision],
  );
  return updated.length > 0;
}

const values = (row: ScenarioColumns) => [
  row.name,
  row.remark,
  row.vehicle,
  row.cutoff_s,
  row.turnout_s,
  row.base_stamp,
  row.rule_set_code,
  row.rule_set_version,
  row.by,
];

/** Puts these steps in the place of the scenario's. */
export async function replaceEdits(tx: Queryable, id: number, edits: readonly Edit[]): Promise<void> {
  await tx.query('delete from edit where scenario_id = $1', [id]);
  const rows = edits.map((edit, position) => ({
    position,
    kind: edit.kind,
    layer: edit.layer,
    row_id: edit.row,
    body: 'body' in edit ? edit.body : {},
    at_deg: ('at_deg' in edit && edit.at_deg) || null,
  }));
  await tx.query(
    `insert into edit (scenario_id, position, kind, layer, row_id, body, geom)
     select $1::bigint, position, kind, layer, row_id, body,
       case when at_deg is not null then
         st_setsrid(st_makepoint((at_deg ->> 0)::float8, (at_deg ->> 1)::float8), 4326) end
     from jsonb_to_recordset($2::jsonb)
       as step (position integer, kind text, layer text, row_id bigint, body jsonb, at_deg jsonb)`,
    [id, JSON.stringify(rows)],
  );
}

/** Removes a scenario that is at this revision; false where it is not. */
export const removeScenario = async (tx: Pick<Queryable, 'query'>, id: number, revision: number) =>
  (await tx.query('delete from scenario where id = $1 and revision = $2 returning id', [id, revision]))
    .length > 0;

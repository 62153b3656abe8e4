import type { Queryable } from '../../db/database.ts';

/**
 * Hydrants that came or changed with an import, with a day of test: that is a dated test, and is kept as one, so that there is
 * a trend. A test with the same day, condition and figures is kept once.
 *
 * @returns how many were added.
 */
export async function appendTests(tx: Queryable, import_ids: readonly number[]): Promise<number> {
  const [{ added }] = await tx.query<{ added: number }>(
    `with added as (
       insert into hydrant_test (hydrant_id, tested_on, status, flow_lps, flowing_pressure_mpa)
       select h.id, h.tested_on, h.status, h.flow_lps, h.pressure_mpa from hydrant h
       where h.import_id = any ($1::bigint[]) and h.tested_on is not null and not exists (
         select from hydrant_test t
         where t.hydrant_id = h.id and t.tested_on = h.tested_on and t.status = h.status
           and t.flow_lps is not distinct from h.flow_lps
           and t.flowing_pressure_mpa is not distinct from h.pressure_mpa)
       order by h.id
       returning id)
     select count(*) as added from added`,
    [import_ids],
  );
  return added;
}

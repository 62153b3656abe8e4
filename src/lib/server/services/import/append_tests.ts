import type { Queryable } from '../../db/database.ts';

/**
 * Hydrants that came or changed with an import, with a day of test: that is a dated test, and is kept as one, so that there is
 * a trend. A test with the same day, condition and figures is kept once. Where a later test is on record, it goes on deciding
 * the hydrant's condition: an old list does not undo what was found since.
 */
export async function appendTests(tx: Queryable, import_ids: readonly number[]): Promise<void> {
  await tx.query(
    `insert into hydrant_test (hydrant_id, tested_on, status, flow_lps, flowing_pressure_mpa)
     select h.id, h.tested_on, h.status, h.flow_lps, h.pressure_mpa from hydrant h
     where h.import_id = any ($1::bigint[]) and h.tested_on is not null and not exists (
       select from hydrant_test t
       where t.hydrant_id = h.id and t.tested_on = h.tested_on and t.status = h.status
         and t.flow_lps is not distinct from h.flow_lps
         and t.flowing_pressure_mpa is not distinct from h.pressure_mpa)
     order by h.id`,
    [import_ids],
  );
  await tx.query(
    `with latest as (
       select distinct on (t.hydrant_id) t.hydrant_id, t.tested_on, t.status, t.flow_lps, t.flowing_pressure_mpa
       from hydrant_test t join hydrant h on h.id = t.hydrant_id
       where h.import_id = any ($1::bigint[])
       order by t.hydrant_id, t.tested_on desc, t.id desc
     )
     update hydrant h set status = latest.status, tested_on = latest.tested_on,
       flow_lps = coalesce(latest.flow_lps, h.flow_lps),
       pressure_mpa = coalesce(latest.flowing_pressure_mpa, h.pressure_mpa)
     from latest
     where latest.hydrant_id = h.id and h.import_id = any ($1::bigint[]) and h.tested_on < latest.tested_on`,
    [import_ids],
  );
}

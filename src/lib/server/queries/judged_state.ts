import type { Queryable } from '../db/database.ts';

export interface JudgedState {
  /** firecover_judged_stamp(): equal stamps mean equal data for verdicts. */
  data_stamp: string;
  /** The newest import: a database thrown away and filled again counts from 1 again. */
  imported_at: string | null;
  /** Both as one text, by which scenarios and packed towns name the state they were made on. */
  stamp: string;
}

/** SQL of the same. */
export const STAMP = `(firecover_judged_stamp() || '@' || coalesce((select max(imported_at) from source)::text, ''))`;

/** The state of the data verdicts follow from. */
export async function judgedState(db: Pick<Queryable, 'query'>): Promise<JudgedState> {
  const [state] = await db.query<JudgedState>(
    `select firecover_judged_stamp() as data_stamp, (select max(imported_at) from source) as imported_at,
       ${STAMP} as stamp`,
  );
  return state!;
}

/** Names the state of the data now. */
export async function currentStamp(db: Pick<Queryable, 'query'>): Promise<string> {
  const [{ stamp }] = await db.query<{ stamp: string }>(`select ${STAMP} as stamp`);
  return stamp;
}

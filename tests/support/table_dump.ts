import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';

/**
 * Every row of every table and the state of every counter, as lines: equal dumps mean that nothing happened
 * to the database.
 */
export async function tableDump(db: Database): Promise<string[]> {
  const tables = await db.owner.query<{ name: string }>(
    `select relname::text as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace and relrowsecurity order by relname`,
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const rows = await db
      .as(LOCAL_ADMINISTRATOR)
      .query<{ line: string }>(`select t::text as line from "${name}" t order by t::text`);
    lines.push(...rows.map(({ line }) => `${name} ${line}`));
  }
  const counters = await db.owner.query<{ name: string; last: number | null }>(
    `select sequencename::text as name, last_value as last from pg_sequences
     where schemaname = 'public' order by sequencename`,
  );
  return [...lines, ...counters.map(({ name, last }) => `${name} ${last}`)];
}

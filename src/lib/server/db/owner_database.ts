import {
  cancellable,
  refuseNested,
  runStatement,
  transactions,
  type OpenTransactions,
} from './acting_database.ts';
import { BEGIN_AS_OWNER } from './actor_settings.ts';
import type { Database, SqlValue, StatementOptions } from './database.ts';
import type { Session, SessionSource } from './session.ts';

/** The surface for migrations and upkeep, over either driver. */
export function ownerDatabase(source: SessionSource, open: OpenTransactions): Database['owner'] {
  const transaction = transactions(source, BEGIN_AS_OWNER, open);
  return {
    transaction,
    query: async <R>(sql: string, parameters?: readonly SqlValue[], { signal }: StatementOptions = {}) => {
      refuseNested(open);
      const work = (session: Session) =>
        cancellable(session, signal, async () => (await runStatement(session, sql, parameters)).rows as R[]);
      return source.withSession(work, signal);
    },
    script: (sql) => transaction((tx) => tx.script(sql)),
  };
}

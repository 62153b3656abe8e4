import type { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { ActingDatabase, OwnerQueryable, PlanOptions, SqlValue, StatementOptions } from './database.ts';
import { bulkInsert } from './bulk_insert.ts';
import { parameterText } from './parameter_text.ts';
import type { Session, SessionSource, StatementResult } from './session.ts';

const CANCEL_AGAIN_MS = 200;

/** Tells a statement that is issued inside an open transaction but not through it. */
export type OpenTransactions = AsyncLocalStorage<{ open: boolean }>;

/**
 * The statement surface over either driver.
 *
 * A statement outside the transaction that surrounds it would wait for ever on the embedded database, which
 * has one session, and would not see the transaction's rows on a server: it is refused on both.
 *
 * @param begin the statements that open a transaction as this actor.
 */
export function actingDatabase(source: SessionSource, begin: string, open: OpenTransactions): ActingDatabase {
  const transaction = transactions(source, begin, open);
  return {
    transaction,
    query: <R>(sql: string, parameters?: readonly SqlValue[], options?: StatementOptions & PlanOptions) =>
      transaction((tx) => tx.query<R>(sql, parameters, options), options),
  };
}

/** All or nothing, opened by `begin`. */
export function transactions(source: SessionSource, begin: string, open: OpenTransactions) {
  return async <T>(
    work: (tx: OwnerQueryable) => Promise<T>,
    { signal }: StatementOptions = {},
  ): Promise<T> => {
    refuseNested(open);
    return source.withSession(
      (session) => cancellable(session, signal, () => inTransaction(session, begin, open, work, signal)),
      signal,
    );
  };
}

export function refuseNested(open: OpenTransactions): void {
  if (open.getStore()?.open) {
    throw new Error('A statement was issued inside an open transaction, but not through it: use its `tx`');
  }
}

/** One statement, by the extended protocol, which refuses a text that holds more than one. */
export function runStatement(
  session: Session,
  sql: string,
  parameters: readonly SqlValue[] = [],
  { keep_plan = false }: PlanOptions = {},
): Promise<StatementResult> {
  return session.extended(sql, parameters.map(parameterText), keep_plan);
}

/**
 * Runs the work; when the signal aborts, stops the session's statements until the work has ended, again and
 * again because a server forgets the request of a statement that has not reached it yet.
 */
export async function cancellable<T>(
  session: Session,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (!signal) return work();
  signal.throwIfAborted();
  let working = true;
  let cancelling: Promise<void> | undefined;
  const cancel = async () => {
    while (working && !session.broken) {
      await session.cancel().catch((reason: Error) => session.giveUp(reason));
      await wait(CANCEL_AGAIN_MS);
    }
  };
  const onAbort = () => (cancelling = cancel());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work();
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    working = false;
    signal.removeEventListener('abort', onAbort);
    await cancelling;
  }
}

async function inTransaction<T>(
  session: Session,
  begin: string,
  open: OpenTransactions,
  work: (tx: OwnerQueryable) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const state = { open: true };
  let firstError: unknown;
  const guarded = async <R>(run: () => Promise<R>): Promise<R> => {
    if (!state.open) throw new Error('This transaction is over');
    signal?.throwIfAborted();
    try {
      return await run();
    } catch (error) {
      firstError ??= error;
      throw error;
    }
  };
  const query = <R>(sql: string, parameters?: readonly SqlValue[], options?: PlanOptions): Promise<R[]> =>
    guarded(async () => (await runStatement(session, sql, parameters, options)).rows as R[]);
  const tx: OwnerQueryable = {
    query,
    bulkInsert: (table, columns, rows) => bulkInsert(query, table, columns, rows),
    script: (sql) => guarded(async () => void (await session.simple(sql))),
  };
  try {
    await session.simple(begin);
    const result = await open.run(state, () => work(tx));
    state.open = false;
    signal?.throwIfAborted();
    if (session.broken) throw session.broken;
    const [ended] = await session.simple('commit');
    if (ended.command !== 'COMMIT') throw firstError ?? new Error('The transaction was rolled back');
    return result;
  } catch (error) {
    state.open = false;
    if (!session.broken) await session.simple('rollback').catch((reason: Error) => session.giveUp(reason));
    throw error;
  }
}

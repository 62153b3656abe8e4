import { AsyncLocalStorage } from 'node:async_hooks';
import { actingDatabase, refuseNested, type OpenTransactions } from './acting_database.ts';
import { beginAs } from './actor_settings.ts';
import type { Database } from './database.ts';
import { EmbeddedThread } from './embedded_thread.ts';
import { ownerDatabase } from './owner_database.ts';
import { checkChannel } from './server_listener.ts';
import type { Session, SessionSource } from './session.ts';

/** A tenth of what was seen to kill a session. */
const ERRORS_BEFORE_RECYCLING = 100;

type OnNotify = (payload: string) => void;

/**
 * PostgreSQL + PostGIS in a thread of this process, its data in `folder`. It has no lock of its own: the caller
 * holds the lock of the data folder. One session; transactions wait for each other in the order they came.
 *
 * The thread is recycled (killed, opened again on the next use) when a statement fails without an answer, when
 * a statement is cancelled, and when its errors add up. What was committed stays; what was not is gone.
 *
 * @param errorsBeforeRecycling for tests.
 * @throws if the folder cannot be opened.
 */
export async function openEmbedded(
  folder: string,
  { label = folder, errorsBeforeRecycling = ERRORS_BEFORE_RECYCLING } = {},
): Promise<Database & { readonly threadsOpened: () => number }> {
  const listeners = new Map<string, Set<OnNotify>>();
  const onNotify = (channel: string, payload: string) => {
    for (const notify of listeners.get(channel) ?? []) notify(payload);
  };
  const open: OpenTransactions = new AsyncLocalStorage();
  let threadsOpened = 0;
  let closed = false;
  let thread: EmbeddedThread | null = null;

  const openThread = () =>
    open.exit(async () => {
      threadsOpened++;
      const opened = await EmbeddedThread.open({ folder }, onNotify);
      for (const channel of listeners.keys()) await opened.simple(`listen ${channel}`);
      return opened;
    });
  const usableThread = async (): Promise<EmbeddedThread> => {
    if (closed) throw new Error(`The database ${label} is closed`);
    if (thread && !thread.ended && thread.errors >= errorsBeforeRecycling) await thread.close();
    if (!thread || thread.ended) thread = await openThread();
    return thread;
  };

  const inTurn = turns();
  const source: SessionSource = {
    withSession: (work, signal) =>
      inTurn(async () => {
        signal?.throwIfAborted();
        return work(threadSession(await usableThread()));
      }, signal),
  };
  await source.withSession(async () => undefined);

  return {
    kind: 'embedded',
    label,
    as: (actor) => actingDatabase(source, beginAs(actor), open),
    owner: ownerDatabase(source, open),
    threadsOpened: () => threadsOpened,
    async listen(channel, notify) {
      checkChannel(channel);
      refuseNested(open);
      const known = listeners.get(channel) ?? new Set();
      listeners.set(channel, known.add(notify));
      if (known.size === 1) await source.withSession((session) => session.simple(`listen ${channel}`));
      return async () => {
        known.delete(notify);
        if (known.size > 0 || closed || !listeners.delete(channel)) return;
        await source.withSession((session) => session.simple(`unlisten ${channel}`));
      };
    },
    close: () =>
      inTurn(async () => {
        closed = true;
        await thread?.close();
      }),
  };
}

function threadSession(thread: EmbeddedThread): Session {
  return {
    get broken() {
      return thread.ended;
    },
    simple: (sql) => thread.simple(sql),
    extended: (sql, parameters) => thread.extended(sql, parameters),
    giveUp: (reason) => thread.kill(reason),
    cancel: () => thread.kill(new Error('The statement was cancelled')),
  };
}

/** Runs works one after the other; one that is aborted while it waits does not run. */
function turns(): <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work, signal) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return signal ? Promise.race([turn, aborted(signal, turn)]) : turn;
  };
}

/** Rejects when the signal aborts before the turn has ended; never resolves before the turn does. */
function aborted(signal: AbortSignal, turn: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    const stop = () => signal.removeEventListener('abort', abort);
    turn.then(stop, stop);
  });
}

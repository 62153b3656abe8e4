import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderLock } from './db/folder_lock.ts';
import { dataFolder, openDatabase, type EmbeddedName, type OpenedDatabase } from './db/open_database.ts';

/** What the pages can ask. `none`: nothing was imported yet. `held`: another process has the folder. */
export type DatabaseState =
  | { kind: 'open'; database: OpenedDatabase }
  | { kind: 'none'; folder: string }
  | { kind: 'held'; message: string };

interface Slot {
  opened: Promise<OpenedDatabase> | null;
  lock: FolderLock | null;
  onOpened: ((database: OpenedDatabase) => Promise<void>) | null;
}

/**
 * One database a process. The slot hangs on globalThis because this module is loaded more than once: again after
 * a change while developing, and both bundled (the pages) and as source (the command line that serves them).
 */
const SLOT = Symbol.for('firecover.database');
const slot: Slot = ((globalThis as Record<symbol, unknown>)[SLOT] ??= {
  opened: null,
  lock: null,
  onOpened: null,
} satisfies Slot) as Slot;

/** Opens the database on the first call, and tries again on the next while there is none to open. */
export async function currentDatabase(): Promise<DatabaseState> {
  if (!slot.opened && isMissing()) return { kind: 'none', folder: dataFolder() };
  try {
    return { kind: 'open', database: await openOnce() };
  } catch (error) {
    if (error instanceof Error && error.name === 'FolderHeldError') {
      return { kind: 'held', message: error.message };
    }
    throw error;
  }
}

/** For a process that took the lock of the data folder itself: what opens from now on does so under it. */
export function openUnder(lock: FolderLock): void {
  slot.lock = lock;
}

/** Awaited whenever a database was opened, before anybody may ask it. */
export function onOpened(prepare: (database: OpenedDatabase) => Promise<void>): void {
  slot.onOpened = prepare;
}

/** The place's own database, made if need be; the sample town is closed first. */
export async function openMain(): Promise<OpenedDatabase> {
  const open = await slot.opened;
  if (open && open.embedded !== 'demo') return open;
  await closeDatabase();
  return openOnce('main');
}

/** The sample town's database, made if need be; for a data folder that holds nothing else. */
export const openSample = (): Promise<OpenedDatabase> => openOnce('demo');

export async function closeDatabase(): Promise<void> {
  const opened = await slot.opened;
  slot.opened = null;
  await opened?.close();
}

/** Closes, and removes what this process made: for a first import that was refused or only tried. */
export async function discardDatabase(): Promise<void> {
  const opened = await slot.opened;
  slot.opened = null;
  await opened?.discard();
}

function openOnce(create?: EmbeddedName): Promise<OpenedDatabase> {
  if (slot.opened) return slot.opened;
  const opening = openDatabase({ purpose: 'the app', create, lock: slot.lock ?? undefined }).then(
    async (database) => {
      await slot.onOpened?.(database);
      return database;
    },
  );
  slot.opened = opening;
  opening.catch(() => {
    if (slot.opened === opening) slot.opened = null;
  });
  return opening;
}

const isMissing = () =>
  !process.env.DATABASE_URL && !['main', 'demo'].some((name) => existsSync(join(dataFolder(), name)));

import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Database } from './database.ts';
import { CREATING, createEmbedded } from './embedded_base.ts';
import { openEmbedded } from './embedded_driver.ts';
import { lockFolder, type FolderLock } from './folder_lock.ts';
import { migrate } from './migrate.ts';
import { openServer } from './server_driver.ts';

/** `main` holds the place's own data, `demo` the sample town. */
export type EmbeddedName = 'main' | 'demo';

export interface OpenOptions {
  /** A PostgreSQL server; default DATABASE_URL. Where neither is set the embedded database is opened. */
  url?: string;
  /** Data folder of the embedded database; default FIRECOVER_DATA, else `.data` in the working folder. */
  folder?: string;
  /** Makes this embedded database if it does not exist, and opens it. Without effect on a server. */
  create?: EmbeddedName;
  /** Who opens it, for the message another process gets: `the app`, `firecover import`. */
  purpose: string;
  /** A lock the caller already holds and keeps: see `lockFolder`. Without it one is taken and given back on close. */
  lock?: FolderLock;
  /** Bring the tables up to date; default true. */
  migrated?: boolean;
  /** Told what takes long. */
  onNote?: (note: string) => void;
}

export interface OpenedDatabase extends Database {
  /** Which embedded database is open; null on a server. */
  readonly embedded: EmbeddedName | null;
  /** True where this call made it. */
  readonly created: boolean;
  /** The lock of the data folder; null on a server. */
  readonly lock: FolderLock | null;
  /** Closes, and removes the database again if this call made it: for a first import that was refused. */
  discard(): Promise<void>;
}

/**
 * Opens the database of this installation, its tables up to date.
 *
 * Embedded: `main` if it exists, else `demo`, in the data folder, which is locked for this process.
 *
 * @throws FolderHeldError when another process has the folder: hand the job over with `sendJob`.
 * @throws when there is no database and none is to be created; when the database is of a newer version.
 */
export async function openDatabase(options: OpenOptions): Promise<OpenedDatabase> {
  const url = options.url ?? process.env.DATABASE_URL;
  const opened = url ? await openOnServer(url) : await openInFolder(options);
  if (options.migrated === false) return opened;
  try {
    await migrate(opened);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openOnServer(url: string): Promise<OpenedDatabase> {
  const database = await openServer(url);
  return { ...database, embedded: null, created: false, lock: null, discard: database.close };
}

/** The data folder that `openDatabase` uses when none is given. */
export function dataFolder(): string {
  return resolve(process.env.FIRECOVER_DATA || '.data');
}

async function openInFolder(options: OpenOptions): Promise<OpenedDatabase> {
  const folder = resolve(options.folder ?? dataFolder());
  const name = options.create ?? existing(folder);
  if (!name) throw new Error(`No database in ${folder} yet: import a file first`);
  const lock = options.lock ?? (await lockFolder(folder, options.purpose));
  const giveBack = async () => {
    if (!options.lock) await lock.release();
  };
  try {
    await removeUnfinished(folder);
    const place = join(folder, name);
    const created = !existsSync(place);
    if (created) await createEmbedded(place, options.onNote);
    const database = await openEmbedded(place);
    const end = async (remove: boolean) => {
      await database.close();
      if (remove) await rm(place, { recursive: true, force: true, maxRetries: 5 });
      await giveBack();
    };
    let ended: Promise<void> | undefined;
    return {
      ...database,
      embedded: name,
      created,
      lock,
      close: () => (ended ??= end(false)),
      discard: () => (ended ??= end(created)),
    };
  } catch (error) {
    await giveBack();
    throw error;
  }
}

function existing(folder: string): EmbeddedName | null {
  const names: EmbeddedName[] = ['main', 'demo'];
  return names.find((name) => existsSync(join(folder, name))) ?? null;
}

async function removeUnfinished(folder: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    if (name.includes(CREATING))
      await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Socket } from 'node:net';
import { answerJobs, REFUSE_JOBS, type JobHandler } from './job_server.ts';
import { connectIn, listenIn } from './local_socket.ts';

/** Who holds a data folder. */
export interface Holder {
  pid: number;
  /** What it is: `the app`, `firecover import` … */
  purpose: string;
  /** Name of its socket file in the folder. */
  socket: string;
}

/** The data folder is in use by another process, which may take a job over its socket: see `sendJob`. */
export class FolderHeldError extends Error {
  readonly folder: string;
  readonly holder: Holder;

  constructor(folder: string, holder: Holder) {
    super(
      `${folder} is in use by ${holder.purpose} (process ${holder.pid}); only one process can have it open`,
    );
    this.name = 'FolderHeldError';
    this.folder = folder;
    this.holder = holder;
  }
}

export interface FolderLock {
  readonly folder: string;
  /** From now on jobs sent by other processes are run by this handler; before, they are refused. */
  serveJobs(handler: JobHandler): void;
  release(): Promise<void>;
}

const LOCK_FILE = /^lock\.(\d+)$/;

/**
 * Takes the data folder for this process, so that no other opens the databases in it.
 *
 * The lock is a socket this process listens on, named in a file `lock.<n>`. The highest n counts, and it is held
 * while its socket answers: the system closes the socket however the process ends, so no crash leaves the folder
 * locked. To take it over, the socket is opened first, then `lock.<n+1>` is linked, which fails if another was
 * faster, then the folder is read again, because a slow process may have linked a number below one that was
 * taken meanwhile. The newest file stays when the lock is given back, so that numbers only rise.
 *
 * Rejected: one fixed socket name, removed when nobody answers. Between asking and removing another process
 * can have put its own there, and both would hold the folder.
 *
 * @throws FolderHeldError when another process has the folder.
 */
export async function lockFolder(folder: string, purpose: string): Promise<FolderLock> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unique = randomBytes(6).toString('hex');
  const holder: Holder = { pid: process.pid, purpose, socket: `${unique}.sock` };
  let handler: JobHandler = REFUSE_JOBS(folder, holder);
  const onConnection = (socket: Socket) => answerJobs(socket, (...job) => handler(...job));
  const server = await listenIn(folder, holder.socket, onConnection);
  try {
    await takeNext(folder, holder, unique);
  } catch (error) {
    await server.close();
    throw error;
  }
  return {
    folder: resolve(folder),
    serveJobs: (jobs) => (handler = jobs),
    release: () => server.close(),
  };
}

async function takeNext(folder: string, holder: Holder, unique: string): Promise<void> {
  const draft = join(folder, `${unique}.lock`);
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    for (;;) {
      const newest = newestLock(folder);
      if (newest > 0) await refuseWhileHeld(folder, newest);
      const mine = newest + 1;
      if (!linked(draft, lockFile(folder, mine))) continue;
      if (newestLock(folder) === mine) return removeOlder(folder, mine);
      unlinkSync(lockFile(folder, mine));
    }
  } finally {
    unlinkSync(draft);
  }
}

async function refuseWhileHeld(folder: string, n: number): Promise<void> {
  const holder = readHolder(lockFile(folder, n));
  const socket = holder && (await connectIn(folder, holder.socket));
  if (!holder || !socket) return;
  socket.destroy();
  throw new FolderHeldError(resolve(folder), holder);
}

/** Whoever holds the folder now; null when nobody does. */
export async function folderHolder(folder: string): Promise<Holder | null> {
  try {
    const newest = newestLock(folder);
    if (newest > 0) await refuseWhileHeld(folder, newest);
    return null;
  } catch (error) {
    if (error instanceof FolderHeldError) return error.holder;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function newestLock(folder: string): number {
  return lockNumbers(folder).reduce((a, b) => Math.max(a, b), 0);
}

function lockNumbers(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const match = LOCK_FILE.exec(name);
    return match ? [Number(match[1])] : [];
  });
}

function lockFile(folder: string, n: number): string {
  return join(folder, `lock.${n}`);
}

/** A lock file appears with its whole content, or not at all. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Null where the file is gone or was damaged: then nobody can be listening. */
function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

/** What processes that were killed left behind. */
function removeOlder(folder: string, mine: number): void {
  for (const n of lockNumbers(folder)) {
    if (n >= mine) continue;
    const holder = readHolder(lockFile(folder, n));
    if (holder) rmSync(join(folder, holder.socket), { force: true });
    rmSync(lockFile(folder, n), { force: true });
  }
}

import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The shortest limit of any system on a Unix socket's path is 104 bytes, its end included. */
const LONGEST_PATH_BYTES = 100;

/** A socket file in a folder, reached by a path that is short enough; `release` removes what that took. */
function reachable(folder: string, name: string): { path: string; release: () => void } {
  const direct = resolve(folder, name);
  if (process.platform === 'win32') {
    const key = createHash('sha256').update(direct.toLowerCase()).digest('hex').slice(0, 32);
    return { path: `\\\\.\\pipe\\firecover-${key}`, release: () => undefined };
  }
  if (Buffer.byteLength(direct) <= LONGEST_PATH_BYTES) return { path: direct, release: () => undefined };
  const detour = mkdtempSync(join(tmpdir(), 'fc-'));
  symlinkSync(resolve(folder), join(detour, 'f'));
  return { path: join(detour, 'f', name), release: () => rmSync(detour, { recursive: true, force: true }) };
}

/**
 * Listens on a socket file `name` in the folder, for this user only. A named pipe on Windows.
 * Closing removes the file. `name` must be one that nobody has used before.
 */
export async function listenIn(
  folder: string,
  name: string,
  onConnection: (socket: Socket) => void,
): Promise<{ close(): Promise<void> }> {
  const { path, release } = reachable(folder, name);
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(path, done));
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  return {
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((done) => server.close(done));
      release();
    },
  };
}

/** Connects to a socket file in the folder; null when nobody listens on it any more. */
export async function connectIn(folder: string, name: string): Promise<Socket | null> {
  const { path, release } = reachable(folder, name);
  try {
    return await new Promise<Socket | null>((done, fail) => {
      const socket = connect(path);
      socket.once('connect', () => done(socket));
      socket.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') done(null);
        else fail(new Error(`Cannot tell whether ${path} is in use: ${error.message}`, { cause: error }));
      });
    });
  } finally {
    release();
  }
}

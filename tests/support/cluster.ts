import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { PostgresBinaries } from './postgres_binaries.ts';
import { exclusively } from './test_lock.ts';

const URL_FILE = 'cluster_url.txt';
const START_PATIENCE_MS = 60_000;

/** Speed over safety: the data is thrown away. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  max_connections: '100',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
};

/**
 * The throwaway cluster of this test run, started by whoever asks first. Its folder is in `runFolder`, it listens
 * on a free port of 127.0.0.1 only, and the end of the run stops it: see `stopCluster` and `cleanUpAfter`.
 *
 * @returns the URL of its superuser, without a database's name.
 */
export async function startCluster(binaries: PostgresBinaries, runFolder: string): Promise<string> {
  const urlFile = join(runFolder, URL_FILE);
  return exclusively(join(runFolder, 'cluster.lock'), async () => {
    if (existsSync(urlFile)) return readFileSync(urlFile, 'utf8');
    const url = await start(binaries, runFolder);
    writeFileSync(urlFile, url);
    return url;
  });
}

/** Stops the cluster of this run, if there is one, and waits for it. */
export function stopCluster(runFolder: string): void {
  const pidFile = join(runFolder, 'cluster', 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  process.kill(pid, 'SIGQUIT');
  execFileSync('sh', ['-c', `for i in $(seq 100); do kill -0 ${pid} 2>/dev/null || exit 0; sleep 0.1; done`]);
}

/**
 * Starts a shell that waits for the end of this process, however it ends, then stops the cluster and removes the
 * folder, should they still be there.
 */
export function cleanUpAfter(runFolder: string): void {
  if (process.platform === 'win32') return;
  const script = `while kill -0 "$1" 2>/dev/null; do sleep 1; done
[ -d "$2" ] || exit 0
[ -f "$2/cluster/postmaster.pid" ] && kill -QUIT "$(head -n 1 "$2/cluster/postmaster.pid")"
sleep 5
rm -rf "$2"`;
  const shell = spawn('sh', ['-c', script, 'sh', String(process.pid), runFolder], {
    cwd: '/',
    stdio: 'ignore',
    detached: true,
  });
  shell.unref();
}

async function start(binaries: PostgresBinaries, runFolder: string): Promise<string> {
  const folder = join(runFolder, 'cluster');
  const user = serverUser();
  mkdirSync(folder, { mode: 0o700 });
  if (user) chownSync(folder, user.uid, user.gid);
  const as = { ...user, cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } };
  const initialise = ['-D', folder, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N'];
  execFileSync(join(binaries.bin_folder, 'initdb'), initialise, { ...as, stdio: 'pipe' });

  const port = await freePort();
  const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const server = spawn(join(binaries.bin_folder, 'postgres'), ['-D', folder, ...settings], {
    ...as,
    stdio: 'ignore',
    detached: true,
  });
  server.unref();
  const url = `postgres://postgres@127.0.0.1:${port}`;
  await accepting(`${url}/postgres`);
  return url;
}

/** PostgreSQL refuses to run as root: as root it runs as user postgres, which every package makes. */
function serverUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const entry = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
  if (!entry) throw new Error('Running as root, and there is no user postgres to run the test server as');
  return { uid: Number(entry[1]), gid: Number(entry[2]) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function accepting(url: string): Promise<void> {
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error('The test server did not start', { cause: error });
      }
      await wait(100);
    }
  }
}

/** A database's name nobody else in this run has. */
export function uniqueName(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString('hex')}`;
}

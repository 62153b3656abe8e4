import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What the pages are made of. */
const SOURCES = ['src', 'static', 'svelte.config.js', 'vite.config.ts', 'package-lock.json'];

/** How often a process that waits for another's build looks again. */
const LOCK_LOOK_MS = 300;
/** A lock without a process in it is older than this only where its maker died. */
const LOCK_BIRTH_MS = 5000;

/** Parts of src that no page is made of. */
const NOT_IN_PAGES = /[\\/]cli[\\/]|\.test\.ts$/;

/**
 * Builds the pages into `build/` where they are missing or older than what they are made of, and says so. An
 * installation without the build tools keeps the pages it has. Aborting ends the build.
 *
 * @throws when there is nothing to serve and nothing to build with, or when the build fails.
 */
export async function ensureBuilt(
  root: string,
  onNote: (note: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  if (builtState(root) === 'fresh') return;
  const vite = viteProgram(root);
  if (!vite) {
    if (builtState(root) === 'stale') return;
    throw new Error(
      'The pages are not built, and the build tools are missing: run npm ci, then npm run build',
    );
  }
  await alone(join(root, '.svelte-kit', 'building'), async () => {
    const state = builtState(root);
    if (state === 'fresh') return;
    onNote(
      state === 'absent'
        ? 'The pages are not built yet: building them'
        : 'The pages are out of date: building them again',
    );
    await run(vite, root, signal);
  });
}

function builtState(root: string): 'absent' | 'stale' | 'fresh' {
  const built = join(root, 'build/handler.js');
  if (!existsSync(built)) return 'absent';
  const newest_ms = Math.max(...SOURCES.map((path) => newestChange(join(root, path))));
  return statSync(built).mtimeMs >= newest_ms ? 'fresh' : 'stale';
}

/** Two processes that start at once would write the same files; the folder of one that died is taken over. */
async function alone(folder: string, work: () => Promise<void>): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  while (!taken(folder)) await wait(LOCK_LOOK_MS);
  try {
    await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function taken(folder: string): boolean {
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!isAlive(folder)) rmSync(folder, { recursive: true, force: true });
    return false;
  }
  writeFileSync(join(folder, 'pid'), String(process.pid));
  return true;
}

function isAlive(folder: string): boolean {
  const file = join(folder, 'pid');
  if (!existsSync(file)) return existsSync(folder) && Date.now() - statSync(folder).mtimeMs < LOCK_BIRTH_MS;
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function newestChange(path: string): number {
  if (!existsSync(path) || NOT_IN_PAGES.test(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(path).map((name) => newestChange(join(path, name)));
  return Math.max(0, ...inside);
}

function viteProgram(root: string): string | null {
  const program = join(root, 'node_modules/vite/bin/vite.js');
  return existsSync(program) ? program : null;
}

function run(vite: string, root: string, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: root,
      // a test runner says "test", and the pages would carry the framework's checks for developers
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    child.stdout.on('data', (text: Buffer) => (said += text));
    child.stderr.on('data', (text: Buffer) => (said += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The pages could not be built:\n${said.trim()}`));
    });
  });
}

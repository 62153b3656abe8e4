import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What the pages are made of. */
const SOURCES = ['src', 'static', 'svelte.config.js', 'vite.config.ts', 'package-lock.json'];

/** Parts of src that no page is made of. */
const NOT_IN_PAGES = /[\\/]cli[\\/]|\.test\.ts$/;

/**
 * Builds the pages into `build/` where they are missing or older than what they are made of, and says so. An
 * installation without the build tools keeps the pages it has.
 *
 * @throws when there is nothing to serve and nothing to build with, or when the build fails.
 */
export async function ensureBuilt(root: string, onNote: (note: string) => void): Promise<void> {
  const built = join(root, 'build/handler.js');
  const built_ms = existsSync(built) ? statSync(built).mtimeMs : null;
  const newest_ms = Math.max(...SOURCES.map((path) => newestChange(join(root, path))));
  if (built_ms !== null && built_ms >= newest_ms) return;
  const vite = viteProgram(root);
  if (!vite) {
    if (built_ms !== null) return;
    throw new Error(
      'The pages are not built, and the build tools are missing: run npm ci, then npm run build',
    );
  }
  onNote(
    built_ms === null
      ? 'The pages are not built yet: building them'
      : 'The pages are out of date: building them again',
  );
  await run(vite, root);
}

function newestChange(path: string): number {
  if (!existsSync(path) || NOT_IN_PAGES.test(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(path).map((name) => newestChange(join(path, name)));
  return Math.max(0, ...inside);
}

function viteProgram(root: string): string | null {
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve('vite/package.json');
    return join(dirname(manifest), 'bin/vite.js');
  } catch {
    return null;
  }
}

function run(vite: string, root: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
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

import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'firecover-command-line-'));
const cache = join(folder, 'node_modules/.cache/firecover/command_line');
afterAll(() => rmSync(folder, { recursive: true }));

const run = () => execFileSync(process.execPath, [join(folder, 'bin/firecover.js')], { encoding: 'utf8' });
const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
const bundles = () => readdirSync(cache).filter((name) => name !== 'manifest.json').length;

it('runs what the sources say now: bundled once, again after a change, and without a place for it', () => {
  mkdirSync(join(folder, 'src/cli/jobs'), { recursive: true });
  mkdirSync(join(folder, 'node_modules'));
  cpSync(join(root, 'bin'), join(folder, 'bin'), { recursive: true });
  for (const name of ['esbuild', 'tsx', 'get-tsconfig', 'resolve-pkg-maps', '@esbuild']) {
    const installed = join(root, 'node_modules', name);
    if (existsSync(installed)) symlinkSync(installed, join(folder, 'node_modules', name));
  }
  write('package.json', '{"name":"firecover","type":"module"}');
  write('tsconfig.json', '{}');
  write('src/cli/jobs/read_worker.js', 'export {};');
  write('src/cli/word.ts', `export const word: string = 'first';`);
  write(
    'src/cli/main.ts',
    `import { word } from './word.ts'; export const main = async () => (process.stdout.write(word), 0);`,
  );
  expect(run()).toBe('first');
  expect(run()).toBe('first');
  expect(bundles()).toBe(1);
  write('src/cli/word.ts', `export const word: string = 'other';`);
  expect(run()).toBe('other');
  expect(bundles()).toBe(2);
  rmSync(cache, { recursive: true });
  write('node_modules/.cache/firecover/command_line', 'no folder');
  expect(run()).toBe('other');
});

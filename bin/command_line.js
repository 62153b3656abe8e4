/**
 * Where the command line's code is loaded from. Plain JavaScript, since nothing is translated before it runs.
 *
 * @typedef {{ folder: string, made_with: string, inputs: Record<string, string> }} Manifest `inputs` are states of
 * files by path; a bundle is used only while every one of them is the same.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/firecover/command_line');
const MANIFEST = join(CACHE, 'manifest.json');

/** Program and threads it starts from files of their own. */
const ENTRIES = ['src/cli/main.ts', 'src/cli/jobs/read_worker.js'];
/** What decides the outcome besides the sources themselves. */
const SETTINGS = ['package.json', 'tsconfig.json', 'bin/command_line.js'];

/** A process that still runs loads its parts from the folder it started from. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/**
 * The command line, bundled into the cache folder when a source has changed since (100 ms, where translating and
 * loading 100 files one by one takes 200 ms each time). Where no bundle can be made, as in a folder that cannot be
 * written to, straight from the sources.
 *
 * @returns {Promise<{ main: (argv: string[]) => Promise<number> }>}
 */
export async function commandLine() {
  const folder = freshBundle() ?? (await makeBundle().catch(() => null));
  if (folder !== null) return import(pathToFileURL(join(folder, 'main.js')).href);
  const { register } = await import('tsx/esm/api');
  register();
  return import(new URL('../src/cli/main.ts', import.meta.url).href);
}

/** @returns {string | null} */
function freshBundle() {
  try {
    const manifest = /** @type {Manifest} */ (JSON.parse(readFileSync(MANIFEST, 'utf8')));
    const { folder, made_with, inputs } = manifest;
    const same =
      made_with === process.version && Object.keys(inputs).every((path) => stateOf(path) === inputs[path]);
    return same && statSync(join(CACHE, folder)).isDirectory() ? join(CACHE, folder) : null;
  } catch {
    return null; // none there, or one of its files is gone: another is made
  }
}

/** Size and times; the time of change cannot be set back. @param {string} path below the root */
function stateOf(path) {
  const { size, mtimeMs, ctimeMs } = statSync(join(ROOT, path));
  return `${size} ${mtimeMs} ${ctimeMs}`;
}

/** @returns {Promise<string | null>} null where a source was changed meanwhile. */
async function makeBundle() {
  const { build } = await import('esbuild');
  const begun_ms = Date.now();
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES.map((path) => ({ in: path, out: path.replace(/^.*\/|\.[jt]s$/g, '') })),
    outdir: CACHE,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'silent',
    metafile: true,
    write: false,
  });
  const inputs = Object.fromEntries(
    [...Object.keys(metafile.inputs), ...SETTINGS].map((path) => [path, stateOf(path)]),
  );
  if (Object.values(inputs).some((state) => Number(state.split(' ')[2]) >= begun_ms)) return null;
  const digest = createHash('sha256');
  for (const { path, contents } of outputFiles) digest.update(path).update(contents);
  const folder = digest.digest('hex').slice(0, 16);
  mkdirSync(join(CACHE, folder), { recursive: true });
  for (const { path, contents } of outputFiles)
    writeWhole(join(CACHE, folder, relative(CACHE, path)), contents);
  writeWhole(MANIFEST, JSON.stringify({ folder, made_with: process.version, inputs }));
  removeOld(folder);
  return join(CACHE, folder);
}

/** Others may read the file at any moment. @param {string} path @param {string | Uint8Array} content */
function writeWhole(path, content) {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}

/** @param {string} current */
function removeOld(current) {
  for (const name of readdirSync(CACHE)) {
    const path = join(CACHE, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (name === current || !found?.isDirectory() || Date.now() - found.mtimeMs < KEPT_MS) continue;
    rmSync(path, { recursive: true, force: true });
  }
}

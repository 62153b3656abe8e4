import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EmbeddedThread } from './embedded_thread.ts';
import { projectRoot } from './project_root.ts';

/**
 * A dump of an empty embedded database with PostGIS in it. Initialising one takes some 10 to 30 s, loading this
 * a few; so it is made once, on first use, and kept for the versions it was made with: in
 * `node_modules/.cache/firecover`, or in the user's cache folder where that is not writable.
 *
 * @returns the path of a gzipped tar file, about 6 MB.
 */
export async function embeddedBase(onNote: (note: string) => void = () => undefined): Promise<string> {
  const name = `base-${packageVersion('@electric-sql/pglite')}-${packageVersion('@electric-sql/pglite-postgis')}.tgz`;
  const folder = cacheFolder();
  const file = join(folder, name);
  if (existsSync(file)) return file;
  onNote('Preparing the embedded database; this is done once and takes up to half a minute');
  const part = `${file}.${randomBytes(6).toString('hex')}.part`;
  await writeFile(part, await emptyDatabase());
  await rename(part, file);
  return file;
}

async function emptyDatabase(): Promise<Uint8Array> {
  const scratch = await mkdtemp(join(tmpdir(), 'firecover-base-'));
  try {
    const thread = await EmbeddedThread.open({ folder: join(scratch, 'data') }, () => undefined);
    try {
      await thread.simple('create extension postgis');
      await thread.extended('vacuum analyze', []);
      await thread.extended('checkpoint', []);
      return await thread.dump();
    } finally {
      await thread.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Makes a database folder, whole or not at all: it is filled beside its place and renamed.
 * The caller holds the lock of the data folder.
 */
export async function createEmbedded(folder: string, onNote?: (note: string) => void): Promise<void> {
  const template = await embeddedBase(onNote);
  const part = `${folder}${CREATING}${randomBytes(6).toString('hex')}`;
  try {
    const thread = await EmbeddedThread.open({ folder: part, template }, () => undefined);
    await thread.close();
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
}

/** In the name of a folder whose making was cut off. */
export const CREATING = '.creating-';

function cacheFolder(): string {
  const candidates = [join(projectRoot(), 'node_modules/.cache/firecover'), join(userCache(), 'firecover')];
  for (const folder of candidates) {
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {
      continue;
    }
  }
  throw new Error(`Cannot write to ${candidates.join(' nor ')}`);
}

function userCache(): string {
  if (process.platform === 'win32' && process.env.LOCALAPPDATA) return process.env.LOCALAPPDATA;
  if (process.platform === 'darwin') return join(homedir(), 'Library/Caches');
  return process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
}

function packageVersion(name: string): string {
  const entry = createRequire(import.meta.url).resolve(name);
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const { name: found, version } = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>;
      if (found === name) return version;
    }
    if (dirname(folder) === folder) throw new Error(`No package.json of ${name} above ${entry}`);
  }
}

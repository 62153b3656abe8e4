import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that holds this package's package.json, from wherever this code runs: straight from the source
 * (tsx, vitest, vite) or bundled below `build/`. Files that are read at run time and not bundled
 * (`migrations/`, the database worker) are found from here, so `src` and `migrations` belong to an
 * installation beside `build`.
 *
 * @throws if no folder above this file is the package.
 */
export function projectRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'firecover')
      return folder;
    if (dirname(folder) === folder) throw new Error(`No package.json named firecover above ${start}`);
  }
}

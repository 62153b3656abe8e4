import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { inject } from 'vitest';
import { createEmbedded, embeddedBase } from '../../src/lib/server/db/embedded_base.ts';
import { openEmbedded } from '../../src/lib/server/db/embedded_driver.ts';
import { migrate } from '../../src/lib/server/db/migrate.ts';
import { projectRoot } from '../../src/lib/server/db/project_root.ts';
import { uniqueName } from './cluster.ts';
import { exclusively } from './test_lock.ts';

const PREFIX = 'test_template_';
const KEPT_MS = 24 * 3_600_000;

/**
 * Folder of an embedded database with its tables made, to be copied. It is kept beside the prebuilt base for the
 * migrations it was made with; one that no run used for a day is removed.
 */
export async function embeddedTemplate(): Promise<string> {
  const base = await embeddedBase();
  const template = join(dirname(base), PREFIX + migrationsHash(basename(base)));
  await exclusively(join(inject('runFolder'), 'embedded_template.lock'), async () => {
    if (existsSync(template)) return;
    removeOld(dirname(base));
    const part = `${template}.${uniqueName('part')}`;
    try {
      await createEmbedded(part);
      const db = await openEmbedded(part);
      await migrate(db)
        .then(() => db.owner.query('vacuum analyze'))
        .finally(() => db.close());
      renameSync(part, template);
    } catch (error) {
      if (!existsSync(template)) throw error; // else another run was faster
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
  });
  return template;
}

function migrationsHash(base: string): string {
  const folder = join(projectRoot(), 'migrations');
  const hash = createHash('sha256').update(base);
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

function removeOld(folder: string): void {
  for (const name of readdirSync(folder).filter((name) => name.startsWith(PREFIX))) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}

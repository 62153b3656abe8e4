import { FolderHeldError } from '../lib/server/db/folder_lock.ts';
import { migrate } from '../lib/server/db/migrate.ts';
import { openDatabase } from '../lib/server/db/open_database.ts';
import { loadRuleSets } from '../lib/server/services/rule_set.ts';

/** Brings the tables to this version and loads the shipped rule sets. The app does both when it starts. */
export async function runMigrate(progress: (text: string) => void): Promise<{ applied: string[] }> {
  const db = await openDatabase({
    purpose: 'firecover migrate',
    create: 'main',
    migrated: false,
    onNote: progress,
  }).catch((error: unknown) => {
    if (error instanceof FolderHeldError) {
      throw new Error(`${error.message}. It brought the tables up to date when it started.`, {
        cause: error,
      });
    }
    throw error;
  });
  try {
    const { applied } = await migrate(db);
    await loadRuleSets(db);
    return { applied };
  } finally {
    await db.close();
  }
}

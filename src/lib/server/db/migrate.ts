import { basename, join } from 'node:path';
import Postgrator from 'postgrator';
import type { Database, OwnerQueryable } from './database.ts';
import { projectRoot } from './project_root.ts';

/** Any number; two processes that migrate one server wait for each other on it. */
const ADVISORY_LOCK = 7_301_190;

const VERSION_TABLE = 'schema_version';

export interface MigrateOptions {
  /** Where the migrations are: plain SQL files named `0001.do.name.sql`, forward only. */
  folder?: string;
}

/**
 * Brings the tables to this version of the program. Each migration is all or nothing and the ones before a
 * failing one stay; running it again does nothing. Returns the names of the files applied now.
 *
 * @throws naming the file when a migration fails; when an applied file was changed since; when the database
 * was migrated by a newer version of the program.
 */
export async function migrate(
  db: Database,
  { folder = join(projectRoot(), 'migrations') }: MigrateOptions = {},
): Promise<{ applied: string[] }> {
  const applied: string[] = [];
  for (;;) {
    const file = await db.owner.transaction((tx) => applyNext(tx, db, folder));
    if (file === null) return { applied };
    applied.push(file);
  }
}

/** Applies the first migration that is missing; null when there is none. */
async function applyNext(tx: OwnerQueryable, db: Database, folder: string): Promise<string | null> {
  await tx.query(`select pg_advisory_xact_lock(${ADVISORY_LOCK})`);
  const postgrator = new Postgrator({
    driver: 'pg',
    migrationPattern: `${globOf(folder)}/*.do.*.sql`,
    schemaTable: VERSION_TABLE,
    newline: 'LF',
    execQuery: async (sql) => ({ rows: await tx.query(sql) }),
    execSqlScript: (sql) => tx.script(sql),
  });
  const migrations = (await postgrator.getMigrations()).sort((a, b) => a.version - b.version);
  const newest = migrations.at(-1)?.version ?? 0;
  const current = await postgrator.getDatabaseVersion();
  if (current > newest) {
    throw new Error(
      `The database ${db.label} is at version ${current}, made by a newer Firecover; ` +
        `this one knows versions up to ${newest}`,
    );
  }
  const next = migrations.find((migration) => migration.version > current);
  const target = String(next?.version ?? current);
  const file = next ? basename(next.filename) : null;
  try {
    await postgrator.migrate(target);
  } catch (error) {
    const changed = /checksum failed for migration \[(\d+)\]/.exec((error as Error).message);
    const version = changed ? Number(changed[1]) : next?.version;
    const culprit = migrations.find((migration) => migration.version === version);
    const what = changed ? 'was changed after it had been applied' : (error as Error).message;
    throw new Error(`Migration ${culprit ? basename(culprit.filename) : file}: ${what}`, { cause: error });
  }
  return file;
}

/** The folder's own characters must not be read as a pattern. */
function globOf(folder: string): string {
  return process.platform === 'win32'
    ? folder.replaceAll('\\', '/')
    : folder.replace(/[*?[\]{}()!+@\\]/g, '\\$&');
}

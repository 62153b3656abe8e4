import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type Postgrator from 'postgrator';
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
  if (await isUpToDate(db, folder)) return { applied };
  const { default: Migrator } = await import('postgrator');
  for (;;) {
    const file = await db.owner.transaction((tx) => applyNext(tx, db, folder, Migrator));
    if (file === null) return { applied };
    applied.push(file);
  }
}

/**
 * Whether exactly the folder's migrations are applied, unchanged: the answer nearly every start gets, without loading
 * the library. Whatever else it is, the library finds out and says.
 */
async function isUpToDate(db: Database, folder: string): Promise<boolean> {
  const [{ exists }] = await db.owner.query<{ exists: boolean }>(
    'select to_regclass($1) is not null as exists',
    [VERSION_TABLE],
  );
  if (!exists) return false;
  const done = await db.owner.query<{ version: number; md5: string | null }>(
    `select version, md5 from ${VERSION_TABLE} where version > 0 order by version`,
  );
  const files = (await readdir(folder)).flatMap((name) => {
    const version = /^(\d+)\.do\..*\.sql$/.exec(name)?.[1];
    return version === undefined ? [] : [{ name, version: Number(version) }];
  });
  files.sort((a, b) => a.version - b.version);
  if (files.length !== done.length) return false;
  const sums = await Promise.all(files.map(({ name }) => checksum(join(folder, name))));
  return done.every(({ version, md5 }, i) => version === files[i].version && md5 === sums[i]);
}

/** As Postgrator keeps it: of the text with line ends made LF. */
async function checksum(file: string): Promise<string> {
  const text = (await readFile(file, 'utf8')).replace(/\r\n|\r/g, '\n');
  return createHash('md5').update(text, 'utf8').digest('hex');
}

/** Applies the first migration that is missing; null when there is none. */
async function applyNext(
  tx: OwnerQueryable,
  db: Database,
  folder: string,
  Migrator: typeof Postgrator,
): Promise<string | null> {
  await tx.query(`select pg_advisory_xact_lock(${ADVISORY_LOCK})`);
  const postgrator = new Migrator({
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

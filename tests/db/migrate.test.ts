import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import type { Database } from '../../src/lib/server/db/database.ts';
import { openEmbedded } from '../../src/lib/server/db/embedded_driver.ts';
import { createEmbedded } from '../../src/lib/server/db/embedded_base.ts';
import { migrate } from '../../src/lib/server/db/migrate.ts';
import { openServer } from '../../src/lib/server/db/server_driver.ts';
import { createTestDatabase, describeUnless, serverMissing } from '../support/test_database.ts';

const FILES = {
  '0001.do.first.sql': 'create table first (n int); insert into first values (1); -- and so on',
  '0002.do.second.sql': `do $$ begin create table second (n int); end $$;`,
};

/** A folder whose name would mean something else to a pattern. */
function migrationsFolder(files: Record<string, string>): string {
  const folder = join(mkdtempSync(join(inject('runFolder'), 'migrations-')), 'a[b] (c)');
  mkdirSync(folder);
  write(folder, files);
  return folder;
}

function write(folder: string, files: Record<string, string>): void {
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
}

const tables = async (db: Database) =>
  (
    await db.owner.query<{ name: string }>(
      `select table_name as name from information_schema.tables
        where table_name in ('first', 'second', 'third') order by 1`,
    )
  ).map(({ name }) => name);

function migrates(open: () => Promise<Database>): void {
  test('applies what is missing, once; refuses a failing, a changed and an unknown migration', async () => {
    const db = await open();
    const folder = migrationsFolder(FILES);
    expect(await migrate(db, { folder })).toEqual({ applied: Object.keys(FILES) });
    expect(await migrate(db, { folder })).toEqual({ applied: [] });

    write(folder, { '0003.do.third.sql': 'create table third (n int); select 1 / 0;' });
    await expect(migrate(db, { folder })).rejects.toThrow('Migration 0003.do.third.sql: division by zero');
    expect(await tables(db)).toEqual(['first', 'second']);
    write(folder, { '0003.do.third.sql': 'create table third (n int);' });
    expect(await migrate(db, { folder })).toEqual({ applied: ['0003.do.third.sql'] });

    const older = migrationsFolder(FILES);
    await expect(migrate(db, { folder: older })).rejects.toThrow(
      'is at version 3, made by a newer Firecover; this one knows versions up to 2',
    );
    write(folder, { '0002.do.second.sql': 'create table other (n int);' });
    await expect(migrate(db, { folder })).rejects.toThrow(
      '0002.do.second.sql: was changed after it had been applied',
    );
    expect(await tables(db)).toEqual(['first', 'second', 'third']);
    await db.close();
  });
}

describe('migrations (embedded)', () => {
  migrates(async () => {
    const folder = join(mkdtempSync(join(inject('runFolder'), 'empty-')), 'main');
    await createEmbedded(folder);
    return openEmbedded(folder);
  });
});

describeUnless(serverMissing(), 'migrations (server)', () => {
  migrates(async () => openServer(await createTestDatabase({ migrated: false })));

  test('two processes that migrate at once apply each file once', async () => {
    const url = await createTestDatabase({ migrated: false });
    const databases = await Promise.all([openServer(url), openServer(url), openServer(url)]);
    const results = await Promise.all(databases.map((db) => migrate(db)));
    const applied = results.flatMap((result) => result.applied);
    expect(applied.length).toBeGreaterThan(5);
    expect(new Set(applied).size).toBe(applied.length);
    await Promise.all(databases.map((db) => db.close()));
  });
});

import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, inject } from 'vitest';
import pg from 'pg';
import type { Database } from '../../src/lib/server/db/database.ts';
import { openEmbedded } from '../../src/lib/server/db/embedded_driver.ts';
import { migrate } from '../../src/lib/server/db/migrate.ts';
import { openServer } from '../../src/lib/server/db/server_driver.ts';
import { startCluster, uniqueName } from './cluster.ts';
import { embeddedTemplate } from './embedded_template.ts';
import type { PostgresBinaries } from './postgres_binaries.ts';
import { noteSkipped } from './skipped.ts';
import { exclusively } from './test_lock.ts';

const TEMPLATE = 'firecover_template';

/** Why tests on a server cannot run, or null. */
export function serverMissing(): string | null {
  const postgres = inject('postgres');
  return 'missing' in postgres ? postgres.missing : null;
}

/** Why tests against pgRouting cannot run, or null. */
export function pgroutingMissing(): string | null {
  const postgres = inject('postgres');
  if ('missing' in postgres) return postgres.missing;
  return postgres.has_pgrouting ? null : 'no pgRouting for the PostgreSQL server';
}

/** Describes tests that need something of this machine; skipped, with the reason in their name, without it. */
export function describeUnless(missing: string | null, name: string, tests: () => void): void {
  if (missing === null) return void describe(name, tests);
  noteSkipped(name, missing);
  describe.skip(`${name} [skipped: ${missing}]`, tests);
}

/**
 * Describes the same tests once on each driver. `open` gives a database of the test file's own, tables made and
 * empty; it is made on the first call and closed after the last test.
 */
export function describeOnBothDrivers(
  name: string,
  tests: (open: () => Promise<Database>, kind: Database['kind']) => void,
): void {
  describeUnless(serverMissing(), `${name} (server)`, () => tests(openedOnce(openServerForTest), 'server'));
  describe(`${name} (embedded)`, () => tests(openedOnce(openEmbeddedForTest), 'embedded'));
}

function openedOnce(open: () => Promise<Database>): () => Promise<Database> {
  let opened: Promise<Database> | undefined;
  afterAll(async () => {
    await (await opened?.catch(() => null))?.close();
  });
  return () => (opened ??= open());
}

/** A new database on the test cluster, its tables made and empty; returns its superuser's URL. */
export async function createTestDatabase({ migrated = true } = {}): Promise<string> {
  const runFolder = inject('runFolder');
  const cluster = await startCluster(inject('postgres') as PostgresBinaries, runFolder);
  const name = uniqueName('test');
  if (migrated) await serverTemplate(cluster, runFolder);
  await onCluster(cluster, `create database ${name} template ${migrated ? TEMPLATE : 'template0'}`);
  return `${cluster}/${name}`;
}

export async function openServerForTest(): Promise<Database> {
  return openServer(await createTestDatabase());
}

async function serverTemplate(cluster: string, runFolder: string): Promise<void> {
  await exclusively(join(runFolder, 'server_template.lock'), async () => {
    const done = join(runFolder, 'server_template.done');
    if (existsSync(done)) return;
    await onCluster(cluster, `drop database if exists ${TEMPLATE}`);
    await onCluster(cluster, `create database ${TEMPLATE}`);
    await migrateAndClose(await openServer(`${cluster}/${TEMPLATE}`));
    mkdirSync(done);
  });
}

async function onCluster(cluster: string, sql: string): Promise<void> {
  const client = new pg.Client(`${cluster}/postgres`);
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** A new folder of an embedded database, its tables made and empty; goes with the test run. */
export async function createEmbeddedFolder(): Promise<string> {
  const folder = join(inject('runFolder'), uniqueName('embedded'));
  cpSync(await embeddedTemplate(), folder, { recursive: true });
  return folder;
}

export async function openEmbeddedForTest(): Promise<Database> {
  return openEmbedded(await createEmbeddedFolder());
}

async function migrateAndClose(db: Database): Promise<void> {
  try {
    await migrate(db);
    await db.owner.query('vacuum analyze');
  } finally {
    await db.close();
  }
}

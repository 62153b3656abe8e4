import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, inject, test } from 'vitest';
import { LOCAL_ADMINISTRATOR } from '../../src/lib/server/db/database.ts';
import { embeddedBase } from '../../src/lib/server/db/embedded_base.ts';
import { FolderHeldError, lockFolder } from '../../src/lib/server/db/folder_lock.ts';
import { openDatabase } from '../../src/lib/server/db/open_database.ts';
import { startChild } from '../support/child_process.ts';
import { uniqueName } from '../support/cluster.ts';
import {
  createEmbeddedFolder,
  createTestDatabase,
  describeUnless,
  serverMissing,
} from '../support/test_database.ts';

const PATIENCE_MS = 120_000;
const newFolder = () => mkdtempSync(join(inject('runFolder'), 'data-'));
const purpose = 'the test';

describe('opening the embedded database', () => {
  test('without one, nothing is made unless asked', async () => {
    const folder = newFolder();
    await expect(openDatabase({ folder, purpose })).rejects.toThrow(`No database in ${folder} yet`);
    expect(readdirSync(folder)).toEqual([]);
  });

  test(
    'main is made on demand, its tables up to date, and found again; another open is refused',
    async () => {
      const folder = newFolder();
      const made = await openDatabase({ folder, purpose, create: 'main' });
      expect([made.kind, made.embedded, made.created]).toEqual(['embedded', 'main', true]);
      expect(made.label).toBe(join(folder, 'main'));
      await expect(openDatabase({ folder, purpose })).rejects.toThrow(FolderHeldError);
      await made.close();
      const again = await openDatabase({ folder, purpose });
      expect([again.embedded, again.created]).toEqual(['main', false]);
      expect(await again.as(LOCAL_ADMINISTRATOR).query('select count(*) as n from building')).toEqual([
        { n: 0 },
      ]);
      await again.close();
    },
    PATIENCE_MS,
  );

  test(
    'the sample town is opened only while there is no main, under one lock of the caller',
    async () => {
      const folder = newFolder();
      cpSync(await createEmbeddedFolder(), join(folder, 'demo'), { recursive: true });
      const lock = await lockFolder(folder, 'the app');
      const demo = await openDatabase({ folder, purpose, lock });
      expect(demo.embedded).toBe('demo');
      const refused = await openDatabase({ folder, purpose, lock, create: 'main' });
      await refused.discard();
      expect(existsSync(join(folder, 'main'))).toBe(false);
      const main = await openDatabase({ folder, purpose, lock, create: 'main' });
      expect([main.embedded, main.created]).toEqual(['main', true]);
      await Promise.all([demo.close(), main.close()]);
      await expect(openDatabase({ folder, purpose })).rejects.toThrow('in use by the app');
      await lock.release();
      const next = await openDatabase({ folder, purpose });
      expect(next.embedded).toBe('main');
      await next.close();
    },
    PATIENCE_MS,
  );

  test(
    'kill -9 while it is made leaves no half of it',
    async () => {
      await embeddedBase();
      const folder = newFolder();
      const maker = startChild('tests/db/writer_child.ts', ['folder', folder]);
      const unfinished = () => readdirSync(folder).find((name) => name.includes('.creating-'));
      await expect.poll(unfinished, { timeout: PATIENCE_MS / 2, interval: 5 }).toBeTruthy();
      const filled = () => readdirSync(join(folder, unfinished() ?? '')).length;
      await expect.poll(filled, { timeout: PATIENCE_MS / 2, interval: 5 }).toBeGreaterThan(3);
      maker.kill('SIGKILL');
      await maker.ended;
      expect(existsSync(join(folder, 'main'))).toBe(false);
      const db = await openDatabase({ folder, purpose, create: 'main' });
      expect(db.created).toBe(true);
      expect(unfinished()).toBeUndefined();
      await db.close();
    },
    PATIENCE_MS,
  );
});

describeUnless(serverMissing(), 'opening a server', () => {
  test('brings the tables up to date and names itself without the password', async () => {
    const url = await createTestDatabase({ migrated: false });
    const db = await openDatabase({ url: url.replace('postgres@', 'postgres:secret@'), purpose });
    expect([db.kind, db.embedded, db.lock]).toEqual(['server', null, null]);
    expect(db.label).toBe(url.replace('postgres://postgres@', ''));
    expect(await db.as(LOCAL_ADMINISTRATOR).query('select count(*) as n from building')).toEqual([{ n: 0 }]);
    await db.close();
  });

  test('an owner who is no superuser migrates and works, once he is a member of the restricted role', async () => {
    await createTestDatabase(); // the role is the cluster's, made by the first database that is migrated
    const url = await createTestDatabase({ migrated: false });
    const name = uniqueName('owner');
    const superuser = new pg.Client(url);
    await superuser.connect();
    await superuser.query(`create role ${name} login; alter database ${superuser.database} owner to ${name};
      create extension postgis`);
    const owned = { url: url.replace('postgres@', `${name}@`), purpose };
    await expect(openDatabase(owned)).rejects.toThrow(`${name} is not a member`);
    await superuser.query(`grant firecover_app to ${name}`);
    const db = await openDatabase(owned);
    const [area] = await db
      .as(LOCAL_ADMINISTRATOR)
      .query(`select current_user as role, (select count(*) from building) as buildings`);
    expect(area).toEqual({ role: 'firecover_app', buildings: 0 });
    await db.close();
    await superuser.end();
  });

  test('says what is wrong when there is none', async () => {
    const started = Date.now();
    await expect(openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', purpose })).rejects.toThrow(
      'ECONNREFUSED',
    );
    expect(Date.now() - started).toBeLessThan(10_000);
  });
});

test('the prebuilt base is kept for the versions of its packages', async () => {
  const base = await embeddedBase();
  expect(base).toMatch(/base-\d+\.\d+\.\d+-\d+\.\d+\.\d+\.tgz$/);
  expect([...readFileSync(base).subarray(0, 2)]).toEqual([0x1f, 0x8b]);
});

import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { openDatabase } from '../../src/lib/server/db/open_database.ts';
import { startChild, type Child } from '../support/child_process.ts';
import { createTestDatabase, describeUnless, serverMissing } from '../support/test_database.ts';

const PATIENCE_MS = 120_000;

async function startWriter(kind: 'url' | 'folder', where: string): Promise<Child> {
  const writer = startChild('tests/db/writer_child.ts', [kind, where]);
  expect(await writer.line()).toBe('opened');
  return writer;
}

async function killed(writer: Child): Promise<void> {
  writer.kill('SIGKILL');
  expect(await writer.ended).toBe('SIGKILL');
}

/** What was acknowledged is there after kill -9, and of what was under way nothing. */
async function survives(kind: 'url' | 'folder', where: string): Promise<void> {
  const first = await startWriter(kind, where);
  first.write('1000');
  expect(await first.line()).toBe('committed');
  await killed(first);

  const second = await startWriter(kind, where);
  second.write('400000');
  for (let batch = 0; batch < 10; batch++) expect(await second.line()).toBe('writing');
  await killed(second);

  const target = kind === 'url' ? { url: where } : { folder: where };
  const db = await openDatabase({ ...target, purpose: 'the test' });
  expect(await db.owner.query('select count(*) as n, max(n) as largest from written')).toEqual([
    { n: 1_000, largest: 999 },
  ]);
  await db.close();
}

describeUnless(serverMissing(), 'kill -9 while writing (server)', () => {
  test('counts are as before', async () => survives('url', await createTestDatabase()), PATIENCE_MS);
});

describe('kill -9 while writing (embedded)', () => {
  const folder = () => mkdtempSync(join(inject('runFolder'), 'killed-'));
  test('counts are as before, and the folder is free', () => survives('folder', folder()), PATIENCE_MS);
});

import { expect, test } from 'vitest';
import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';
import {
  describeUnless,
  openEmbeddedForTest,
  openServerForTest,
  serverMissing,
} from '../support/test_database.ts';

async function closes(db: Database): Promise<void> {
  const running = db.as(LOCAL_ADMINISTRATOR).query('select 1 as a');
  await running;
  await db.close();
  await db.close();
  await expect(db.as(LOCAL_ADMINISTRATOR).query('select 1')).rejects.toThrow();
}

describeUnless(serverMissing(), 'closing (server)', () => {
  test('nothing can be asked of a closed database', async () => closes(await openServerForTest()));
});

test('nothing can be asked of a closed database (embedded)', async () => closes(await openEmbeddedForTest()));

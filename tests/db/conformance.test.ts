import { expect, test } from 'vitest';
import { LOCAL_ADMINISTRATOR } from '../../src/lib/server/db/database.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

describeOnBothDrivers('statements', (open) => {
  test('a statement runs as the restricted role with the settings of its actor', async () => {
    const db = await open();
    const actor = { account_id: 7, name: `o'Neil \\ 王`, areas: [1, 2] };
    const settings = `select current_user as role, current_setting('firecover.areas') as areas,
      current_setting('firecover.account_id') as account, current_setting('firecover.actor') as actor`;
    expect(await db.as(actor).query(settings)).toEqual([
      { role: 'firecover_app', areas: '{1,2}', account: '7', actor: actor.name },
    ]);
    expect(await db.as(LOCAL_ADMINISTRATOR).query(settings)).toEqual([
      { role: 'firecover_app', areas: 'all', account: '', actor: 'local administrator' },
    ]);
    const [after] = await db.owner.query(`select current_user = session_user as same,
      coalesce(current_setting('firecover.areas', true), '') as areas`);
    expect(after).toEqual({ same: true, areas: '' });
  });
});

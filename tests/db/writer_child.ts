import { openDatabase } from '../../src/lib/server/db/open_database.ts';

/**
 * Opens the database (`folder <path>`, made when missing, or `url <url>`), says `opened`, and for each line that
 * comes in writes so many rows into table `written` in one transaction, saying `writing` after each batch and
 * `committed` at the end.
 */
const [kind, where] = process.argv.slice(2);
const target = kind === 'url' ? { url: where } : { folder: where, create: 'main' as const };
const db = await openDatabase({ ...target, purpose: 'the writer' });
await db.owner.query('create table if not exists written (n int)');
process.stdout.write('opened\n');

process.stdin.on('data', async (data) => {
  const count = Number(String(data));
  function* rows() {
    for (let n = 0; n < count; n++) {
      if (n > 0 && n % 5_000 === 0) process.stdout.write('writing\n');
      yield [n];
    }
  }
  await db.owner.transaction((tx) => tx.bulkInsert('written', [{ name: 'n', type: 'int' }], rows()));
  process.stdout.write('committed\n');
});

import { FolderHeldError, lockFolder } from '../../src/lib/server/db/folder_lock.ts';

/** Takes the folder, says `held` or `refused <pid>`, serves two jobs, and holds it until a line comes in. */
const [folder] = process.argv.slice(2);
try {
  const lock = await lockFolder(folder, 'the app');
  lock.serveJobs(async (job, args, progress) => {
    if (job === 'fail') throw Object.assign(new Error('it went wrong'), { exit_code: 2 });
    progress({ step: 1 });
    progress('line\u2028separator');
    return { job, args, by: process.pid };
  });
  process.stdout.write('held\n');
  process.stdin.once('data', async () => {
    await lock.release();
    process.exit(0);
  });
} catch (error) {
  if (!(error instanceof FolderHeldError)) throw error;
  process.stdout.write(`refused ${error.holder.pid}\n`, () => process.exit(0));
}

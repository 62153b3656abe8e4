import { FolderHeldError } from '../lib/server/db/folder_lock.ts';
import { sendJob } from '../lib/server/db/job_server.ts';
import { openDatabase, type EmbeddedName, type OpenedDatabase } from '../lib/server/db/open_database.ts';
import { loadRuleSets } from '../lib/server/services/rule_set.ts';
import { JOBS, type JobArgs, type JobName } from './jobs/jobs.ts';
import type { Job } from './jobs/job.ts';

/** The embedded database a job makes and opens, whichever others there are. */
const CREATES: Partial<Record<JobName, EmbeddedName>> = { import: 'main', demo: 'demo' };

/**
 * Runs a job on the installation's database. Where another process holds the embedded one, it does the job in
 * our place. An embedded database that this call created is removed again when the job fails or only tried, so that
 * a refused first file leaves nothing behind.
 */
export async function runJob<Name extends JobName>(
  name: Name,
  args: JobArgs[Name],
  { progress, signal }: { progress: (text: string) => void; signal: AbortSignal },
): Promise<unknown> {
  let db: OpenedDatabase;
  try {
    db = await openDatabase({
      purpose: `firecover ${name}`,
      create: CREATES[name],
      onNote: progress,
    });
  } catch (error) {
    if (!(error instanceof FolderHeldError)) throw error;
    progress(`${error.holder.purpose} (process ${error.holder.pid}) has the database open and does the job`);
    return sendJob(error, { job: name, args }, { onProgress: (text) => progress(String(text)), signal });
  }
  let keep = false;
  try {
    await loadRuleSets(db);
    const job: Job<JobArgs[Name], unknown> = await JOBS[name]();
    const result = await job({ db, progress, signal }, args);
    keep = !('dry_run' in args && args.dry_run);
    return result;
  } finally {
    await (keep ? db.close() : db.discard());
  }
}

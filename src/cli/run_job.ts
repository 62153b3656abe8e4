import { FolderHeldError } from '../lib/server/db/folder_lock.ts';
import { sendJob } from '../lib/server/db/job_server.ts';
import { openDatabase, type EmbeddedName, type OpenedDatabase } from '../lib/server/db/open_database.ts';
import { JOBS, type JobArgs, type JobName } from './jobs/jobs.ts';
import type { ImportArgs } from './jobs/import_job.ts';
import type { Job } from './jobs/job.ts';

/** The embedded database a job makes and opens, whichever others there are. */
const CREATES: Partial<Record<JobName, EmbeddedName>> = { import: 'main', demo: 'demo' };

/** Jobs that judge nothing; reading and checking the rule sets would take a tenth of a small import. */
const WITHOUT_RULES: readonly JobName[] = ['import', 'export'];

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
  const begun = name === 'import' ? begin(args as ImportArgs) : null;
  try {
    return await runWith(begun, name, args, { progress, signal });
  } finally {
    await (await begun)?.stop();
  }
}

/** The files are read while the database is opened. */
async function begin(args: ImportArgs) {
  const { readAhead } = await import('./jobs/import_job.ts');
  return readAhead(args);
}

async function runWith<Name extends JobName>(
  begun: ReturnType<typeof begin> | null,
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
    await (await begun)?.stop();
    progress(
      `${error.holder.purpose} (process ${error.holder.pid}) has the database open and is asked to do the job`,
    );
    return sendJob(error, { job: name, args }, { onProgress: (text) => progress(String(text)), signal });
  }
  let keep = false;
  try {
    if (!WITHOUT_RULES.includes(name)) {
      const { loadRuleSets } = await import('../lib/server/services/rule_set.ts');
      await loadRuleSets(db);
    }
    const job = await jobOf(begun, name);
    const result = await job({ db, progress, signal }, args);
    keep = !('dry_run' in args && args.dry_run);
    return result;
  } finally {
    await (keep ? db.close() : db.discard());
  }
}

async function jobOf<Name extends JobName>(
  begun: ReturnType<typeof begin> | null,
  name: Name,
): Promise<Job<JobArgs[Name], unknown>> {
  if (begun === null) return JOBS[name]();
  const { importWith } = await import('./jobs/import_job.ts');
  return importWith(await begun) as unknown as Job<JobArgs[Name], unknown>;
}

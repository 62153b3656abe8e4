import type { JobHandler } from '../../lib/server/db/job_server.ts';
import type { OpenedDatabase } from '../../lib/server/db/open_database.ts';
import { coverageJob, type CoverageArgs } from './coverage_job.ts';
import { exportJob, type ExportArgs } from './export_job.ts';
import { importJob, type ImportArgs } from './import_job.ts';
import type { Job } from './job.ts';
import { waterJob, type WaterArgs } from './water_job.ts';

/** Every job that works on the database, with its arguments. */
export interface JobArgs {
  import: ImportArgs;
  export: ExportArgs;
  coverage: CoverageArgs;
  water: WaterArgs;
}
export type JobName = keyof JobArgs;

export const JOBS: { [Name in JobName]: Job<JobArgs[Name], unknown> } = {
  import: importJob,
  export: exportJob,
  coverage: coverageJob,
  water: waterJob,
};

/** Answers jobs sent by other processes while this one holds the database, one after another. */
export function jobHandler(db: OpenedDatabase): JobHandler {
  let last: Promise<unknown> = Promise.resolve();
  return (name, args, progress, signal) => {
    if (!Object.hasOwn(JOBS, name)) throw new Error(`There is no job "${name}"`);
    const job = JOBS[name as JobName] as Job<unknown, unknown>;
    const run = () => job({ db, progress, signal }, args);
    return (last = last.then(run, run));
  };
}

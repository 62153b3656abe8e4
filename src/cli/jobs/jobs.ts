import type { JobHandler } from '../../lib/server/db/job_server.ts';
import type { OpenedDatabase } from '../../lib/server/db/open_database.ts';
import type { ClustersArgs } from './clusters_job.ts';
import type { CoverageArgs } from './coverage_job.ts';
import type { DemoArgs } from './demo_job.ts';
import type { ExportArgs } from './export_job.ts';
import type { ImportArgs } from './import_job.ts';
import type { Job } from './job.ts';
import type { LanesArgs } from './lanes_job.ts';
import type { SiteArgs } from './site_job.ts';
import type { WaterArgs } from './water_job.ts';

/** Every job that works on the database, with its arguments. */
export interface JobArgs {
  import: ImportArgs;
  export: ExportArgs;
  coverage: CoverageArgs;
  water: WaterArgs;
  clusters: ClustersArgs;
  lanes: LanesArgs;
  site: SiteArgs;
  demo: DemoArgs;
}
export type JobName = keyof JobArgs;

/** Each job, loaded when asked for: an import needs none of the engine, a coverage run none of the readers. */
export const JOBS: { [Name in JobName]: () => Promise<Job<JobArgs[Name], unknown>> } = {
  import: async () => (await import('./import_job.ts')).importJob,
  export: async () => (await import('./export_job.ts')).exportJob,
  coverage: async () => (await import('./coverage_job.ts')).coverageJob,
  water: async () => (await import('./water_job.ts')).waterJob,
  clusters: async () => (await import('./clusters_job.ts')).clustersJob,
  lanes: async () => (await import('./lanes_job.ts')).lanesJob,
  site: async () => (await import('./site_job.ts')).siteJob,
  demo: async () => (await import('./demo_job.ts')).demoJob,
};

/** Answers jobs sent by other processes while this one holds the database, one after another. */
export function jobHandler(db: OpenedDatabase): JobHandler {
  let last: Promise<unknown> = Promise.resolve();
  return (name, args, progress, signal) => {
    if (!Object.hasOwn(JOBS, name)) throw new Error(`There is no job "${name}"`);
    const load = JOBS[name as JobName] as () => Promise<Job<unknown, unknown>>;
    const run = async () => (await load())({ db, progress, signal }, args);
    return (last = last.then(run, run));
  };
}

import { LOCAL_ADMINISTRATOR } from '../../lib/server/db/database.ts';
import { readOnRecord } from '../../lib/server/services/water/record_files.ts';
import { writeWaterFiles, type WaterSummary } from '../../lib/server/services/water/water_files.ts';
import { runFor, type RunArgs } from './coverage_job.ts';
import type { Job } from './job.ts';

export interface WaterArgs extends RunArgs {
  out: string | null;
  /** ISO date that tests are called overdue against. */
  as_of: string;
}

/** Water for every building and what each area lacks; writes the files where a folder is given. */
export const waterJob: Job<WaterArgs, WaterSummary> = async (context, args) => {
  const run = await runFor(context, args);
  const on_record = await context.db.as(LOCAL_ADMINISTRATOR).transaction(readOnRecord);
  context.progress('counting missing hydrants');
  return writeWaterFiles(run, args.out, args.as_of, on_record);
};

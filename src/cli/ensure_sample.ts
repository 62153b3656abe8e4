import { LOCAL_ADMINISTRATOR } from '../lib/server/db/database.ts';
import type { OpenedDatabase } from '../lib/server/db/open_database.ts';
import { currentDatabase, openSample } from '../lib/server/open.ts';
import { sampleIsComplete } from '../lib/server/queries/sample_is_complete.ts';
import { ensureVerdicts } from '../lib/server/services/coverage/ensure_verdicts.ts';
import { demoJob } from './jobs/demo_job.ts';
import { printProgress } from './output.ts';

/**
 * A data folder with nothing in it gets the sample town, so that the first start shows a town. One that a stop
 * cut short is loaded again; a place's own data is left alone.
 */
export async function ensureSample(signal: AbortSignal): Promise<void> {
  const db = await sampleToFill();
  if (!db || (await sampleIsComplete(db.as(LOCAL_ADMINISTRATOR)))) return;
  await demoJob({ db, progress: printProgress, signal }, {});
  await ensureVerdicts(db, LOCAL_ADMINISTRATOR, { onProgress: printProgress });
}

async function sampleToFill(): Promise<OpenedDatabase | null> {
  const state = await currentDatabase();
  if (state.kind === 'none') {
    printProgress('no data yet: making a database for the sample town');
    return openSample();
  }
  return state.kind === 'open' && state.database.embedded === 'demo' ? state.database : null;
}

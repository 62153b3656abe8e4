import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoTown, DEMO_SOURCE } from '../../../geodata/demo/town.ts';
import { writeDemoFiles } from '../../../geodata/demo/write_files.ts';
import type { ImportReport } from '../../lib/contract/import.ts';
import { LOCAL_ADMINISTRATOR } from '../../lib/server/db/database.ts';
import { seedTables } from '../../lib/server/services/demo/seed_tables.ts';
import { importJob } from './import_job.ts';
import type { Job } from './job.ts';

export type DemoArgs = Record<string, never>;

export interface DemoResult {
  source: string;
  /** SHA-256 over the files made; the same on every run and machine. */
  sha256: string;
  import: ImportReport;
  /** Rows added to and changed in the tables no file carries. */
  added: Record<string, number>;
  changed: Record<string, number>;
}

/**
 * Makes the sample town's files and takes them in as any other import, then fills the tables without a layer.
 * Doing it again changes nothing.
 */
export const demoJob: Job<DemoArgs, DemoResult> = async (context) => {
  const { db, progress, signal } = context;
  progress('making the sample town');
  const town = demoTown();
  signal.throwIfAborted();
  const folder = mkdtempSync(join(tmpdir(), 'firecover-demo-'));
  try {
    const paths = writeDemoFiles(town, folder);
    const sha256 = createHash('sha256');
    for (const path of paths) sha256.update(readFileSync(path));
    const report = await importJob(
      { ...context, progress: (text) => progress(text.replace(folder, 'sample town')) },
      {
        paths,
        found: [],
        layer: null,
        source: DEMO_SOURCE,
        crs: 'EPSG:4326',
        encoding: 'auto',
        map: {},
        max_rejected: 0,
        dry_run: false,
      },
    );
    progress('filling rosters, tests, ledgers and targets');
    const seeded = await seedTables(db, LOCAL_ADMINISTRATOR, DEMO_SOURCE, town.tables, town.updates);
    return { source: DEMO_SOURCE, sha256: sha256.digest('hex'), import: report, ...seeded };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

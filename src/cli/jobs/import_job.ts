import { readerFor } from '../../../geodata/import/detect.ts';
import type { ImportReport } from '../../lib/contract/import.ts';
import type { LayerId } from '../../lib/contract/layer_rows.ts';
import { LOCAL_ADMINISTRATOR } from '../../lib/server/db/database.ts';
import { importFiles } from '../../lib/server/services/import/import_files.ts';
import type { Job } from './job.ts';

export interface ImportArgs {
  paths: string[];
  /** Those of the paths that were found in a folder, not named. */
  found: string[];
  layer: LayerId | null;
  source: string | null;
  crs: string;
  encoding: string;
  map: Record<string, string>;
  max_rejected: number;
  dry_run: boolean;
}

/** Takes files into the tables, all of them or none. */
export const importJob: Job<ImportArgs, ImportReport> = ({ db, progress, signal }, args) =>
  importFiles(
    db,
    LOCAL_ADMINISTRATOR,
    {
      ...args,
      source: args.source ?? undefined,
      onProgress: ({ path, stage, rows }) => progress(`${path}: ${stage}, ${rows} rows`),
      signal,
    },
    readerFor,
  );

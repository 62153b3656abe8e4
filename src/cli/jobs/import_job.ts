import { readerFor } from '../../../geodata/import/detect.ts';
import type { ImportReport } from '../../lib/contract/import.ts';
import type { LayerId } from '../../lib/contract/layer_rows.ts';
import { LOCAL_ADMINISTRATOR } from '../../lib/server/db/database.ts';
import { importFiles } from '../../lib/server/services/import/import_files.ts';
import type { Job } from './job.ts';
import { ReadThread } from './read_thread.ts';

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
export const importJob: Job<ImportArgs, ImportReport> = async (context, args) => {
  const thread = new ReadThread();
  try {
    return await importWith(thread)(context, args);
  } finally {
    await thread.stop();
  }
};

/** The same with a thread that may have begun to read already; it belongs to the caller. */
export const importWith =
  (thread: ReadThread): Job<ImportArgs, ImportReport> =>
  ({ db, progress, signal }, args) =>
    importFiles(
      db,
      LOCAL_ADMINISTRATOR,
      {
        ...args,
        source: args.source ?? undefined,
        onProgress: ({ path, stage, rows }) => progress(`${path}: ${stage}, ${rows} rows`),
        signal,
      },
      (path) =>
        Object.assign(
          (file: string, options: Parameters<ReadThread['read']>[1]) => thread.read(file, options),
          {
            licence: readerFor(path).licence,
          },
        ),
    );

/** A thread that reads the first file while the database is still being opened. */
export function readAhead({ paths, layer, crs, encoding, map }: ImportArgs): ReadThread {
  const thread = new ReadThread();
  if (paths.length > 0) thread.begin(paths[0], { layer, crs, encoding, map });
  return thread;
}

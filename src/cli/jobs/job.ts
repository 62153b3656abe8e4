import type { OpenedDatabase } from '../../lib/server/db/open_database.ts';

/** What a job works with, whether in the process that was asked or in the one that holds the database. */
export interface JobContext {
  db: OpenedDatabase;
  /** Told in a person's words how far the job is. */
  progress: (text: string) => void;
  signal: AbortSignal;
}

/** Arguments are plain JSON with absolute paths, so that a job can be handed to another process. */
export type Job<Args, Result> = (context: JobContext, args: Args) => Promise<Result>;

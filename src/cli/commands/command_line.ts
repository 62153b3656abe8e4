import type { Command } from 'commander';
import type { JobArgs, JobName } from '../jobs/jobs.ts';

/** What commands are made of. */
export interface CommandLine {
  /** A new command; it takes --json as all do. */
  command(usage: string, description: string): Command;
  /** Runs a job on the database, in the app where that holds it, and prints what came of it. */
  onDatabase<Name extends JobName>(name: Name, args: JobArgs[Name]): Promise<void>;
  /** The result as one JSON object with --json, else as lines. */
  print(result: object, lines: () => string[]): void;
  /** Aborts when the process is asked to end. */
  signal: AbortSignal;
}

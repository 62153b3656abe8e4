import { CommanderError } from 'commander';
import { JobError } from '../lib/server/db/job_server.ts';

export const DONE = 0;
export const FAILED = 1;
export const BAD_INPUT = 2;

/** Errors that a person mends by giving something else; by name, because they also come over the job socket. */
const INPUT_ERRORS = new Set(['BadInput', 'FileRefused']);

export interface ShownError {
  code: string;
  message: string;
  file: string | null;
  row: string | null;
}

/** The exit code of an error and what to show of it. */
export function shownError(error: unknown): { exit_code: number; shown: ShownError } {
  const details = (error instanceof JobError ? error.details : error) as Record<string, unknown>;
  const name = error instanceof JobError ? String(details.name) : error instanceof Error ? error.name : '';
  const is_input = INPUT_ERRORS.has(name) || error instanceof CommanderError;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    exit_code: is_input ? BAD_INPUT : FAILED,
    shown: {
      code: text(details?.code) ?? (is_input ? 'bad-input' : 'failed'),
      message: messageOf(error),
      file: text(details?.file) ?? text(details?.path),
      row: text(details?.row),
    },
  };
}

/** Commander's own word for being called without a command is "(outputHelp)". */
function messageOf(error: unknown): string {
  if (error instanceof CommanderError && error.code === 'commander.help') {
    return 'no command is named, firecover --help lists them';
  }
  return error instanceof Error ? error.message : String(error);
}

/** Lines of progress for people, on stderr so that stdout holds the result alone. */
export const printProgress = (text: string) => void process.stderr.write(`${text}\n`);

/** One line: what happened, where, in which row. */
export function errorLine({ message, file, row }: ShownError): string {
  const place = [file, row === null ? null : `row ${row}`].filter((part) => part !== null).join(', ');
  return place === '' ? message : `${place}: ${message}`;
}

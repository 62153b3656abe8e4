import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { connectIn } from './local_socket.ts';
import type { Holder } from './folder_lock.ts';

/**
 * Jobs over the socket of a data folder, one a connection, as lines of JSON:
 * the client sends `{job, args}`; the server answers `{progress}` any number of times, then `{result}` or
 * `{error: {name, message, …}}`. A client that closes its end aborts the job.
 */
export type JobHandler = (
  job: string,
  args: unknown,
  progress: (value: unknown) => void,
  signal: AbortSignal,
) => Promise<unknown>;

export class JobError extends Error {
  /** Whatever the job's error carried beside its message, such as an exit code. */
  readonly details: Record<string, unknown>;

  constructor(message: string, details: Record<string, unknown>) {
    super(message);
    this.name = 'JobError';
    this.details = details;
  }
}

/** The handler of a process that does no jobs for others. */
export const REFUSE_JOBS =
  (folder: string, holder: Holder): JobHandler =>
  async () => {
    throw new Error(
      `${folder} is in use by ${holder.purpose} (process ${holder.pid}), which takes no jobs; wait until it ends`,
    );
  };

/** One line: the two line ends of Unicode, which JSON leaves as they are, are escaped. */
function frame(value: Request | Answer): string {
  return `${JSON.stringify(value).replace(/[\u2028\u2029]/g, (end) => (end === '\u2028' ? '\\u2028' : '\\u2029'))}\n`;
}

type Request = { job: string; args: unknown };
type Answer = { progress: unknown } | { result: unknown } | { error: Record<string, unknown> };

/** Serves the one job of a connection. */
export function answerJobs(socket: Socket, handler: JobHandler): void {
  const abort = new AbortController();
  const send = (answer: Answer) => {
    if (socket.writable) socket.write(frame(answer));
  };
  socket.on('close', () => abort.abort(new Error('The process that asked for the job is gone')));
  const lines = createInterface({ input: socket });
  lines.on('error', () => socket.destroy());
  lines.once('line', async (line) => {
    try {
      const { job, args } = JSON.parse(line) as Request;
      const result = await handler(job, args, (progress) => send({ progress }), abort.signal);
      send({ result: result ?? null });
    } catch (error) {
      const { name, message, ...details } = { ...(error as object), ...plainError(error) };
      send({ error: { name, message, ...details } });
    }
    socket.end();
  });
}

function plainError(error: unknown): { name: string; message: string } {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) };
}

/**
 * Has the process that holds the folder do a job.
 *
 * @returns what the job returned.
 * @throws JobError when the job failed there; Error when that process is gone.
 */
export async function sendJob(
  { folder, holder }: { folder: string; holder: Holder },
  { job, args }: Request,
  { onProgress, signal }: { onProgress?: (value: unknown) => void; signal?: AbortSignal } = {},
): Promise<unknown> {
  const socket = await connectIn(folder, holder.socket);
  const gone = () => new Error(`${holder.purpose} (process ${holder.pid}) ended before the job was done`);
  if (!socket) throw gone();
  const abort = () => void socket.destroy();
  signal?.addEventListener('abort', abort);
  try {
    signal?.throwIfAborted();
    socket.write(frame({ job, args }));
    return await new Promise<unknown>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', () => reject(signal?.aborted ? (signal.reason as Error) : gone()));
      const lines = createInterface({ input: socket });
      lines.on('error', reject); // it passes the socket's errors on
      lines.on('line', (line) => {
        const answer = JSON.parse(line) as Answer;
        if ('progress' in answer) onProgress?.(answer.progress);
        else if ('result' in answer) resolve(answer.result);
        else reject(jobError(answer.error));
      });
    });
  } finally {
    signal?.removeEventListener('abort', abort);
    socket.destroy();
  }
}

function jobError({ message, ...details }: Record<string, unknown>): JobError {
  return new JobError(String(message), details);
}

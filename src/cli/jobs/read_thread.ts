import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { FileRefused, type ReaderOptions } from '../../lib/contract/import.ts';
import { projectRoot } from '../../lib/server/db/project_root.ts';
import type { ReadItem } from '../../lib/server/services/import/prepared_item.ts';
import type { ReadAnswer, ReadRequest } from './read_answers.ts';

type Options = ReadRequest['options'];

/**
 * Reads files and prepares their rows in a thread of its own, so that a second core works on the file while this one
 * talks to the database. The items are those the file's reader gives, in its order, and so are its errors.
 */
export class ReadThread {
  readonly #worker: Worker;
  /** What the thread said and nobody took. */
  readonly #answers: ReadAnswer[] = [];
  #wake: (() => void) | null = null;
  #ended: Error | null = null;
  #begun: ReadRequest | null = null;

  constructor() {
    this.#worker = new Worker(workerFile(), { execArgv: [] });
    const end = (error: Error) => {
      this.#ended ??= error;
      this.#wake?.();
    };
    this.#worker.on('message', (answer: ReadAnswer) => {
      this.#answers.push(answer);
      this.#wake?.();
    });
    this.#worker.on('error', end);
    this.#worker.on('exit', () => end(new Error('The thread that reads the files has ended')));
  }

  /** Starts reading the file that is asked for next, while its reader is not asked yet. */
  begin(path: string, options: Options): void {
    this.#begun = { path, options };
    this.#worker.postMessage(this.#begun);
  }

  /** @throws FileRefused and what else the file's reader throws. */
  async *read(path: string, { signal, ...options }: ReaderOptions): AsyncGenerator<ReadItem> {
    if (this.#begun?.path !== path) {
      if (this.#begun !== null) throw new Error(`${this.#begun.path} is being read; expected ${path}`);
      this.begin(path, options);
    }
    for (;;) {
      signal?.throwIfAborted();
      const answer = await this.#next(signal);
      if ('items' in answer) {
        yield* answer.items;
        this.#worker.postMessage({ taken: true });
        continue;
      }
      this.#begun = null;
      if ('end' in answer) return;
      if ('refused' in answer)
        throw new FileRefused(answer.refused.code, answer.refused.message, answer.refused.row);
      throw new Error(answer.failure);
    }
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  async #next(signal: AbortSignal | undefined): Promise<ReadAnswer> {
    const onAbort = () => this.#wake?.();
    signal?.addEventListener('abort', onAbort);
    try {
      for (;;) {
        const answer = this.#answers.shift();
        if (answer !== undefined) return answer;
        if (this.#ended !== null) throw this.#ended;
        await new Promise<void>((resolve) => (this.#wake = resolve));
        signal?.throwIfAborted();
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }
}

/** Beside this file, in the sources as in the bundled command line. */
function workerFile(): string {
  const beside = fileURLToPath(new URL('./read_worker.js', import.meta.url));
  return existsSync(beside) ? beside : join(projectRoot(), 'src/cli/jobs/read_worker.js');
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { FileRefused, type ReaderOptions } from '../../lib/contract/import.ts';
import { projectRoot } from '../../lib/server/db/project_root.ts';
import type { ReadItem } from '../../lib/server/services/import/prepared_item.ts';
import type { ReadAnswer, ReadRequest, Taken } from './read_answers.ts';

/** Three times what a thread has by itself: rows are thrown away young, and fewer are copied until then. */
const YOUNG_MB = 96;

type Options = ReadRequest['options'];

/**
 * Reads files in a thread of its own, so that two cores work on a file, the first while the database is still being
 * opened. Rows are prepared here or there, by whichever thread has the time; what comes of them is the same. The items are those the file's reader gives, in its order, and so are its errors.
 */
export class ReadThread {
  readonly #worker: Worker;
  readonly #taken: Taken = new Int32Array(new SharedArrayBuffer(4));
  /** What the thread said and nobody took. */
  readonly #answers: ReadAnswer[] = [];
  #wake: (() => void) | null = null;
  #ended: Error | null = null;
  #begun: ReadRequest | null = null;

  constructor() {
    this.#worker = new Worker(workerFile(), {
      execArgv: [],
      workerData: this.#taken,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
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
        Atomics.add(this.#taken, 0, 1);
        Atomics.notify(this.#taken, 0);
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

import { Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { projectRoot } from './project_root.ts';
import { decodeRows, type StatementResult } from './session.ts';
import { StatementError, type StatementFailure } from './statement_error.ts';

/** What the thread of embedded_worker.js says. */
type Message =
  | { ready: true }
  | { channel: string; payload: string }
  | { id: number; results: Result[]; bytes?: Uint8Array }
  | { id: number; failure: StatementFailure; fatal: boolean }
  | { failure: StatementFailure };

interface Result {
  command: string;
  fields: { name: string; oid: number }[];
  rows: (string | null)[][];
}

interface Waiting {
  resolve(answer: { results: Result[]; bytes?: Uint8Array }): void;
  reject(error: Error): void;
}

/** One life of the embedded database: a thread that has the folder open. It is never opened again once it ended. */
export class EmbeddedThread {
  /** Why the thread must not be used any more. */
  ended: Error | null = null;
  /** Errors leak stack in the embedded database; too many kill it. */
  errors = 0;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onNotify: (channel: string, payload: string) => void;
  #lastId = 0;

  private constructor(worker: Worker, onNotify: (channel: string, payload: string) => void) {
    this.#worker = worker;
    this.#onNotify = onNotify;
  }

  /**
   * @param template a dump of a data folder to fill an empty folder with.
   * @throws if the folder cannot be opened.
   */
  static async open(
    start: { folder: string; template?: string },
    onNotify: (channel: string, payload: string) => void,
  ): Promise<EmbeddedThread> {
    const file = join(projectRoot(), 'src/lib/server/db/embedded_worker.js');
    const worker = new Worker(file, { workerData: start, execArgv: [] });
    const thread = new EmbeddedThread(worker, onNotify);
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message: Message) => {
        if ('ready' in message) resolve();
        else if ('failure' in message && !('id' in message)) reject(new StatementError(message.failure));
        else thread.#take(message);
      });
      const fail = (error: Error) => {
        reject(error);
        thread.#end(error);
      };
      worker.on('error', fail);
      worker.on('exit', (code) => fail(new Error(`The embedded database's thread ended (${code})`)));
    }).catch(async (error: unknown) => {
      await worker.terminate();
      throw new Error(`Cannot open ${start.folder}: ${(error as Error).message}`, { cause: error });
    });
    return thread;
  }

  async simple(sql: string): Promise<StatementResult[]> {
    return (await this.#ask('simple', sql)).results.map(decoded);
  }

  async extended(sql: string, parameters: readonly (string | null)[]): Promise<StatementResult> {
    return decoded((await this.#ask('extended', sql, parameters)).results[0]);
  }

  /** The whole data folder as a gzipped tar file. */
  async dump(): Promise<Uint8Array> {
    return (await this.#ask('dump', '')).bytes as Uint8Array;
  }

  /** Writes everything down and ends the thread. */
  async close(): Promise<void> {
    if (this.ended) return;
    await this.#ask('close', '').catch(() => undefined);
    await this.kill(new Error('The database is closed'));
  }

  /** Ends the thread at once, as a power cut would: what was not committed is gone. */
  async kill(reason: Error): Promise<void> {
    this.#end(reason);
    await this.#worker.terminate();
  }

  #ask(kind: string, sql: string, parameters?: readonly (string | null)[]) {
    return new Promise<{ results: Result[]; bytes?: Uint8Array }>((resolve, reject) => {
      if (this.ended) return reject(this.ended);
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, kind, sql, parameters });
    });
  }

  #take(message: Exclude<Message, { ready: true }>): void {
    if ('channel' in message) return this.#onNotify(message.channel, message.payload);
    if (!('id' in message)) return;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('results' in message) return waiting?.resolve(message);
    const error = new StatementError(message.failure);
    this.errors++;
    waiting?.reject(error);
    if (message.fatal) void this.kill(error);
  }

  #end(reason: Error): void {
    this.ended ??= reason;
    for (const { reject } of this.#waiting.values()) reject(this.ended);
    this.#waiting.clear();
  }
}

function decoded({ command, fields, rows }: Result): StatementResult {
  return { command, rows: decodeRows(fields, rows) };
}

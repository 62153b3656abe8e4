import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../db/project_root.ts';
import type { Answers, EngineReply, EngineRequest, Question } from './engine.ts';
import type { TownRows } from '../services/town/load_town.ts';

type Message = { id: number; reply: EngineReply } | { id: number; failure: string };

interface Waiting {
  resolve(reply: EngineReply): void;
  reject(error: Error): void;
}

/**
 * One engine thread a process, started by the first question. It hangs on globalThis because this module is loaded
 * more than once: bundled (the pages) and as source (the command line that serves them).
 */
const SLOT = Symbol.for('firecover.engine');
const slot: { thread: EngineThread | null } = ((globalThis as Record<symbol, unknown>)[SLOT] ??= {
  thread: null,
}) as { thread: EngineThread | null };

/**
 * Asks the engine about a town.
 *
 * @param key names the town and the state of its data.
 * @param read reads its rows, called only where the engine does not hold that town.
 */
export async function askEngine<Kind extends Question['kind']>(
  key: string,
  read: () => Promise<TownRows>,
  question: Extract<Question, { kind: Kind }>,
): Promise<Answers[Kind]> {
  slot.thread ??= new EngineThread(() => (slot.thread = null));
  const { thread } = slot;
  let reply = await thread.ask({ town: key, question });
  if (reply.kind === 'no-town') reply = await thread.ask({ town: key, rows: await read(), question });
  if (reply.kind === 'no-town') throw new Error('The engine did not take the town it was given');
  return reply.answer as Answers[Kind];
}

/** Ends the thread at once; what was asked fails. The next question starts another. */
export async function stopEngine(): Promise<void> {
  await slot.thread?.stop();
}

class EngineThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onEnd: () => void;
  #lastId = 0;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
    const file = join(projectRoot(), 'src/lib/server/engine/engine_worker.js');
    this.#worker = new Worker(file, { execArgv: [] });
    this.#worker.unref();
    this.#worker.on('message', (message: Message) => this.#take(message));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('The engine was stopped')));
  }

  /** The process stays alive while an answer is awaited, and only then. */
  ask(request: EngineRequest): Promise<EngineReply> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage({ id, request });
    });
  }

  async stop(): Promise<void> {
    this.#end(new Error('The engine was stopped'));
    await this.#worker.terminate();
  }

  #take(message: Message): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('failure' in message) waiting?.reject(new Error(message.failure));
    else waiting?.resolve(message.reply);
  }

  #end(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    this.#onEnd();
  }
}

import { parentPort, type MessagePort } from 'node:worker_threads';
import { readerFor } from '../../../geodata/import/detect.ts';
import { FileRefused, type ImportNote, type ReaderOptions } from '../../lib/contract/import.ts';
import { prepared, type PreparedItem } from '../../lib/server/services/import/prepared_item.ts';

/** Asks for a file, from its beginning. */
export interface ReadRequest {
  path: string;
  options: Omit<ReaderOptions, 'signal'>;
}

/** After any number of `items`, each of which is answered with `{ taken: true }`, comes the end. */
export type ReadAnswer =
  | { items: (PreparedItem | ImportNote)[] }
  | { end: true }
  | { refused: { code: string; message: string; row: string | null } }
  | { failure: string };

const BATCH_ITEMS = 500;
/** Batches that wait to be taken: so much is held in memory, however long the file. */
const BATCHES_AHEAD = 16;

/** Reads files for the thread that started this one, one after another. */
export function answerReads(): void {
  const port = parentPort as MessagePort;
  let waiting = 0;
  let go: (() => void) | null = null;
  const send = async (items: (PreparedItem | ImportNote)[]) => {
    port.postMessage({ items } satisfies ReadAnswer);
    if (++waiting >= BATCHES_AHEAD) await new Promise<void>((resolve) => (go = resolve));
  };
  port.on('message', (message: { taken: true } | ReadRequest) => {
    if ('path' in message) {
      void read(message, send).then((answer) => port.postMessage(answer satisfies ReadAnswer));
      return;
    }
    waiting--;
    go?.();
    go = null;
  });
}

async function read(
  { path, options }: ReadRequest,
  send: (items: (PreparedItem | ImportNote)[]) => Promise<void>,
): Promise<ReadAnswer> {
  try {
    let items: (PreparedItem | ImportNote)[] = [];
    for await (const item of readerFor(path)(path, options)) {
      items.push(prepared(item));
      if (items.length < BATCH_ITEMS) continue;
      await send(items);
      items = [];
    }
    await send(items);
    return { end: true };
  } catch (error) {
    if (error instanceof FileRefused) {
      return { refused: { code: error.code, message: error.message, row: error.row } };
    }
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

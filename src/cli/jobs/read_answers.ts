import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { readerFor } from '../../../geodata/import/detect.ts';
import { FileRefused, type ReaderOptions } from '../../lib/contract/import.ts';
import { preparedItem, type ReadItem } from '../../lib/server/services/import/prepared_item.ts';

/** Asks for a file, from its beginning. */
export interface ReadRequest {
  path: string;
  options: Omit<ReaderOptions, 'signal'>;
}

/** Any number of `items` and then the end. */
export type ReadAnswer =
  | { items: ReadItem[] }
  | { end: true }
  | { refused: { code: string; message: string; row: string | null } }
  | { failure: string };

/** One whole number: the batches of items that the other thread has taken so far. Shared, so that both see it at once. */
export type Taken = Int32Array<SharedArrayBuffer>;

const BATCH_ITEMS = 200;
/** The other thread prepares the rows it gets; while so many batches wait for it, this one prepares its own. */
const BATCHES_TO_DO = 2;
/** So many batches wait to be taken at most: what is held in memory, however long the file. */
const BATCHES_AHEAD = 40;

/** Reads files for the thread that started this one, one after another. */
export function answerReads(): void {
  const port = parentPort as MessagePort;
  const taken = workerData as Taken;
  let sent = 0;
  const send = (read: ReadItem[]) => {
    const is_behind = sent - Atomics.load(taken, 0) >= BATCHES_TO_DO;
    const items = is_behind ? read.map((item) => (item.kind === 'row' ? preparedItem(item) : item)) : read;
    for (let seen; sent - (seen = Atomics.load(taken, 0)) >= BATCHES_AHEAD;) Atomics.wait(taken, 0, seen);
    port.postMessage({ items } satisfies ReadAnswer);
    sent++;
  };
  port.on('message', (request: ReadRequest) => {
    void read(request, send).then((answer) => port.postMessage(answer satisfies ReadAnswer));
  });
}

async function read({ path, options }: ReadRequest, send: (items: ReadItem[]) => void): Promise<ReadAnswer> {
  try {
    let items: ReadItem[] = [];
    for await (const item of readerFor(path)(path, options)) {
      items.push(item);
      if (items.length < BATCH_ITEMS) continue;
      send(items);
      items = [];
    }
    send(items);
    return { end: true };
  } catch (error) {
    if (error instanceof FileRefused) {
      return { refused: { code: error.code, message: error.message, row: error.row } };
    }
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

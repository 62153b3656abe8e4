import { mkdtempSync, openSync, readSync, rmSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BATCH_ROWS = 2000;
const BATCH_CHARACTERS = 1_000_000;
const MEMORY_BYTES = 32_000_000;

type Batch = { kind: 'memory'; text: string } | { kind: 'file'; at: number; bytes: number };

interface Queue {
  open: string[];
  characters: number;
  batches: Batch[];
}

/**
 * Rows waiting to be loaded, as JSON arrays of about 2,000 rows by key. A file is read to its end and judged
 * before the first row reaches a table, so that a refused file does not even burn ids; what exceeds 32 MB waits
 * in a temporary file.
 */
export class RowSpool {
  readonly #queues = new Map<string, Queue>();
  #memory_bytes = 0;
  #folder: string | null = null;
  #file = -1;
  #file_bytes = 0;

  add(key: string, row: string) {
    let queue = this.#queues.get(key);
    if (queue === undefined) this.#queues.set(key, (queue = { open: [], characters: 0, batches: [] }));
    queue.open.push(row);
    queue.characters += row.length;
    if (queue.open.length >= BATCH_ROWS || queue.characters >= BATCH_CHARACTERS) this.#closeBatch(queue);
  }

  /** Batches of a key in the order added, each a JSON array. */
  *batches(key: string): Generator<string> {
    const queue = this.#queues.get(key);
    if (queue === undefined) return;
    this.#closeBatch(queue);
    for (const batch of queue.batches) yield this.#read(batch);
  }

  has(key: string): boolean {
    return this.#queues.has(key);
  }

  dispose() {
    if (this.#folder === null) return;
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true });
    this.#folder = null;
  }

  #closeBatch(queue: Queue) {
    if (queue.open.length === 0) return;
    const text = `[${queue.open.join(',')}]`;
    queue.open = [];
    queue.characters = 0;
    if (this.#memory_bytes + text.length <= MEMORY_BYTES) {
      this.#memory_bytes += text.length;
      queue.batches.push({ kind: 'memory', text });
      return;
    }
    if (this.#folder === null) {
      this.#folder = mkdtempSync(join(tmpdir(), 'firecover-import-'));
      this.#file = openSync(join(this.#folder, 'rows'), 'w+', 0o600);
    }
    const bytes = writeSync(this.#file, text, this.#file_bytes);
    queue.batches.push({ kind: 'file', at: this.#file_bytes, bytes });
    this.#file_bytes += bytes;
  }

  #read(batch: Batch): string {
    if (batch.kind === 'memory') return batch.text;
    const bytes = Buffer.alloc(batch.bytes);
    readSync(this.#file, bytes, 0, batch.bytes, batch.at);
    return bytes.toString('utf8');
  }
}

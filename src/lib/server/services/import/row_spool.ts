import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Position } from 'geojson';
import type { ExtentDeg } from './assign_areas.ts';

const BATCH_ROWS = 2000;
const BATCH_CHARACTERS = 1_000_000;
const MEMORY_CHARACTERS = 32_000_000;

/** Rows as one JSON array, with the lon,lat of the point that decides each row's area. */
export interface Batch {
  rows: string;
  places_deg: Float64Array;
}

type Kept = { places_deg: Float64Array } & ({ rows: string } | { at: number; bytes: number });

interface Queue {
  rows: string[];
  places_deg: number[];
  characters: number;
  batches: Kept[];
}

/**
 * Rows waiting to be loaded, in batches by key. A file is read to its end and judged before the first row reaches
 * a table, so that a refused file does not even use up ids; what exceeds 32 million characters waits in a temporary
 * file.
 */
export class RowSpool {
  readonly #queues = new Map<string, Queue>();
  #characters = 0;
  #folder: string | null = null;
  #file = -1;
  #file_bytes = 0;
  #west = Infinity;
  #south = Infinity;
  #east = -Infinity;
  #north = -Infinity;

  add(key: string, row: string, [lon, lat]: Position) {
    let queue = this.#queues.get(key);
    if (queue === undefined) {
      queue = { rows: [], places_deg: [], characters: 0, batches: [] };
      this.#queues.set(key, queue);
    }
    queue.rows.push(row);
    queue.places_deg.push(lon, lat);
    queue.characters += row.length;
    if (lon < this.#west) this.#west = lon;
    if (lon > this.#east) this.#east = lon;
    if (lat < this.#south) this.#south = lat;
    if (lat > this.#north) this.#north = lat;
    if (queue.rows.length >= BATCH_ROWS || queue.characters >= BATCH_CHARACTERS) this.#closeBatch(queue);
  }

  /** Batches of a key in the order added. */
  *batches(key: string): Generator<Batch> {
    const queue = this.#queues.get(key);
    if (queue === undefined) return;
    this.#closeBatch(queue);
    for (const kept of queue.batches) {
      yield { rows: 'rows' in kept ? kept.rows : this.#read(kept), places_deg: kept.places_deg };
    }
  }

  has(key: string): boolean {
    return this.#queues.has(key);
  }

  /** Of the places of all rows; null where there are none. */
  get extent_deg(): ExtentDeg | null {
    return this.#west > this.#east ? null : [this.#west, this.#south, this.#east, this.#north];
  }

  dispose() {
    if (this.#folder === null) return;
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true });
    this.#folder = null;
  }

  #closeBatch(queue: Queue) {
    if (queue.rows.length === 0) return;
    const rows = `[${queue.rows.join(',')}]`;
    const places_deg = Float64Array.from(queue.places_deg);
    queue.rows = [];
    queue.places_deg = [];
    queue.characters = 0;
    this.#characters += rows.length;
    if (this.#characters <= MEMORY_CHARACTERS) queue.batches.push({ rows, places_deg });
    else queue.batches.push({ ...this.#write(rows), places_deg });
  }

  #write(rows: string): { at: number; bytes: number } {
    if (this.#folder === null) {
      this.#folder = mkdtempSync(join(tmpdir(), 'firecover-import-'));
      this.#file = openSync(join(this.#folder, 'rows'), 'w+', 0o600);
    }
    const at = this.#file_bytes;
    const text = Buffer.from(rows, 'utf8');
    for (let written = 0; written < text.length;) {
      written += writeSync(this.#file, text, written, text.length - written, at + written);
    }
    this.#file_bytes += text.length;
    return { at, bytes: text.length };
  }

  #read({ at, bytes }: { at: number; bytes: number }): string {
    const text = Buffer.alloc(bytes);
    for (let read = 0; read < bytes;) {
      const got = readSync(this.#file, text, read, bytes - read, at + read);
      if (got === 0)
        throw new Error(`The temporary file of the import ends at ${at + read}; expected ${at + bytes}`);
      read += got;
    }
    return text.toString('utf8');
  }
}

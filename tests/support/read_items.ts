import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { FileRefused } from '../../src/lib/contract/import.ts';
import type { ImportNote, ImportRow, Reader, ReaderOptions } from '../../src/lib/contract/import.ts';
import type { LayerId } from '../../src/lib/contract/layer_rows.ts';

export interface ReadResult<L extends LayerId> {
  rows: ImportRow<L>[];
  notes: ImportNote[];
}

/** All items of a file, rows and notes apart. */
export async function readItems<L extends LayerId>(
  reader: Reader,
  path: string,
  options: Partial<ReaderOptions> = {},
): Promise<ReadResult<L>> {
  const result: ReadResult<L> = { rows: [], notes: [] };
  for await (const item of reader(path, {
    layer: null,
    crs: 'auto',
    encoding: 'auto',
    map: {},
    ...options,
  })) {
    if (item.kind === 'row') result.rows.push(item as unknown as ImportRow<L>);
    else result.notes.push(item);
  }
  return result;
}

/** The refusal of a file that must not be taken; fails where it is read. */
export async function refusalOf(
  reader: Reader,
  path: string,
  options: Partial<ReaderOptions> = {},
): Promise<FileRefused> {
  try {
    await readItems(reader, path, options);
  } catch (error) {
    if (error instanceof FileRefused) return error;
    throw error;
  }
  throw new Error(`${path} was read; a refusal was expected`);
}

/** A folder for the files of one test file, removed when its tests are done. */
export function scratchFolder(): (name: string, content: string | Uint8Array) => string {
  const folder = mkdtempSync(join(tmpdir(), 'firecover-readers-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
}

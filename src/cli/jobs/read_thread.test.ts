import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readerFor } from '../../../geodata/import/detect.ts';
import { preparedItem, type ReadItem } from '../../lib/server/services/import/prepared_item.ts';
import { ReadThread } from './read_thread.ts';

const folder = mkdtempSync(join(tmpdir(), 'firecover-read-thread-'));
afterAll(() => rmSync(folder, { recursive: true }));

const OPTIONS = { layer: 'hydrant', crs: 'auto', encoding: 'auto', map: {} } as const;

/** More rows than the threads keep between them, one of them off the globe. */
function hydrants(name: string, count: number): string {
  const lines = Array.from({ length: count }, (_, i) => `${i},${9 + i / 1e5},${i === 7 ? 95 : 47}`);
  const path = join(folder, name);
  writeFileSync(path, ['id,lon,lat', ...lines].join('\n'));
  return path;
}

const inOneForm = (item: ReadItem) => (item.kind === 'row' ? preparedItem(item) : item);

async function all(items: AsyncIterable<ReadItem>): Promise<ReadItem[]> {
  const found: ReadItem[] = [];
  for await (const item of items) found.push(inOneForm(item));
  return found;
}

describe('ReadThread', () => {
  it('gives the items of the file in their order, begun ahead or not, one file after another', async () => {
    const [first, second] = [hydrants('a.csv', 20_000), hydrants('b.csv', 300)];
    const thread = new ReadThread();
    try {
      thread.begin(first, OPTIONS);
      expect(await all(thread.read(first, OPTIONS))).toEqual(await all(readerFor(first)(first, OPTIONS)));
      expect(await all(thread.read(second, OPTIONS))).toEqual(await all(readerFor(second)(second, OPTIONS)));
    } finally {
      await thread.stop();
    }
  });

  it('passes a refusal on with its code', async () => {
    const path = join(folder, 'empty.geojson');
    writeFileSync(path, '{"type":"FeatureCollection","features":[');
    const thread = new ReadThread();
    try {
      const inPlace = await all(readerFor(path)(path, OPTIONS)).catch((error: unknown) => error);
      const refusal = await all(thread.read(path, OPTIONS)).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ name: 'FileRefused', code: (inPlace as { code: string }).code });
      expect(refusal).toEqual(inPlace);
    } finally {
      await thread.stop();
    }
  });

  it('stops when it is told to, in the middle of a file', async () => {
    const path = hydrants('long.csv', 20_000);
    const abort = new AbortController();
    const thread = new ReadThread();
    const reading = async () => {
      for await (const item of thread.read(path, { ...OPTIONS, signal: abort.signal })) {
        if (item.kind !== 'note') abort.abort(new Error('enough'));
      }
    };
    await expect(reading()).rejects.toThrow('enough');
    await thread.stop();
  });
});

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe } from 'vitest';
import { noteSkipped } from './skipped.ts';

/** The folder of real input, from FIRECOVER_TEST_DATA; null where it is not set or not there. */
function testDataFolder(): string | null {
  const folder = process.env.FIRECOVER_TEST_DATA;
  return folder && existsSync(folder) ? resolve(folder) : null;
}

/** A file of the real input, such as `osm/monaco-valhalla.osm.pbf`; null where it is absent. */
export function testData(path: string): string | null {
  const folder = testDataFolder();
  const file = folder && join(folder, path);
  return file && existsSync(file) ? file : null;
}

/** Describes tests on files of the real input; skipped, with the reason in their name, where one is absent. */
export function describeWithData(
  name: string,
  paths: readonly string[],
  tests: (...files: string[]) => void,
): void {
  const missing = paths.filter((path) => testData(path) === null);
  if (missing.length === 0) {
    describe(name, () => tests(...paths.map((path) => testData(path) as string)));
    return;
  }
  const reason = `real input is absent (set FIRECOVER_TEST_DATA): ${missing.join(', ')}`;
  noteSkipped(name, reason);
  describe.skip(`${name} [skipped: ${reason}]`, () => tests(...paths));
}

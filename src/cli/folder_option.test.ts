import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { main } from './main.ts';

const folder = mkdtempSync(join(tmpdir(), 'firecover-out-'));
const file = join(folder, 'taken');
writeFileSync(file, 'kept');
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
  ['coverage', '--out', file],
  ['water', '--out', file],
  ['clusters', '--out', file],
  ['lanes', '--out', file],
  ['site', '--what', 'hydrant', '--count', '3', '--out', file],
])(
  '%s with a file where the folder should be is bad input, before any database is opened',
  async (...argv) => {
    expect(await main(argv)).toBe(2);
  },
);

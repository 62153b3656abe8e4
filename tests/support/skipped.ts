import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

const FILE = 'skipped.txt';

/** Keeps why some tests did not run; the list is printed when the run ends. */
export function noteSkipped(what: string, reason: string): void {
  appendFileSync(join(inject('runFolder'), FILE), `${what}: ${reason}\n`);
}

export function skippedNotes(runFolder: string): string[] {
  const file = join(runFolder, FILE);
  return existsSync(file) ? [...new Set(readFileSync(file, 'utf8').trim().split('\n'))] : [];
}

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installMissing } from './apt.ts';
import { findBrowser } from './browser.ts';
import { cleanUpAfter, stopCluster } from './cluster.ts';
import { findPostgres, type FoundPostgres } from './postgres_binaries.ts';
import { skippedNotes } from './skipped.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Temporary folder of this test run; deleted when it ends. */
    runFolder: string;
    postgres: FoundPostgres;
    /** Path of a Chromium, or null. */
    browser: string | null;
  }
}

/**
 * Looks for what the tests need, installs it where that is allowed, and cleans up after the run. The cluster
 * and the database templates are made by the first test that asks for one.
 */
export default function setup(project: TestProject): () => void {
  const say = (line: string) => console.log(`[tests] ${line}`);
  const missing = installMissing(say);
  for (const what of missing) say(`Missing: ${what}. Install it to run the tests that need it.`);

  const runFolder = mkdtempSync(join(tmpdir(), 'firecover-tests-'));
  chmodSync(runFolder, 0o755); // the cluster's user has to reach its folder inside
  project.provide('runFolder', runFolder);
  project.provide('postgres', findPostgres());
  project.provide('browser', findBrowser());

  cleanUpAfter(runFolder);
  return () => {
    const notes = skippedNotes(runFolder);
    if (notes.length > 0) say(`Skipped:\n  ${notes.join('\n  ')}`);
    stopCluster(runFolder);
    rmSync(runFolder, { recursive: true, force: true, maxRetries: 5 });
  };
}

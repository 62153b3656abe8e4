import { mkdirSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const WAIT_MS = 50;
const PATIENCE_MS = 240_000;

/** Does the work while no other test worker of this run does work under the same folder name. */
export async function exclusively<T>(lockFolder: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!taken(lockFolder)) {
    if (Date.now() > deadline)
      throw new Error(`Another test worker held ${lockFolder} for ${PATIENCE_MS / 1000} s`);
    await wait(WAIT_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lockFolder, { recursive: true });
  }
}

function taken(lockFolder: string): boolean {
  try {
    mkdirSync(lockFolder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

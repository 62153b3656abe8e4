import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import {
  FolderHeldError,
  folderHolder,
  lockFolder,
  type FolderLock,
} from '../../src/lib/server/db/folder_lock.ts';
import { JobError, sendJob } from '../../src/lib/server/db/job_server.ts';
import { startChild, type Child } from '../support/child_process.ts';

const CHILD = 'tests/db/lock_child.ts';
const children: Child[] = [];

function child(folder: string): Child {
  const started = startChild(CHILD, [folder]);
  children.push(started);
  return started;
}

function newFolder(): string {
  return mkdtempSync(join(inject('runFolder'), 'lock-'));
}

async function heldError(folder: string): Promise<FolderHeldError> {
  const error = await lockFolder(folder, 'firecover import').catch((error: unknown) => error);
  expect(error).toBeInstanceOf(FolderHeldError);
  return error as FolderHeldError;
}

afterAll(() => {
  for (const started of children) started.kill('SIGKILL');
});

describe('the lock of a data folder', () => {
  test('a second process is refused with the folder, who holds it and its pid', async () => {
    const folder = newFolder();
    const app = child(folder);
    expect(await app.line()).toBe('held');
    expect((await heldError(folder)).message).toBe(
      `${folder} is in use by the app (process ${app.pid}); only one process can have it open`,
    );
    app.write('release');
    expect(await app.ended).toBe(0);
    expect(await folderHolder(folder)).toBeNull();
  });

  test('a second process hands its job over and gets progress, result or error', async () => {
    const folder = newFolder();
    const app = child(folder);
    await app.line();
    const held = await heldError(folder);
    const progress: unknown[] = [];
    const args = { paths: ['a\u2029b', '王.osm.pbf'], big: 'x'.repeat(300_000) };
    const result = await sendJob(
      held,
      { job: 'import', args },
      { onProgress: (value) => progress.push(value) },
    );
    expect(result).toEqual({ job: 'import', args, by: app.pid });
    expect(progress).toEqual([{ step: 1 }, 'line\u2028separator']);
    const failing = await sendJob(held, { job: 'fail', args: null }).catch((error: unknown) => error);
    expect(failing).toBeInstanceOf(JobError);
    expect(failing).toMatchObject({ message: 'it went wrong', details: { exit_code: 2 } });
  });

  test('a holder that takes no jobs says so', async () => {
    const folder = newFolder();
    const lock = await lockFolder(folder, 'firecover import');
    const job = sendJob(await heldError(folder), { job: 'import', args: {} });
    await expect(job).rejects.toThrow(
      `in use by firecover import (process ${process.pid}), which takes no jobs`,
    );
    await lock.release();
  });

  test('a job is aborted when the process that asked for it goes away', async () => {
    const folder = newFolder();
    const lock = await lockFolder(folder, 'the app');
    const aborted = new Promise((resolve) => {
      lock.serveJobs((_job, _args, progress, signal) => {
        progress('started');
        signal.addEventListener('abort', resolve);
        return new Promise(() => undefined);
      });
    });
    const abort = new AbortController();
    const job = sendJob(
      await heldError(folder),
      { job: 'import', args: {} },
      { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) },
    );
    await expect(job).rejects.toThrow('enough');
    await aborted;
    await lock.release();
  });

  test('a folder is free again after kill -9, and the next holder clears up', async () => {
    const folder = newFolder();
    for (let i = 0; i < 3; i++) {
      const app = child(folder);
      expect(await app.line()).toBe('held');
      app.kill('SIGKILL');
      expect(await app.ended).toBe('SIGKILL');
    }
    const lock = await lockFolder(folder, 'the app');
    expect(readdirSync(folder)).toHaveLength(2);
    await lock.release();
  });

  test('of many processes that start at once on a stale lock exactly one gets the folder', async () => {
    const folder = newFolder();
    const stale = child(folder);
    await stale.line();
    stale.kill('SIGKILL');
    await stale.ended;
    const racing = Array.from({ length: 6 }, () => child(folder));
    const words = await Promise.all(racing.map((process) => process.line()));
    const winner = racing[words.indexOf('held')];
    expect(words.filter((word) => word !== 'held')).toEqual(Array(5).fill(`refused ${winner.pid}`));
    winner.kill('SIGKILL');
  });

  test('of many that race inside one process exactly one gets the folder, round after round', async () => {
    const folder = newFolder();
    for (let round = 0; round < 50; round++) {
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder, 'the app')));
      const held = tries.filter(
        (one): one is PromiseFulfilledResult<FolderLock> => one.status === 'fulfilled',
      );
      expect(held).toHaveLength(1);
      await held[0].value.release();
    }
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test('only this user can reach the socket, and a path that is too long for one works', async () => {
    const root = newFolder();
    const folder = join(root, ...Array.from({ length: 4 }, () => 'a-long-name-for-a-folder-数据'.repeat(2)));
    mkdirSync(folder, { recursive: true });
    const lock = await lockFolder(folder, 'the app');
    const socket = readdirSync(folder).find((name) => name.endsWith('.sock')) as string;
    expect(statSync(join(folder, socket)).mode & 0o777).toBe(0o600);
    lock.serveJobs(async (job) => `${job} done`);
    expect(await sendJob(await heldError(folder), { job: 'import', args: {} })).toBe('import done');
    await lock.release();
    expect(readdirSync(folder).filter((name) => name.endsWith('.sock'))).toEqual([]);
    rmSync(root, { recursive: true });
  });
});

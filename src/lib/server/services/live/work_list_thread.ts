import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { WorkKind, WorkVehicle } from '../../../domain/live/work_items.ts';
import type { WorkList } from '../../../domain/live/work_list.ts';
import { projectRoot } from '../../db/project_root.ts';

export type WorkLists = Record<WorkKind, WorkList>;

type Message = { share: number } | { lists: WorkLists } | { failure: string };

export interface WorkListThreadOptions {
  vehicle: WorkVehicle;
  cutoff_s: number;
  onProgress?: (share: number) => void;
  /** Aborting it ends the thread at once. */
  signal?: AbortSignal;
}

/**
 * The work lists of a packed town, made in a thread of its own. The bytes are handed over: they are the caller's no more.
 *
 * @throws the signal's reason once it is aborted; an Error where the thread failed.
 */
export async function workListsInThread(
  bytes: Uint8Array<ArrayBuffer>,
  { vehicle, cutoff_s, onProgress, signal }: WorkListThreadOptions,
): Promise<WorkLists> {
  signal?.throwIfAborted();
  const file = join(projectRoot(), 'src/lib/server/services/live/work_list_worker.js');
  const worker = new Worker(file, {
    execArgv: [],
    workerData: { bytes, vehicle, cutoff_s },
    transferList: [bytes.buffer],
  });
  let onAbort = () => {};
  return new Promise<WorkLists>((resolve, reject) => {
    onAbort = () => reject(signal!.reason as Error);
    signal?.addEventListener('abort', onAbort);
    worker.on('message', (message: Message) => {
      if ('share' in message) onProgress?.(message.share);
      else if ('lists' in message) resolve(message.lists);
      else reject(new Error(message.failure));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('The work list was stopped before it was done')));
  }).finally(() => {
    signal?.removeEventListener('abort', onAbort);
    void worker.terminate();
  });
}

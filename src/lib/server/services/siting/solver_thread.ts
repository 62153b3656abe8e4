import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FacilityMatrix, SiteRules } from '../../../domain/siting/facility_matrix.ts';
import { projectRoot } from '../../db/project_root.ts';
import type { Standing } from './proof.ts';
import type { FacilityAnswer, FacilityProblem } from './solve_facility.ts';
import { Unsolvable } from './unsolvable.ts';

export interface ThreadOptions {
  rules: SiteRules;
  limit_s: number;
  /** Ends the proof; the best answer and bound of that moment are given. */
  signal?: AbortSignal;
  onStanding?: (standing: Standing & { seconds: number }) => void;
}

type Message =
  | { standing: Standing & { seconds: number } }
  | { answer: FacilityAnswer }
  | { unsolvable: string; demand: Uint32Array }
  | { failure: string };

/** A solver that was told to stop and has not is ended after this; it looks up at least this often. */
const PATIENCE_MS = 15_000;

/**
 * solveFacility in a thread of its own.
 *
 * @throws Unsolvable as solveFacility does; an Error where the thread failed or would not stop.
 */
export function solveInThread(
  matrix: FacilityMatrix,
  problem: FacilityProblem,
  { rules, limit_s, signal, onStanding }: ThreadOptions,
): Promise<FacilityAnswer> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const file = join(projectRoot(), 'src/lib/server/services/siting/solver_worker.js');
  const worker = new Worker(file, { execArgv: [], workerData: { matrix, problem, rules, limit_s, stop } });
  let patience: ReturnType<typeof setTimeout> | undefined;
  const onAbort = () => {
    Atomics.store(stop, 0, 1);
    patience = setTimeout(() => void worker.terminate(), PATIENCE_MS);
  };
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort);
  return new Promise<FacilityAnswer>((resolve, reject) => {
    worker.on('message', (message: Message) => {
      if ('standing' in message) onStanding?.(message.standing);
      else if ('answer' in message) resolve(message.answer);
      else if ('unsolvable' in message) reject(new Unsolvable(message.unsolvable, message.demand));
      else reject(new Error(message.failure));
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('The solver was stopped before it had an answer')));
  }).finally(() => {
    clearTimeout(patience);
    signal?.removeEventListener('abort', onAbort);
    void worker.terminate();
  });
}

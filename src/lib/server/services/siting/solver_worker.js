/**
 * One siting question in a thread of its own: the solver blocks while it runs. Plain JavaScript, because it is started
 * from its source file by the command line, the tests and the built server alike.
 *
 * Posts `{ standing }` as the answer gets better, then `{ answer }`, `{ unsolvable, demand }` or `{ failure }`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { solveFacility } = await import('./solve_facility.ts');

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const { matrix, problem, rules, limit_s } = workerData;
const stop = /** @type {Int32Array} */ (workerData.stop);

try {
  const answer = await solveFacility(matrix, problem, {
    rules,
    limit_s,
    stopped: () => Atomics.load(stop, 0) === 1,
    onStanding: (standing) => port.postMessage({ standing }),
  });
  port.postMessage({ answer });
} catch (error) {
  if (error instanceof Error && error.name === 'Unsolvable') {
    port.postMessage({ unsolvable: error.message, demand: 'demand' in error ? error.demand : [] });
  } else
    port.postMessage({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

/**
 * The engine in a thread of its own, so that judging a town does not hold up the pages. Plain JavaScript, because it
 * is started from its source file by the command line, the tests and the built server alike; the engine behind
 * it is the TypeScript source.
 *
 * Answers `{ id, request }` with `{ id, reply }` or `{ id, failure }`, one after another in the order they came.
 */
import { parentPort } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { Engine } = await import('./engine.ts');

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const engine = new Engine();
/** @type {Promise<void>} */
let last = Promise.resolve();

port.on('message', ({ id, request }) => {
  last = last.then(async () => {
    try {
      const reply = await engine.answer(request);
      port.postMessage({ id, reply }, 'transfer' in reply ? reply.transfer : undefined);
    } catch (error) {
      port.postMessage({
        id,
        failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  });
});

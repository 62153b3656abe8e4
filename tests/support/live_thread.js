/** The worker's side of a live town in a thread of Node: the same handler as in the browser. */
import { parentPort } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { LiveHandler } = await import('../../src/lib/api/worker/live_handler.ts');
const { LiveTown } = await import('../../src/lib/domain/live/live_town.ts');

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const handler = new LiveHandler({
  openTown: (data, options) => new LiveTown(data, options),
  post: (message, transfer) => port.postMessage(message, transfer),
});
port.on('message', (request) => void handler.take(request));

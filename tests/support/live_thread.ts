import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { LivePort } from '../../src/lib/api/worker/live_port.ts';

/** A line to the live engine in a thread of its own. */
export function threadPort(): LivePort {
  const worker = new Worker(join(import.meta.dirname, 'live_thread.js'), { execArgv: [] });
  return {
    post: (request) => worker.postMessage(request),
    listen(onReply, onBroken) {
      worker.on('message', onReply);
      worker.on('error', ({ message }) => onBroken(message));
    },
    end: () => void worker.terminate(),
  };
}

/** Serves the same answer to every request, on a port of its own. */
export async function serveBytes(
  bytes: Uint8Array,
  status = 200,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((_request, response) => response.writeHead(status).end(bytes));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/network.bin`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

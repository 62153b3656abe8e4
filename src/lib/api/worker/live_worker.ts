/** The engine behind a Web Worker: the page stays free while a town is read, made ready and asked. */
import type { LiveReply, LiveRequest } from '../../contract/live_messages.ts';
import { LiveTown } from '../../domain/live/live_town.ts';
import { LiveHandler } from './live_handler.ts';

interface WorkerScope {
  postMessage(message: LiveReply, transfer: ArrayBuffer[]): void;
  onmessage: ((event: MessageEvent<LiveRequest>) => void) | null;
}

const scope = self as unknown as WorkerScope;
const handler = new LiveHandler({
  openTown: (data, options) => new LiveTown(data, options),
  post: (message, transfer) => scope.postMessage(message, transfer),
});
scope.onmessage = ({ data }) => void handler.take(data);

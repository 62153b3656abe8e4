import type { LiveReply, LiveRequest } from '../../contract/live_messages.ts';

/** The page's end of the line to the engine. */
export interface LivePort {
  post(request: LiveRequest): void;
  /** Called once, before the first request. `onBroken`: nothing more will come. */
  listen(onReply: (reply: LiveReply) => void, onBroken: (message: string) => void): void;
  end(): void;
}

/** A line to a Web Worker of its own. */
export function workerPort(): LivePort {
  const worker = new Worker(new URL('./live_worker.ts', import.meta.url), { type: 'module' });
  return {
    post: (request) => worker.postMessage(request),
    listen(onReply, onBroken) {
      worker.onmessage = ({ data }: MessageEvent<LiveReply>) => onReply(data);
      worker.onerror = ({ message }) => onBroken(message || 'The engine could not be started');
      worker.onmessageerror = () => onBroken('An answer of the engine could not be read');
    },
    end: () => worker.terminate(),
  };
}

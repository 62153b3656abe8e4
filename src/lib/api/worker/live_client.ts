import type { FeatureCollection } from 'geojson';
import type { BackupCover, LiveReply, LiveUpdate, OpenedTown } from '../../contract/live_messages.ts';
import type { LiveQuestion } from '../../domain/live/live_question.ts';
import { abortError, LiveCalls } from './live_calls.ts';
import { LiveError } from './live_error.ts';
import { workerPort, type LivePort } from './live_port.ts';

export type { BackupCover, LiveUpdate, OpenedTown } from '../../contract/live_messages.ts';

export interface OpenOptions extends Pick<LiveQuestion, 'vehicle' | 'cutoff_s'> {
  /** Only the buildings of an area; null the whole town. */
  area_id: number | null;
  signal?: AbortSignal;
  /** Gets the share of the way to the first answer, 0 to 1. */
  onProgress?: (share: number) => void;
}

/** A town in an engine of its own thread. All but `town` rejects with LiveError, or AbortError. */
export class LiveClient {
  readonly town: OpenedTown;
  readonly #port: LivePort;
  readonly #calls: LiveCalls;

  private constructor(town: OpenedTown, port: LivePort, calls: LiveCalls) {
    this.town = town;
    this.#port = port;
    this.#calls = calls;
  }

  /** Reads the town as it is now from the server, in a Web Worker. */
  static open(options: OpenOptions): Promise<LiveClient> {
    const query = options.area_id === null ? '' : `?area=${options.area_id}`;
    return LiveClient.over(workerPort, new URL(`/api/network.bin${query}`, location.href).href, options);
  }

  /** The same over any line to an engine. */
  static over(
    connect: () => LivePort,
    network_url: string,
    { vehicle, cutoff_s, signal, onProgress }: Omit<OpenOptions, 'area_id'>,
  ): Promise<LiveClient> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortError('aborted'));
      const port = connect();
      const calls = new LiveCalls((request) => port.post(request));
      const give_up = (error: unknown) => {
        port.end();
        calls.end(error);
        reject(error);
      };
      const aborted = () => give_up(abortError('aborted'));
      signal?.addEventListener('abort', aborted, { once: true });
      const on: { [Kind in LiveReply['kind']]: (reply: Extract<LiveReply, { kind: Kind }>) => void } = {
        progress: ({ share }) => onProgress?.(share),
        opened: ({ town }) => {
          signal?.removeEventListener('abort', aborted);
          resolve(new LiveClient(town, port, calls));
        },
        done: ({ call, result }) => calls.done(call, result),
        failed: ({ call, failure }) => {
          if (call === null) give_up(new LiveError(failure));
          else calls.failed(call, failure);
        },
      };
      port.listen(
        (reply) => on[reply.kind](reply as never),
        (message) => give_up(new LiveError({ fault: 'engine', message })),
      );
      port.post({
        kind: 'open',
        network_url,
        question: { vehicle, cutoff_s, turnout_s: null, edits: [] },
      });
    });
  }

  /**
   * What the town comes to. Newest wins: a question that waits gives way to a newer one and rejects with an AbortError;
   * the last one asked is always answered.
   */
  ask(question: LiveQuestion, signal?: AbortSignal): Promise<LiveUpdate> {
    return this.#calls.make('ask', question, signal);
  }

  /** The rings of the question answered last, as polygons for people to look at. */
  rings(signal?: AbortSignal): Promise<FeatureCollection> {
    return this.#calls.make('rings', null, signal);
  }

  /** Which buildings a second and a third station reach in time, for the question answered last. */
  backup(signal?: AbortSignal): Promise<BackupCover> {
    return this.#calls.make('backup', null, signal);
  }

  /** Ends the engine; what was asked rejects with an AbortError. */
  close(): void {
    this.#port.end();
    this.#calls.end(abortError('closed'));
  }
}

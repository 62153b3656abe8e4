import type {
  CallInputs,
  CallKind,
  CallResults,
  LiveFailure,
  LiveRequest,
} from '../../contract/live_messages.ts';
import { LiveError } from './live_error.ts';

interface Call {
  request: Extract<LiveRequest, { kind: CallKind }>;
  resolve(result: CallResults[CallKind]): void;
  reject(error: unknown): void;
  /** Stops listening to the signal it was made with. */
  forget(): void;
}

/** What waits goes in this order: rings and backup are those of the question answered last. */
const ORDER = ['ask', 'backup', 'rings'] as const satisfies readonly CallKind[];

/**
 * Calls to an engine that takes one at a time. While it works, a newer call takes the place of the one of its kind that
 * waits; the last of each kind is always made. What is under way is seen through, so that a hand that never rests still
 * sees answers.
 */
export class LiveCalls {
  readonly #post: (request: LiveRequest) => void;
  readonly #waiting = new Map<CallKind, Call>();
  #running: Call | null = null;
  #made = 0;
  #ended: unknown = null;

  constructor(post: (request: LiveRequest) => void) {
    this.#post = post;
  }

  /** Rejects with an AbortError where a newer call came first or the signal says so. */
  make<Kind extends CallKind>(
    kind: Kind,
    input: CallInputs[Kind],
    signal?: AbortSignal,
  ): Promise<CallResults[Kind]> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== null) return reject(this.#ended);
      if (signal?.aborted) return reject(abortError('aborted'));
      const aborted = () => {
        if (this.#waiting.get(kind) === call) this.#waiting.delete(kind);
        reject(abortError('aborted'));
      };
      signal?.addEventListener('abort', aborted, { once: true });
      const call: Call = {
        request: { kind, call: ++this.#made, input } as Call['request'],
        resolve: resolve as Call['resolve'],
        reject,
        forget: () => signal?.removeEventListener('abort', aborted),
      };
      const older = this.#waiting.get(kind);
      older?.forget();
      older?.reject(abortError('a newer call took its place'));
      this.#waiting.set(kind, call);
      this.#next();
    });
  }

  done(call: number, result: CallResults[CallKind]): void {
    this.#take(call)?.resolve(result);
    this.#next();
  }

  failed(call: number, failure: LiveFailure): void {
    this.#take(call)?.reject(new LiveError(failure));
    this.#next();
  }

  /** Rejects all there is and whatever comes. */
  end(error: unknown): void {
    this.#ended ??= error;
    for (const call of [this.#running, ...this.#waiting.values()]) {
      call?.forget();
      call?.reject(this.#ended);
    }
    this.#running = null;
    this.#waiting.clear();
  }

  #take(call: number): Call | null {
    const running = this.#running;
    if (running?.request.call !== call) return null;
    running.forget();
    this.#running = null;
    return running;
  }

  #next(): void {
    if (this.#running) return;
    const kind = ORDER.find((waits) => this.#waiting.has(waits));
    if (kind === undefined) return;
    this.#running = this.#waiting.get(kind)!;
    this.#waiting.delete(kind);
    this.#post(this.#running.request);
  }
}

export const abortError = (why: string) => new DOMException(why, 'AbortError');

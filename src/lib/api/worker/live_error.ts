import type { LiveFailure, LiveFault } from '../../contract/live_messages.ts';

/** The engine gave no answer; the page has words for each fault. */
export class LiveError extends Error {
  override readonly name = 'LiveError';
  readonly fault: LiveFault;

  constructor({ fault, message }: LiveFailure) {
    super(message);
    this.fault = fault;
  }
}

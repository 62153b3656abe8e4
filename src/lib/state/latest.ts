/** Runs one request at a time: a newer one aborts the older, and nothing of an aborted one is heard of. */
export class Latest {
  #current: AbortController | null = null;

  abort(): void {
    this.#current?.abort();
    this.#current = null;
  }

  /** Gives `done` the result or `failed` the error, unless a newer request came between. */
  async run<T>(
    ask: (signal: AbortSignal) => Promise<T>,
    done: (result: T) => void,
    failed: (error: unknown) => void,
  ): Promise<void> {
    this.abort();
    const own = new AbortController();
    this.#current = own;
    try {
      const result = await ask(own.signal);
      if (!own.signal.aborted) done(result);
    } catch (error) {
      if (own.signal.aborted) return;
      console.error(error);
      failed(error);
    } finally {
      if (this.#current === own) this.#current = null;
    }
  }
}

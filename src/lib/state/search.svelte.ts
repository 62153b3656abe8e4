import type { SearchResult } from '../contract/api_search.ts';
import { client } from './client.ts';
import { Latest } from './latest.ts';

/** A hand that types is not asked after every key. */
const PAUSE_MS = 180;

/** What was typed into the search box and what was found. */
export class Search {
  text = $state('');
  /** Null before an answer came. */
  results = $state.raw<readonly SearchResult[] | null>(null);
  failed = $state(false);

  readonly #asking = new Latest();
  #pause: ReturnType<typeof setTimeout> | undefined;

  type(text: string): void {
    this.text = text;
    this.failed = false;
    clearTimeout(this.#pause);
    this.#asking.abort();
    const asked = text.trim();
    if (asked === '') this.results = null;
    else this.#pause = setTimeout(() => void this.#ask(asked), PAUSE_MS);
  }

  clear(): void {
    this.type('');
  }

  #ask(text: string): Promise<void> {
    return this.#asking.run(
      async (signal) => (await client()).fetchSearch(text, signal),
      ({ results }) => (this.results = results),
      () => (this.failed = true),
    );
  }
}

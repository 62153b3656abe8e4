import type { LiveUpdate } from '../api/worker/live_client.ts';
import type { Side } from '../contract/map_address.ts';
import { scenariosClient } from './client.ts';
import { NO_CHANGES, type Changes } from './edit_history.ts';
import { Latest } from './latest.ts';
import { verdictChanges } from './verdict_changes.ts';
import type { WhatIf } from './what_if.svelte.ts';

/** Two states of the town side by side: the data as it is, the steps on screen, or a saved scenario. */
export class Comparison {
  sides = $state.raw<readonly [Side, Side]>(['base', 'now']);
  answers = $state.raw<readonly [LiveUpdate, LiveUpdate] | null>(null);
  /** Scenarios of the two sides that were made on other data, by side. */
  stale = $state.raw<readonly [boolean, boolean]>([false, false]);
  /** How much of the map shows the left side, 0 to 1. */
  share = $state(0.5);
  failed = $state(false);

  readonly changes = $derived(
    this.answers && verdictChanges(this.answers[0].verdict, this.answers[1].verdict),
  );

  readonly #what_if: WhatIf;
  readonly #reading = new Latest();

  constructor(what_if: WhatIf) {
    this.#what_if = what_if;
  }

  choose(sides: readonly [Side, Side]): Promise<void> {
    this.sides = sides;
    return this.read();
  }

  read(): Promise<void> {
    this.failed = false;
    return this.#reading.run(
      async (signal) => {
        const read = await Promise.all(this.sides.map((side) => this.#changesOf(side, signal)));
        const [left, right] = await this.#what_if.answersTo(read.map(({ changes }) => changes));
        return { answers: [left!, right!] as const, stale: [read[0]!.stale, read[1]!.stale] as const };
      },
      ({ answers, stale }) => {
        this.answers = answers;
        this.stale = stale;
      },
      () => (this.failed = true),
    );
  }

  async #changesOf(side: Side, signal: AbortSignal): Promise<{ changes: Changes; stale: boolean }> {
    if (side === 'base') return { changes: NO_CHANGES, stale: false };
    if (side === 'now') return { changes: this.#what_if.changes, stale: this.#what_if.held };
    const { edits, turnout_s, stale } = await (await scenariosClient()).fetchScenario(side, signal);
    return { changes: { edits, turnout_s }, stale };
  }
}

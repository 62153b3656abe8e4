import type { Side } from '../contract/map_address.ts';
import type { Scenario, ScenarioConflict, ScenarioSummary } from '../contract/api_scenarios.ts';
import { Comparison } from './comparison.svelte.ts';
import { keptAuthor, keepAuthor } from './author.ts';
import { NO_CHANGES, sameChanges, type Changes } from './edit_history.ts';
import { Latest } from './latest.ts';
import type { RunChoice } from './run_choice.svelte.ts';
import { scenariosClient } from './client.ts';
import { dropDraft, keepDraft, readDraft, type Draft } from './what_if_draft.ts';
import type { WhatIf } from './what_if.svelte.ts';

/** Where a what-if is kept: as a draft in this browser until somebody saves it, as a scenario after. */
export class ScenarioDesk {
  /** As it was last read or saved; null while it is only a draft. */
  scenario = $state.raw<Scenario | null>(null);
  name = $state('');
  author = $state(keptAuthor());
  list = $state.raw<readonly ScenarioSummary[] | null>(null);
  busy = $state(false);
  failure = $state<string | null>(null);
  /** Why the last save, removal or adoption was not done. */
  conflict = $state.raw<ScenarioConflict | null>(null);
  /** What somebody else saved since. */
  newer = $state.raw<Scenario | null>(null);
  /** The data changed since the town was read. */
  data_changed = $state(false);
  /** The browser keeps no drafts: a reload would lose what is not saved. */
  unkept = $state(false);

  readonly what_if: WhatIf;
  readonly #choice: RunChoice;
  /** What was edited: the steps, their data and their revision. */
  #saved = $state.raw<Changes>(NO_CHANGES);
  #base_stamp = $state<string | null>(null);
  #revision = 0;
  #rebased = false;
  readonly #working = new Latest();
  readonly #listing = new Latest();
  readonly #looking = new Latest();

  comparison = $state.raw<Comparison | null>(null);

  #wanted_id = $state<number | null>(null);
  readonly id = $derived(this.scenario?.id ?? null);
  /** What the address names, the scenario that is being read included. */
  readonly address_id = $derived(this.id ?? this.#wanted_id);
  readonly adopted = $derived((this.scenario?.adopted_at ?? null) !== null);
  readonly dirty = $derived.by(
    () =>
      !sameChanges(this.what_if.changes, this.#saved) ||
      (this.scenario !== null &&
        (this.name !== this.scenario.name || this.#base_stamp !== this.scenario.base_stamp)),
  );
  constructor(what_if: WhatIf, choice: RunChoice) {
    this.what_if = what_if;
    this.#choice = choice;
  }

  /** Starts what is only a draft: where it was left, or with nothing. */
  openDraft(): void {
    const draft = readDraft(null);
    this.#forget();
    this.name = draft?.name ?? '';
    this.#base_stamp = draft?.base_stamp ?? null;
    this.what_if.start(draft ? changesOf(draft) : NO_CHANGES, this.#isOfOtherData());
  }

  /** Opens a saved one; steps that were not saved here are laid over it. With `as_saved` its vehicle and cutoff are taken. */
  async open(id: number, as_saved: boolean): Promise<void> {
    this.#wanted_id = id;
    await this.#run(async (signal) => {
      const scenario = await (await scenariosClient()).fetchScenario(id, signal);
      if (as_saved) this.#takeChoice(scenario);
      this.#take(scenario, readDraft(id));
    });
  }

  /** Reads the town, or reads it again; steps made on other data wait. */
  async openTown(): Promise<void> {
    await this.what_if.open();
    const { town } = this.what_if;
    if (!town) return;
    this.data_changed = false;
    this.#base_stamp ??= town.stamp;
    this.what_if.start(this.what_if.changes, this.#isOfOtherData());
  }

  /** The steps are to be looked at on the data as it is now; they keep their place until somebody saves them. */
  rebase(): void {
    this.#base_stamp = this.what_if.town?.stamp ?? null;
    this.#rebased = true;
    this.what_if.release();
  }

  /** Keeps what is not saved, so that a reload loses nothing. */
  keep(): void {
    const { edits, turnout_s } = this.what_if.changes;
    if (!this.dirty && this.id !== null) return dropDraft(this.id);
    if (this.#base_stamp === null) return;
    const draft: Draft = {
      name: this.name,
      edits: [...edits],
      turnout_s,
      vehicle: this.#choice.vehicle,
      cutoff_s: this.#choice.cutoff_s,
      base_stamp: this.#base_stamp,
      revision: this.id === null ? null : this.#revision,
    };
    if (edits.length + Number(turnout_s !== null) === 0 && this.id === null) dropDraft(null);
    else this.unkept = !keepDraft(this.id, draft);
  }

  /** Saves under this name: a draft becomes a scenario, a scenario gets a new revision. */
  async save(name: string, author: string): Promise<boolean> {
    this.#sign(name, author);
    return this.#run(async (signal) => {
      const { createScenario, saveScenario } = await scenariosClient();
      const body = this.#body();
      if (this.scenario === null) return this.#saveAs(await createScenario(body, signal));
      const { id, remark } = this.scenario;
      const written = await saveScenario(id, { ...body, remark, revision: this.#revision }, signal);
      if (written.kind === 'done') this.#saveAs(written.answer);
      else this.conflict = written;
    });
  }

  /** Saves what is on screen as a scenario of its own and goes on with that. */
  async saveCopy(name: string, author: string): Promise<boolean> {
    this.#sign(name, author);
    const from = this.id;
    return this.#run(async (signal) => {
      const { createScenario } = await scenariosClient();
      this.#saveAs(await createScenario({ ...this.#body(), copied_from: from }, signal));
      if (from !== null) dropDraft(from);
      this.conflict = null;
    });
  }

  /** Gives up what is not saved and takes what somebody else saved. */
  takeTheirs(theirs: Scenario): void {
    dropDraft(theirs.id);
    this.conflict = null;
    this.#take(theirs, null);
  }

  /** Lets go of a conflict: nothing is saved, nothing is lost. */
  stay(): void {
    this.newer = this.conflict?.current ?? this.newer;
    this.conflict = null;
  }

  readList(): Promise<void> {
    return this.#listing.run(
      async (signal) => (await scenariosClient()).fetchScenarios(signal),
      ({ scenarios }) => (this.list = scenarios),
      (error) => (this.failure = messageOf(error)),
    );
  }

  /** Deletes a scenario of the list. */
  async remove({ id, revision }: ScenarioSummary): Promise<void> {
    await this.#run(async (signal) => {
      const written = await (await scenariosClient()).deleteScenario(id, revision, signal);
      if (written.kind === 'conflict') {
        this.conflict = written;
        return;
      }
      dropDraft(id);
      this.list = this.list?.filter((one) => one.id !== id) ?? null;
      if (this.id === id) this.#forget();
    });
  }

  /** Takes the saved steps into the data. Gives how many rows were written, null where it was not done. */
  async adopt(author: string): Promise<number | null> {
    const { scenario } = this;
    if (!scenario || this.dirty) return null;
    this.#sign(this.name, author);
    let rows: number | null = null;
    await this.#run(async (signal) => {
      const stamp = this.what_if.town?.stamp;
      const request = { revision: this.#revision, by: this.author, stamp };
      const written = await (await scenariosClient()).adoptScenario(scenario.id, request, signal);
      if (written.kind === 'conflict') {
        this.conflict = written;
        return;
      }
      rows = written.answer.rows.length;
      this.scenario = written.answer.scenario;
      this.data_changed = true;
    });
    return rows;
  }

  /** Looks whether somebody saved it or the data changed. */
  async look(): Promise<void> {
    const { id } = this;
    if (this.busy || !this.what_if.town) return;
    await this.#looking.run(
      async (signal) => {
        const { fetchScenario, fetchScenarios } = await scenariosClient();
        return id === null
          ? { ...(await fetchScenarios(signal)), theirs: null }
          : await fetchScenario(id, signal).then((theirs) => ({ stamp: theirs.stamp, theirs }));
      },
      ({ stamp, theirs }) => {
        this.data_changed = stamp !== this.what_if.town?.stamp;
        if (theirs && theirs.revision > this.#revision) this.newer = theirs;
      },
      () => undefined,
    );
  }

  compare(sides: readonly [Side, Side] | null): void {
    if (sides === null) {
      this.comparison = null;
      return;
    }
    this.comparison ??= new Comparison(this.what_if);
    void this.comparison.choose(sides);
  }

  #body() {
    const { edits, turnout_s } = this.what_if.changes;
    const { vehicle, cutoff_s } = this.#choice;
    const base_stamp = this.#base_stamp || undefined;
    return { name: this.name, by: this.author, vehicle, cutoff_s, turnout_s, edits: [...edits], base_stamp };
  }

  #saveAs(scenario: Scenario): void {
    dropDraft(this.id);
    this.scenario = scenario;
    this.name = scenario.name;
    this.#saved = changesOf(scenario);
    this.#base_stamp = scenario.base_stamp;
    this.#revision = scenario.revision;
    this.newer = null;
  }

  #take(scenario: Scenario, draft: Draft | null): void {
    this.#rebased = false;
    this.scenario = scenario;
    this.#saved = changesOf(scenario);
    this.name = draft?.name ?? scenario.name;
    this.#base_stamp = draft?.base_stamp ?? scenario.base_stamp;
    this.#revision = draft?.revision ?? scenario.revision;
    this.newer = scenario.revision > this.#revision ? scenario : null;
    this.what_if.start(draft ? changesOf(draft) : this.#saved, this.#isOfOtherData());
  }

  #takeChoice({ vehicle, cutoff_s }: Scenario): void {
    this.#choice.vehicle = vehicle;
    this.#choice.cutoff_s = cutoff_s;
  }

  #isOfOtherData(): boolean {
    const { town } = this.what_if;
    if (town === null || this.#base_stamp === null) return false;
    const other_rules = (this.scenario?.rules_changed ?? false) && !this.#rebased;
    return this.#base_stamp !== town.stamp || other_rules;
  }

  #forget(): void {
    this.scenario = null;
    this.#wanted_id = null;
    this.name = '';
    this.#saved = NO_CHANGES;
    this.#base_stamp = this.what_if.town?.stamp ?? null;
    this.#revision = 0;
    this.newer = null;
    this.conflict = null;
  }

  #sign(name: string, author: string): void {
    this.name = name.trim();
    this.author = author.trim();
    keepAuthor(this.author);
  }

  /** One thing at a time; false where it failed. */
  async #run(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    this.#looking.abort();
    this.busy = true;
    this.failure = null;
    let done = false;
    await this.#working.run(
      work,
      () => (done = true),
      (error) => (this.failure = messageOf(error)),
    );
    this.busy = false;
    return done && this.conflict === null;
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const changesOf = ({ edits, turnout_s }: Pick<Scenario, 'edits' | 'turnout_s'>): Changes => ({
  edits,
  turnout_s,
});

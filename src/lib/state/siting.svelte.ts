import type {
  SitingAnswer,
  SitingBuildings,
  SitingGain,
  SitingQuestion,
  SitingRows,
} from '../contract/api_siting.ts';
import { MOST_POINTS } from '../contract/api_siting.ts';
import { keepAuthor, keptAuthor } from './author.ts';
import { Latest } from './latest.ts';
import { consistent, formatSiting, parseSiting, type SitingDraft } from './siting_address.ts';

/** What the next click on the map says: build here, build nothing here, or why is nothing here. */
export type SitingMode = 'must' | 'never' | 'why';
/** Why the last thing asked was not done: the session is gone, all are taken, no server answers, or as it said. */
export type SitingTrouble =
  { kind: 'gone' } | { kind: 'busy' } | { kind: 'offline' } | { kind: 'said'; message: string };
type Point = readonly [lon_deg: number, lat_deg: number];

const MS_BETWEEN_LOOKS = 350;
const MS_WHEN_OFFLINE = 2000;

const client = () => import('../api/siting_client.ts');

/** A siting question as it is put together, worked on by the server, and answered. */
export class Siting {
  draft = $state.raw() as SitingDraft;
  answer = $state.raw<SitingAnswer | null>(null);
  starting = $state(false);
  trouble = $state.raw<SitingTrouble | null>(null);
  mode = $state<SitingMode | null>(null);
  /** Rank that is pointed at or held. */
  hovered = $state<number | null>(null);
  held = $state<number | null>(null);
  /** Only so many of the proposed sites are looked at; null all. */
  first = $state<number | null>(null);
  why = $state.raw<{ at: Point; gain: SitingGain | null; failed: boolean } | null>(null);
  /** The buildings behind a figure. */
  rows = $state.raw<{ of: SitingRows; rank: number | null; answer: SitingBuildings | null } | null>(null);
  /** Buildings of the active site, for the map. */
  served = $state.raw<{ rank: number; at: readonly Point[] } | null>(null);
  author = $state(keptAuthor());
  saving = $state(false);

  readonly text = $derived(formatSiting(this.draft));
  readonly id = $derived(this.answer?.id ?? null);
  readonly working = $derived(
    this.starting || (this.answer !== null && !['done', 'failed'].includes(this.answer.stage)),
  );
  readonly result = $derived(this.answer?.result ?? null);
  readonly shown_sites = $derived(this.result?.sites.slice(0, this.first ?? undefined) ?? []);
  readonly active = $derived(this.hovered ?? this.held);

  readonly #polling = new Latest();
  readonly #asking = new Latest();
  readonly #listing = new Latest();
  readonly #pointing = new Latest();

  constructor(text: string) {
    this.draft = parseSiting(text);
  }

  change(change: Partial<SitingDraft>): void {
    this.draft = consistent({ ...this.draft, ...change });
  }

  /** Whether the answer is to another question than the one put together now. */
  differs(area_id: number | null): boolean {
    const { answer } = this;
    if (!answer) return false;
    return formatSiting(draftOf(answer.question)) !== this.text || answer.question.area_id !== area_id;
  }

  /** Begins to work on the question and follows it until it is answered. */
  async start(area_id: number | null): Promise<void> {
    if (this.working) return;
    this.starting = true;
    this.#forget();
    const { draft } = this;
    await this.#polling.run(
      async (signal) => {
        const { startSiting, fetchSiting } = await client();
        const { id } = await startSiting({ ...draft, area_id }, signal);
        return fetchSiting(id, signal);
      },
      (answer) => (this.answer = answer),
      (error) => this.#say(error),
    );
    this.starting = false;
    if (this.working) await this.follow();
  }

  /** Asks how it stands until it is answered. */
  async follow(): Promise<void> {
    const { id } = this;
    if (id === null) return;
    await this.#polling.run(
      async (signal) => {
        const { fetchSiting } = await client();
        for (;;) {
          const answer = await fetchSiting(id, signal).catch((error: unknown) => {
            if (!(error instanceof TypeError)) throw error;
            this.trouble = { kind: 'offline' };
            return null;
          });
          if (answer) {
            this.answer = answer;
            if (this.trouble?.kind === 'offline') this.trouble = null;
            if (!this.working) return;
          }
          await new Promise((resume) => setTimeout(resume, answer ? MS_BETWEEN_LOOKS : MS_WHEN_OFFLINE));
          signal.throwIfAborted();
        }
      },
      () => undefined,
      (error) => {
        this.#say(error);
        if (this.working) this.answer = null;
      },
    );
  }

  /** Whether the answer is still there and the data still the same. */
  async look(): Promise<void> {
    if (this.id !== null && !this.working && this.trouble === null) await this.follow();
  }

  async stop(): Promise<void> {
    const { id } = this;
    if (id === null) return;
    try {
      const answer = await (await client()).stopSiting(id);
      if (this.id === id) this.answer = answer;
    } catch (error) {
      this.#say(error);
    }
  }

  /** A click on the map, or what stands under the crosshair. */
  point(lon_deg: number, lat_deg: number): void {
    const at: Point = [Number(lon_deg.toFixed(6)), Number(lat_deg.toFixed(6))];
    const { mode } = this;
    if (mode === 'why') return void this.ask(at);
    if (mode === null || this.draft[mode].length >= MOST_POINTS) return;
    this.change({ [mode]: [...this.draft[mode], at] });
  }

  dropPoint(list: 'must' | 'never', index: number): void {
    this.change({ [list]: this.draft[list].filter((_, i) => i !== index) });
  }

  /** Why nothing was put there. */
  ask(at: Point): Promise<void> {
    const { id } = this;
    if (id === null) return Promise.resolve();
    this.why = { at, gain: null, failed: false };
    return this.#asking.run(
      async (signal) => (await client()).fetchSitingGain(id, at, signal),
      (gain) => (this.why = { at, gain, failed: false }),
      (error) => {
        this.why = { at, gain: null, failed: true };
        this.#say(error);
      },
    );
  }

  openRows(of: SitingRows, rank: number | null): Promise<void> {
    const { id } = this;
    if (id === null) return Promise.resolve();
    this.rows = { of, rank, answer: null };
    return this.#listing.run(
      async (signal) => (await client()).fetchSitingBuildings(id, { of, rank: rank ?? undefined }, signal),
      (answer) => (this.rows = { of, rank, answer }),
      (error) => {
        this.rows = null;
        this.#say(error);
      },
    );
  }

  closeRows(): void {
    this.#listing.abort();
    this.rows = null;
  }

  /** Points at a site, null at none; its buildings come for the map. */
  hover(rank: number | null): void {
    this.hovered = rank;
    this.#readServed();
  }

  /** Holds a site; asked again it is let go. */
  hold(rank: number | null): void {
    this.held = this.held === rank ? null : rank;
    this.#readServed();
  }

  /** Saves what is proposed; gives the id of the scenario, null where it was not done. */
  async save(name: string, by: string): Promise<number | null> {
    const { id } = this;
    if (id === null) return null;
    this.author = by.trim();
    keepAuthor(this.author);
    this.saving = true;
    try {
      return (await (await client()).saveSitingScenario(id, { name, by })).id;
    } catch (error) {
      this.#say(error);
      return null;
    } finally {
      this.saving = false;
    }
  }

  /** Lets go of everything that is asked; the server ends the session once nobody asks. */
  close(): void {
    for (const latest of [this.#polling, this.#asking, this.#listing, this.#pointing]) latest.abort();
  }

  #readServed(): void {
    const { id, active: rank } = this;
    if (this.served?.rank === rank) return;
    this.served = null;
    this.#pointing.abort();
    if (id === null || rank === null || !this.result) return;
    void this.#pointing.run(
      async (signal) => (await client()).fetchSitingBuildings(id, { of: 'site', rank, limit: 5000 }, signal),
      ({ rows }) => (this.served = { rank, at: rows.map(({ lon_deg, lat_deg }) => [lon_deg, lat_deg]) }),
      () => undefined,
    );
  }

  #forget(): void {
    this.answer = null;
    this.trouble = null;
    this.hovered = this.held = this.first = null;
    this.why = this.rows = this.served = null;
    if (this.mode === 'why') this.mode = null;
  }

  #say(error: unknown): void {
    const status = error instanceof Error && 'status' in error ? error.status : null;
    if (status === 404) this.trouble = { kind: 'gone' };
    else if (status === 429) this.trouble = { kind: 'busy' };
    else if (error instanceof TypeError) this.trouble = { kind: 'offline' };
    else this.trouble = { kind: 'said', message: error instanceof Error ? error.message : String(error) };
  }
}

const draftOf = ({
  area_id: _area,
  rules: _rules,
  season: _season,
  turnout_s: _turnout,
  ...draft
}: SitingQuestion): SitingDraft => draft;

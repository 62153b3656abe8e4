import type { Summary } from '../contract/api.ts';
import type { VehicleChoice } from '../contract/vehicle_choice.ts';
import type { LayersAnswer } from '../contract/api_layers.ts';
import {
  SHOWN_AT_FIRST,
  withLayer,
  type Panel,
  type Pick,
  type ThemeChoice,
  type TownLayerId,
} from '../contract/map_address.ts';
import type { Language } from '../format/language.ts';
import { messagesOf, withWhatIf, type Messages } from '../format/messages.ts';
import { DEFAULT_CUTOFF_S, type Address } from './address.ts';
import { AreaTree } from './area_tree.svelte.ts';
import { client } from './client.ts';
import { Latest } from './latest.ts';
import { OpenList, type ListAsk } from './open_list.svelte.ts';
import { Picked } from './picked.svelte.ts';
import { RunChoice } from './run_choice.svelte.ts';
import type { ScenarioDesk } from './scenario_desk.svelte.ts';
import { Search } from './search.svelte.ts';
import type { Siting } from './siting.svelte.ts';
import { OpenWorkList } from './work_list.svelte.ts';

export type PageData =
  { kind: 'open'; summary: Summary } | { kind: 'none'; detail: string } | { kind: 'held'; detail: string };

type WhatIfAddress = globalThis.Pick<Address, 'what_if' | 'compared' | 'names_choice'>;

/** What the map page knows. Its parts read for themselves; here they meet: a new run is read by all of them. */
export class MapPage {
  language = $state<Language>('zh');
  words = $state.raw() as Messages;
  theme = $state<ThemeChoice>('system');
  panel = $state<Panel>('totals');
  shown = $state.raw<ReadonlySet<TownLayerId>>(SHOWN_AT_FIRST);
  data = $state.raw<PageData>({ kind: 'none', detail: '' });
  layers = $state.raw<LayersAnswer['layers'] | null>(null);

  /** The what-if with its scenario; null while it is off. */
  desk = $state.raw<ScenarioDesk | null>(null);
  /** What-if that is being fetched. */
  #entering = $state.raw<Address['what_if']>(null);

  /** Where to build; null while nobody asks. */
  siting = $state.raw<Siting | null>(null);
  /** A siting question that is being fetched. */
  #opening = $state.raw<string | null>(null);

  readonly picked: Picked;
  readonly choice: RunChoice;
  readonly areas: AreaTree;
  readonly list = new OpenList();
  /** The ranked gaps, in the panel. */
  readonly gaps = new OpenList();
  readonly work = new OpenWorkList();
  readonly search = new Search();

  readonly summary = $derived(this.data.kind === 'open' ? this.data.summary : null);
  readonly run_id = $derived(this.summary?.run?.id ?? null);
  readonly is_empty = $derived(
    this.summary !== null && this.summary.buildings.total === 0 && this.summary.streets.ways === 0,
  );

  readonly #first: Address;
  readonly #reading_summary = new Latest();
  readonly #reading_layers = new Latest();

  constructor(data: PageData, address: Address, words: Messages) {
    this.#first = address;
    this.#entering = address.what_if;
    this.#opening = address.what_if ? null : address.siting;
    this.data = data;
    this.words = words;
    this.language = address.language;
    this.theme = address.theme;
    this.panel = address.panel;
    this.shown = address.shown;
    this.picked = new Picked(address.picked);
    this.choice = new RunChoice(address.vehicle, address.cutoff_s);
    this.areas = new AreaTree(address.area_id);
  }

  /** What the address bar is to say. */
  readonly address = $derived.by((): Address => ({
    language: this.language,
    theme: this.theme,
    vehicle: this.choice.vehicle,
    cutoff_s: this.choice.cutoff_s,
    area_id: this.areas.chosen_id,
    picked: this.picked.pick,
    shown: this.shown,
    panel: this.panel,
    what_if: this.desk ? { scenario_id: this.desk.address_id } : this.#entering,
    siting: this.siting?.text ?? this.#opening,
    compared: this.desk?.comparison?.sides ?? null,
    names_choice: true,
  }));

  /** Reads what the first answer did not bring; an address may ask for a run other than the default. */
  async start(): Promise<void> {
    const { vehicle, cutoff_s } = this.choice;
    if (!this.summary || this.is_empty) return;
    if (this.#first.what_if) {
      void this.enterWhatIf(this.#first);
      return this.#readOfRun(this.run_id);
    }
    if (this.#opening !== null) void this.openSiting(this.#opening);
    if (vehicle !== 'best' || cutoff_s !== DEFAULT_CUTOFF_S) return this.choose(vehicle, cutoff_s);
    await this.#readOfRun(this.run_id);
  }

  /** In a what-if the answer comes from this browser, else from a run of the server. */
  async choose(vehicle: VehicleChoice, cutoff_s: number): Promise<void> {
    if (this.desk) {
      this.choice.vehicle = vehicle;
      this.choice.cutoff_s = cutoff_s;
      this.desk.what_if.chosen();
      void this.desk.comparison?.read();
      return;
    }
    return this.choice.choose(vehicle, cutoff_s, async (run) => {
      await this.#readSummary(run.id);
      await this.#readOfRun(this.run_id);
    });
  }

  /** Opens what the address names: a saved scenario, or the draft of this browser. */
  async enterWhatIf({ what_if, compared, names_choice }: WhatIfAddress): Promise<void> {
    if (!what_if) return;
    this.closeSiting();
    this.#close();
    this.#entering = what_if;
    const { language } = this;
    const [{ openDesk }, words] = await Promise.all([
      import('./open_desk.ts'),
      withWhatIf(this.words, language),
    ]);
    if (this.#entering !== what_if) return;
    this.words = this.language === language ? words : await withWhatIf(this.words, this.language);
    const desk = openDesk(this.choice);
    this.desk = desk;
    this.#entering = null;
    if (what_if.scenario_id === null) desk.openDraft();
    else await desk.open(what_if.scenario_id, !names_choice);
    if (this.desk !== desk) return;
    await desk.openTown();
    if (compared && this.desk === desk) desk.compare(compared);
  }

  /** Back to the data as it is; what was not saved stays as a draft. */
  leaveWhatIf(): void {
    this.#close();
    const { vehicle, cutoff_s } = this.choice;
    const run = this.summary?.run;
    if (run && (run.choice !== vehicle || run.cutoff_s !== cutoff_s)) void this.choose(vehicle, cutoff_s);
  }

  /** What was not saved stays as a draft. */
  #close(): void {
    this.desk?.keep();
    this.desk?.what_if.close();
    this.desk = null;
    this.#entering = null;
  }

  /** Opens where to build with a question as the address names it. */
  async openSiting(text: string): Promise<void> {
    this.#opening = text;
    const { Siting } = await import('./siting.svelte.ts');
    if (this.#opening !== text) return;
    this.#opening = null;
    this.siting = new Siting(text);
  }

  closeSiting(): void {
    this.siting = this.#opening = null;
  }

  pick(pick: Pick | null): Promise<void> {
    return this.picked.choose(pick, this.run_id);
  }

  openList(ask: ListAsk): Promise<void> {
    this.work.close();
    return this.list.open(ask, this.run_id);
  }

  show(layer: TownLayerId, shown: boolean): void {
    this.shown = withLayer(this.shown, layer, shown);
  }

  /** Reads the figures again; what is on screen stays where that fails. */
  async refresh(): Promise<void> {
    if (this.choice.working_s !== null || this.desk) return;
    const { vehicle, cutoff_s } = this.choice;
    const before = this.run_id;
    const is_default = vehicle === 'best' && cutoff_s === DEFAULT_CUTOFF_S;
    if (!is_default && this.summary?.run?.stale) return this.choose(vehicle, cutoff_s);
    await this.#readSummary(is_default ? null : before);
    if (this.run_id !== before || !this.layers) await this.#readOfRun(this.run_id);
  }

  async #readOfRun(run_id: number | null): Promise<void> {
    const { pick } = this.picked;
    const { ask } = this.list;
    if (this.work.kind) void this.work.open(this.work.kind, this.choice);
    await Promise.all([
      this.areas.read(run_id),
      this.#readLayers(run_id),
      pick && this.picked.choose(pick, run_id),
      ask && this.list.open(ask, run_id),
      run_id !== null && this.gaps.open({ name: 'gaps', area: 'all', filter: {}, title: '' }, run_id),
    ]);
  }

  #readSummary(run_id: number | null): Promise<void> {
    return this.#reading_summary.run(
      async (signal) => (await client()).fetchSummary(run_id, signal),
      (summary) => (this.data = { kind: 'open', summary }),
      () => undefined,
    );
  }

  #readLayers(run_id: number | null): Promise<void> {
    return this.#reading_layers.run(
      async (signal) => (await client()).fetchLayers(run_id, signal),
      ({ layers }) => (this.layers = layers),
      () => undefined,
    );
  }

  async toggleLanguage(): Promise<void> {
    const language = this.language === 'zh' ? 'en' : 'zh';
    const words = await messagesOf(language);
    this.words = this.desk ? await withWhatIf(words, language) : words;
    this.language = language;
  }
}

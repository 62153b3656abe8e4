import type { BuildingCard, Summary } from '../contract/api.ts';
import type { Language } from '../format/language.ts';
import { MESSAGES } from '../format/messages.ts';

export type PageData =
  { kind: 'open'; summary: Summary } | { kind: 'none'; detail: string } | { kind: 'held'; detail: string };

/** The client brings the checks of every answer with it, as large as the page: it is read when first asked. */
const client = () => import('../api/client.ts');

/** What the first page knows: the figures, the picked building and its card, the language. */
export class FirstPage {
  language = $state<Language>('zh');
  data = $state.raw<PageData>({ kind: 'none', detail: '' });
  /** Id of the picked building. */
  picked = $state<number | null>(null);
  /** Its card, once it is read. */
  card = $state.raw<BuildingCard | null>(null);
  card_failed = $state(false);

  readonly words = $derived(MESSAGES[this.language]);
  readonly summary = $derived(this.data.kind === 'open' ? this.data.summary : null);
  readonly is_empty = $derived(
    this.summary !== null && this.summary.buildings.total === 0 && this.summary.streets.ways === 0,
  );

  #reading: AbortController | null = null;

  constructor(data: PageData, language: Language, picked: number | null) {
    this.data = data;
    this.language = language;
    this.picked = picked;
  }

  /** Picks a building and reads its card; a newer pick ends the older one's reading. */
  async pick(building_id: number | null): Promise<void> {
    this.#reading?.abort();
    this.picked = building_id;
    this.card_failed = false;
    if (building_id === null) {
      this.card = null;
      return;
    }
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const { fetchBuilding } = await client();
      const card = await fetchBuilding(fetch, building_id, reading.signal);
      if (!reading.signal.aborted) this.card = card;
    } catch (error) {
      if (reading.signal.aborted) return;
      console.error(error);
      this.card = null;
      this.card_failed = true;
    }
  }

  /** Reads the figures again; what is on screen stays where that fails. */
  async refresh(): Promise<void> {
    try {
      const { fetchSummary } = await client();
      this.data = { kind: 'open', summary: await fetchSummary(fetch) };
    } catch (error) {
      console.error(error);
    }
  }

  toggleLanguage(): void {
    this.language = this.language === 'zh' ? 'en' : 'zh';
  }
}

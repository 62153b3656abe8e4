import type { ListName, ListRow } from '../contract/api_lists.ts';
import { client } from './client.ts';
import { Latest } from './latest.ts';

/** Which rows a figure stands for. `filter`: parameters of /api/list, such as verdict or leg. */
export interface ListAsk {
  name: ListName;
  area: number | 'none' | 'all';
  filter: Readonly<Record<string, string>>;
  /** What the list is of, in the words of the figure that was clicked. */
  title: string;
}

const PAGE_ROWS = 50;

/** The list behind a figure, read page by page. */
export class OpenList {
  ask = $state.raw<ListAsk | null>(null);
  rows = $state.raw<readonly ListRow<ListName>[]>([]);
  total = $state<number | null>(null);
  reading = $state(false);
  failed = $state(false);

  readonly #reading = new Latest();

  open(ask: ListAsk, run_id: number | null): Promise<void> {
    this.ask = ask;
    this.rows = [];
    this.total = null;
    return this.more(run_id);
  }

  more(run_id: number | null): Promise<void> {
    const { ask, rows } = this;
    if (!ask) return Promise.resolve();
    this.reading = true;
    this.failed = false;
    return this.#reading.run(
      async (signal) =>
        (await client()).fetchList(
          ask.name,
          { ...listQuery(ask, run_id), offset: rows.length, limit: PAGE_ROWS },
          signal,
        ),
      (answer) => {
        this.rows = [...rows, ...answer.rows];
        this.total = answer.total;
        this.reading = false;
      },
      () => {
        this.failed = true;
        this.reading = false;
      },
    );
  }

  close(): void {
    this.#reading.abort();
    this.ask = null;
    this.rows = [];
    this.reading = false;
  }
}

/** Lists that follow from a run; the others refuse to be asked for one. */
const OF_RUN: Record<ListName, boolean> = {
  buildings: true,
  places: true,
  gaps: true,
  hydrants: false,
  stations: false,
  hazards: false,
  clusters: false,
};

const listQuery = ({ name, area, filter }: ListAsk, run_id: number | null) => ({
  area: String(area),
  ...(OF_RUN[name] && run_id !== null && { run: String(run_id) }),
  ...filter,
});

/** Where the whole list comes as a table to keep. */
export const listDownload = (ask: ListAsk, run_id: number | null): string =>
  `/api/list/${ask.name}?${Object.entries({ ...listQuery(ask, run_id), format: 'csv' })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;

import type { MeasureFirstRow } from '../contract/api_shortfall.ts';
import type { ShortfallRow } from '../contract/api_shortfall_list.ts';
import type { FigureAsk } from './figure_ask.ts';
import { shortfallClient } from './client.ts';
import { Latest } from './latest.ts';

const PAGE_ROWS = 50;

export type ListedRow = ({ list: 'figure' } & ShortfallRow) | ({ list: 'measure-first' } & MeasureFirstRow);

/** The list behind a figure, read page by page. */
export class FigureList {
  ask = $state.raw<FigureAsk | null>(null);
  rows = $state.raw<readonly ListedRow[]>([]);
  /** Rows in all; null before the first answer. */
  total = $state<number | null>(null);
  /** Sum of what the rows add to a figure of metres, cubic metres or places. */
  amount = $state(0);
  /** Share worked out so far; null once it is. */
  share = $state<number | null>(null);
  reading = $state(false);
  failed = $state(false);

  readonly #reading = new Latest();

  open(ask: FigureAsk): Promise<void> {
    this.ask = ask;
    this.rows = [];
    this.total = null;
    return this.#read([]);
  }

  /** Reads again what is on screen, which stays until then. */
  refresh(): Promise<void> {
    return this.ask ? this.#read([]) : Promise.resolve();
  }

  more(): Promise<void> {
    return this.ask ? this.#read(this.rows) : Promise.resolve();
  }

  #read(before: readonly ListedRow[]): Promise<void> {
    const ask = this.ask!;
    this.reading = true;
    this.failed = false;
    const page = {
      season: ask.season,
      branch: ask.branch ? '1' : '0',
      offset: before.length,
      limit: PAGE_ROWS,
    } as const;
    const onWorking = ({ share }: { share: number }) => (this.share = share);
    return this.#reading.run(
      async (signal) => {
        const { fetchFigureList, fetchMeasureFirst } = await shortfallClient();
        if (ask.figure === 'measure-first') {
          const { rows, total } = await fetchMeasureFirst(ask.area, page, onWorking, signal);
          return { total, amount: 0, rows: rows.map((row) => ({ list: 'measure-first' as const, ...row })) };
        }
        const { rows, total, amount } = await fetchFigureList(ask.area, ask.figure, page, onWorking, signal);
        return { total, amount, rows: rows.map((row) => ({ list: 'figure' as const, ...row })) };
      },
      ({ rows, total, amount }) => {
        this.rows = [...before, ...rows];
        this.total = total;
        this.amount = amount;
        this.#stop(false);
      },
      () => this.#stop(true),
    );
  }

  close(): void {
    this.#reading.abort();
    this.ask = null;
    this.rows = [];
    this.total = null;
    this.#stop(false);
  }

  #stop(failed: boolean): void {
    this.share = null;
    this.reading = false;
    this.failed = failed;
  }
}

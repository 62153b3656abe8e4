import type { Season, ShortfallAnswer, TrendPoint } from '../contract/api_shortfall.ts';
import { shortfallClient } from './client.ts';
import { Latest } from './latest.ts';

type Done = Extract<ShortfallAnswer, { state: 'done' }>;
type Working = Extract<ShortfallAnswer, { state: 'working' }>;

/** What went wrong, in the server's words; empty where it did not answer. */
export const faultOf = (error: unknown): string =>
  error instanceof Error && error.name === 'ApiError' ? error.message : '';

/** The shortfall of all areas in a season. What was read last stays on screen while newer figures are worked out. */
export class ShortfallBoard {
  answer = $state.raw<Done | null>(null);
  /** How far the server is; null while nothing is worked out. */
  working = $state.raw<Working | null>(null);
  reading = $state(false);
  /** Null where all is well. */
  fault = $state<string | null>(null);
  /** Of one area and all below it; null: that of all is in the answer. */
  area_trend = $state.raw<readonly TrendPoint[] | null>(null);

  readonly #reading = new Latest();
  readonly #reading_trend = new Latest();

  read(season: Season): Promise<void> {
    this.reading = true;
    this.fault = null;
    return this.#reading.run(
      async (signal) =>
        (await shortfallClient()).fetchShortfall(season, (working) => (this.working = working), signal),
      (answer) => {
        this.answer = answer;
        this.#stop(null);
      },
      (error) => this.#stop(faultOf(error)),
    );
  }

  readTrend(area_id: number | null): Promise<void> {
    this.area_trend = null;
    this.#reading_trend.abort();
    if (area_id === null) return Promise.resolve();
    return this.#reading_trend.run(
      async (signal) => (await shortfallClient()).fetchTrend(area_id, signal),
      ({ trend }) => (this.area_trend = trend),
      () => (this.area_trend = []),
    );
  }

  /** Nobody waits any more. */
  leave(): void {
    this.#reading.abort();
    this.#reading_trend.abort();
    this.#stop(this.fault);
  }

  #stop(fault: string | null): void {
    this.fault = fault;
    this.working = null;
    this.reading = false;
  }
}

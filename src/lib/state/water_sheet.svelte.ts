import type { Season } from '../contract/api_shortfall.ts';
import type { WaterSheet } from '../contract/api_water_sheet.ts';
import { shortfallClient } from './client.ts';
import { Latest } from './latest.ts';
import { faultOf } from './shortfall_board.svelte.ts';

/** The water sheet of an area in a season; the one read last stays on screen while another is worked out. */
export class OpenSheet {
  sheet = $state.raw<Extract<WaterSheet, { state: 'done' }> | null>(null);
  working = $state.raw<Extract<WaterSheet, { state: 'working' }> | null>(null);
  reading = $state(false);
  fault = $state<string | null>(null);

  readonly #reading = new Latest();

  read(area_id: number, season: Season): Promise<void> {
    if (this.sheet?.area.area_id !== area_id) this.sheet = null;
    this.reading = true;
    this.fault = null;
    return this.#reading.run(
      async (signal) =>
        (await shortfallClient()).fetchWaterSheet(
          area_id,
          season,
          (working) => (this.working = working),
          signal,
        ),
      (sheet) => {
        this.sheet = sheet;
        this.#stop(null);
      },
      (error) => this.#stop(faultOf(error)),
    );
  }

  leave(): void {
    this.#reading.abort();
    this.#stop(this.fault);
  }

  #stop(fault: string | null): void {
    this.fault = fault;
    this.working = null;
    this.reading = false;
  }
}

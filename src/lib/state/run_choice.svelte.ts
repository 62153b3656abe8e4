import type { RunSummary } from '../contract/api.ts';
import type { VehicleChoice } from '../contract/vehicle_choice.ts';
import { client } from './client.ts';
import { Latest } from './latest.ts';

/** Which vehicle and cutoff the map is judged by, and the wait while that is worked out. */
export class RunChoice {
  vehicle = $state<VehicleChoice>('best');
  cutoff_s = $state(0);
  /** Whole seconds the server has been working; null while it is not. */
  working_s = $state<number | null>(null);
  failed = $state(false);

  readonly #asking = new Latest();
  #clock: ReturnType<typeof setInterval> | undefined;
  /** What the map shows, to go back to. */
  #shown: { vehicle: VehicleChoice; cutoff_s: number };

  constructor(vehicle: VehicleChoice, cutoff_s: number) {
    this.vehicle = vehicle;
    this.cutoff_s = cutoff_s;
    this.#shown = { vehicle, cutoff_s };
  }

  /** Asks for the run of this choice and hands it to `done`; a newer choice ends the asking of an older. */
  async choose(
    vehicle: VehicleChoice,
    cutoff_s: number,
    done: (run: RunSummary) => void | Promise<void>,
  ): Promise<void> {
    this.vehicle = vehicle;
    this.cutoff_s = cutoff_s;
    this.failed = false;
    this.#startClock();
    await this.#asking.run(
      async (signal) => (await client()).fetchRun(vehicle, cutoff_s, signal),
      ({ run }) => {
        this.#shown = { vehicle, cutoff_s };
        this.#stopClock();
        void done(run);
      },
      () => {
        this.failed = true;
        this.#goBack();
      },
    );
  }

  cancel(): void {
    this.#asking.abort();
    this.#goBack();
  }

  #goBack(): void {
    this.#stopClock();
    this.vehicle = this.#shown.vehicle;
    this.cutoff_s = this.#shown.cutoff_s;
  }

  #startClock(): void {
    this.#stopClock();
    const started = performance.now();
    this.working_s = 0;
    this.#clock = setInterval(() => {
      this.working_s = Math.floor((performance.now() - started) / 1000);
    }, 250);
  }

  #stopClock(): void {
    clearInterval(this.#clock);
    this.working_s = null;
  }
}

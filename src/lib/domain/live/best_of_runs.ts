import { VERDICT_RANK } from '../coverage/best_verdict.ts';
import { VERDICTS } from '../coverage/verdict.ts';
import type { LiveRun } from './live_run.ts';

const RANK = VERDICTS.map((verdict) => VERDICT_RANK[verdict]);

/** What several runs come to: each building's verdict from the run that gives it the best, see goesBefore. */
export class BestOfRuns {
  /** By building: index into VERDICTS, legsCode, whole ms of arrival at its stop or NONE. */
  readonly verdict: Uint8Array;
  readonly legs: Uint8Array;
  readonly arrival_ms: Uint32Array;
  /** By building: the place of its run. */
  readonly run_of_building: Uint8Array;

  constructor(building_count: number) {
    this.verdict = new Uint8Array(building_count);
    this.legs = new Uint8Array(building_count);
    this.arrival_ms = new Uint32Array(building_count);
    this.run_of_building = new Uint8Array(building_count);
  }

  /** Takes the verdicts of some buildings, null all, from runs given smallest vehicle first. */
  take(runs: readonly LiveRun[], changed: Uint32Array | null): void {
    const count = changed ? changed.length : this.verdict.length;
    for (let i = 0; i < count; i++) {
      const building = changed ? changed[i] : i;
      let at = runs.length - 1;
      let best = runs[at];
      for (let k = at - 1; k >= 0; k--) {
        const run = runs[k];
        const ahead =
          RANK[run.verdict[building]] - RANK[best.verdict[building]] ||
          run.arrival_ms[building] - best.arrival_ms[building];
        if (ahead < 0) [at, best] = [k, run];
      }
      this.run_of_building[building] = at;
      this.verdict[building] = best.verdict[building];
      this.legs[building] = best.legs[building];
      this.arrival_ms[building] = best.arrival_ms[building];
    }
  }
}

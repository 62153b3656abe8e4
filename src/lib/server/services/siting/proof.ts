/** Where a proof stands: the best answer so far and what no answer can beat. */
export interface Standing {
  chosen: number[];
  objective: number;
  bound: number;
}

/** How a proof is watched and ended; whatever ends it, the answer and the bound of that moment hold. */
export interface ProofControl {
  /** performance.now() at which it ends. */
  deadline_ms: number;
  /** Asked often; true ends it. */
  stopped(): boolean;
  /** Called when the answer or the bound has become better. */
  onStanding(standing: Standing): void;
}

export const isOver = ({ deadline_ms, stopped }: ProofControl) =>
  stopped() || performance.now() >= deadline_ms;

export const secondsLeft = ({ deadline_ms }: ProofControl) =>
  Math.max(0.05, (deadline_ms - performance.now()) / 1000);
